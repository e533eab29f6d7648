"""A visit: whom, why, by when, at whose desk it lies and who goes."""

# Foreign keys without an index of their own (db_index=False) lead one of those below, or are rare.

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Household, Person
from yingzhou.kernel.visits.files import ROLES

USER = settings.AUTH_USER_MODEL


class Visit(models.Model):
    """``key``: unique, so that whoever asks twice asks once. ``asked_by``: for whom it is
    (``plan:…``, ``case:…``, ``review:…``). ``division``: where the subject lives; ``desk``: the
    unit at which it lies, for people of ``role``. ``changes`` counts what happened to it: a form
    that was begun before it grew is put beside, not over. ``outcome``: what the form's own question
    about the outcome was answered. ``carry``: what stands in the way of the case's step.
    ``left_by``: the life event for which nobody has to go any more."""

    class State(models.TextChoices):
        PLANNED = "planned", "待安排"
        ASSIGNED = "assigned", "已安排"
        WAITING = "waiting", "等另一人确认"
        DONE = "done", "已走访"
        UNMET = "unmet", "没见到人"
        DECLINED = "declined", "本人不愿意"
        MISSED = "missed", "漏访"
        CALLED_OFF = "called_off", "不用去了"

    OPEN: ClassVar = ("planned", "assigned", "waiting")

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField("种类", max_length=20)
    data = models.CharField("内容类别", max_length=12)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="visits")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="visits")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    desk = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField("由谁去", max_length=10, choices=list(ROLES.items()))
    people = models.PositiveSmallIntegerField("几个人去", default=1)
    user = models.ForeignKey(USER, models.PROTECT, null=True, related_name="visits", db_index=False)
    second = models.ForeignKey(USER, models.PROTECT, null=True, related_name="visits_along")
    asked_by = models.CharField("为什么事", max_length=80, db_index=True)
    reason = models.CharField("理由", max_length=200)
    due_on = models.DateField("最晚哪天")
    basis = models.CharField("依据", max_length=120)
    confidence = models.CharField("可信度", max_length=12, default="seen")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    changes = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField("安排时间")
    done_on = models.DateField("哪天去的", null=True)
    closed_at = models.DateTimeField("结束时间", null=True)
    outcome = models.CharField("结果", max_length=40, blank=True)
    why = models.CharField("说明", max_length=200, blank=True)
    carry = models.CharField("还没有登记到办件", max_length=500, blank=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="following")
    left_by = models.BigIntegerField("人生事件", null=True, db_index=True)
    answered_at = models.DateTimeField("漏访说明时间", null=True)
    answered_by = models.CharField("漏访说明人", max_length=150, blank=True)
    answer = models.CharField("漏访说明", max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(household__isnull=True),
                name="visit_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("user")), name="visit_two_people"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["user", "due_on"],
                condition=Q(state__in=("planned", "assigned", "waiting")),
                name="visit_mine",
            ),
            models.Index(
                fields=["desk", "due_on"],
                condition=Q(state__in=("planned", "assigned", "waiting")),
                name="visit_desk",
            ),
            models.Index(fields=["due_on", "division"], name="visit_due"),
            models.Index(
                fields=["due_on"],
                condition=Q(state="missed", answered_at__isnull=True),
                name="visit_missed",
            ),
        ]

    def __str__(self) -> str:
        return f"走访{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
