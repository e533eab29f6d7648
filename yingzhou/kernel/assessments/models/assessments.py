"""What was found with an instrument. It is never changed (trigger) but in what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from yingzhou.core.sealed import SealedJSONField
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Household, Person

from .tasks import Task

USER = settings.AUTH_USER_MODEL


class Assessment(models.Model):
    """``uuid``: given by the page on which it was filled in; sent twice, it is here once.
    ``content`` (sealed): the questions as they were asked with what was answered, the values, the
    needs, how the rule came to its result, and where it was done. ``digest`` (SM3, keyed): of all
    that. ``rules``: of the rules that counted. ``supersedes``: the one that counted before."""

    class State(models.TextChoices):
        WAITING = "waiting", "等另一人确认"
        COUNTS = "counts", "有效"
        SUPERSEDED = "superseded", "已有新的"
        SENT_BACK = "sent_back", "退回重评"

    uuid = models.UUIDField(unique=True)
    task = models.ForeignKey(Task, models.PROTECT, related_name="assessments")
    instrument = models.CharField("评什么", max_length=40)
    version = models.PositiveSmallIntegerField("版本")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="assessments")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="assessments")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    assessed_on = models.DateField("哪天评的")
    valid_until = models.DateField("有效到哪天")
    content = SealedJSONField("内容(加密)")
    result = models.CharField("结果", max_length=40)
    rules = models.CharField("规则摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64)
    first = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey(USER, models.PROTECT, null=True, related_name="assessed_along")
    made_at = models.DateTimeField("登记时间")
    state = models.CharField("状态", max_length=10, choices=State)
    settled_at = models.DateTimeField("处理时间", null=True)
    settled_by = models.CharField("处理人", max_length=150, blank=True)
    words = models.CharField("处理说明", max_length=200, blank=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(household__isnull=True),
                name="assessment_subject",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("first")), name="assessment_two"
            ),
            models.UniqueConstraint(
                fields=["instrument", "person"],
                condition=Q(state="counts"),
                name="assessment_of_person",
            ),
            models.UniqueConstraint(
                fields=["instrument", "household"],
                condition=Q(state="counts"),
                name="assessment_of_household",
            ),
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(state__in=("waiting", "counts")),
                name="assessment_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["instrument", "valid_until"],
                condition=Q(state="counts"),
                name="assessment_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"评估{self.pk}"

    def holds_on(self, day: object) -> bool:
        """Whether it counts on ``day``; its last day is one of them."""
        return self.state == self.State.COUNTS and self.valid_until >= day  # type: ignore[operator]
