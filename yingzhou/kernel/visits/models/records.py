"""What visitors wrote down. A record is never changed but in what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingzhou.kernel.cases.models import SealedJSONField

from .visits import Visit

USER = settings.AUTH_USER_MODEL


class Record(models.Model):
    """``uuid``: given by the phone on which it was written; sent twice, it is here once. ``how``:
    done, unmet or declined. ``content`` (sealed): the questions as they were asked with what was
    answered, the values, the place with its accuracy and the words of consent. ``seen``: the
    visit's ``changes`` when it was begun."""

    class State(models.TextChoices):
        WAITING = "waiting", "等另一人确认"
        TAKEN = "taken", "采用"
        BESIDE = "beside", "和已有的不一致, 待选"
        NOT_TAKEN = "not_taken", "没有采用"
        SENT_BACK = "sent_back", "退回重填"

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="records")
    uuid = models.UUIDField(unique=True)
    form = models.CharField("表单", max_length=120)
    version = models.CharField("表单版本", max_length=64)
    how = models.CharField("怎样", max_length=10)
    visited_on = models.DateField("哪天去的")
    content = SealedJSONField("内容(加密)")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField("状态", max_length=10, choices=State)
    seen = models.PositiveIntegerField(default=0)
    device = models.CharField("设备", max_length=60, blank=True)
    made_offline = models.BooleanField("没有网时填写", default=False)
    received_at = models.DateTimeField("收到时间")
    settled_at = models.DateTimeField("处理时间", null=True)
    settled_by = models.CharField("处理人", max_length=150, blank=True)
    words = models.CharField("处理说明", max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(state__in=("taken", "waiting")), name="record_taken"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.get_state_display()}"


class Photo(models.Model):
    """A picture of a record: typed by its content, sealed, under a random name of ours."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="photos", db_index=False)
    number = models.PositiveSmallIntegerField("第几张")
    file = models.CharField(max_length=80, unique=True)
    kind = models.CharField("类型", max_length=40)
    size = models.PositiveIntegerField("大小")
    digest = models.CharField("摘要", max_length=64)
    scan = models.CharField("检查", max_length=12)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "number"], name="photo_once")
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.number}"
