"""An assessment that has to be made: of whom, why, by when, at whose desk it lies."""

# Foreign keys without an index of their own (db_index=False) lead one of those below, or are rare.

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingzhou.core.sealed import SealedJSONField
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Household, Person

USER = settings.AUTH_USER_MODEL


class Task(models.Model):
    """``key``: unique, so that whoever asks twice asks once. ``asked_by``: for whom it is
    (``case:…``, ``renew:…``, ``dispute:…``). ``disputes``: the assessment that somebody does not
    agree with, with their words (sealed): others assess then. ``left_by``: the life event for which
    nobody assesses any more."""

    class State(models.TextChoices):
        OPEN = "open", "要评"
        WAITING = "waiting", "等另一人确认"
        DONE = "done", "评好了"
        CALLED_OFF = "called_off", "不用评了"

    LIVE: ClassVar = ("open", "waiting")

    key = models.CharField(max_length=120, unique=True)
    instrument = models.CharField("评什么", max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    asked_by = models.CharField("为什么事", max_length=80, db_index=True)
    reason = models.CharField("理由", max_length=200)
    due_on = models.DateField("最晚哪天")
    basis = models.CharField("依据", max_length=120)
    confidence = models.CharField("可信度", max_length=12)
    disputes = models.ForeignKey(
        "assessments.Assessment", models.PROTECT, null=True, related_name="disputed"
    )
    words = SealedJSONField("异议(加密)", null=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    made_at = models.DateTimeField("提出时间")
    closed_at = models.DateTimeField("结束时间", null=True)
    why = models.CharField("说明", max_length=200, blank=True)
    left_by = models.BigIntegerField("人生事件", null=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(household__isnull=True),
                name="assessment_task_subject",
            ),
            models.UniqueConstraint(
                fields=["disputes"],
                condition=Q(state__in=("open", "waiting")),
                name="assessment_dispute_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on", "division"],
                condition=Q(state__in=("open", "waiting")),
                name="assessment_due",
            ),
        ]

    def __str__(self) -> str:
        return f"评估任务{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.LIVE
