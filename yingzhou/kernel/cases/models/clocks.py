"""Statutory clocks: what the law gives, the pauses, and the derived day."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from yingzhou.core import clock
from yingzhou.core.periods import Pause as Span
from yingzhou.core.periods import Period, Unit

from .case import Case


class Clock(models.Model):
    """A period that runs for a case. ``due_on`` is derived (:meth:`compute`) and kept for sorting;
    None while it is paused. ``due_at``: the moment, of a period of hours, which never stands still.
    ``on_end``: the transition that happens by itself when it ends."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks", db_index=False)
    key = models.CharField("期限", max_length=40)
    name = models.CharField("名称", max_length=60)
    basis = models.CharField("依据", max_length=120)
    confidence = models.CharField("可信度", max_length=12, default="seen")
    started_on = models.DateField("起算日")
    length = models.PositiveSmallIntegerField("时长")
    extended = models.PositiveSmallIntegerField("延长", default=0)
    may_extend = models.PositiveSmallIntegerField("可延长", default=0)
    unit = models.CharField("单位", max_length=10)
    due_on = models.DateField("期满日", null=True)
    due_at = models.DateTimeField("期满时刻", null=True)
    on_end = models.CharField("期满自动", max_length=40, blank=True)
    holder = models.CharField("由谁", max_length=12, blank=True)
    is_promise = models.BooleanField("对外承诺", default=False)
    ended_at = models.DateTimeField("停止时间", null=True)
    ended_how = models.CharField("怎样停止", max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"], condition=Q(ended_at__isnull=True), name="clock_once"
            )
        ]
        indexes = [
            models.Index(fields=["case", "key"], name="clock_case"),
            models.Index(fields=["due_on"], condition=Q(ended_at__isnull=True), name="clock_due"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"

    @property
    def period(self) -> Period:
        return Period(self.length + self.extended, Unit(self.unit))

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and self.due_on is not None

    def is_late(self, now: datetime) -> bool:
        """Whether its time is over at this moment, ended or not."""
        if self.due_at is not None:
            return self.due_at < now
        return self.due_on is not None and self.due_on < clock.day_of(now)


class ClockPause(models.Model):
    """A time that does not count, and why."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="pauses")
    since = models.DateField("中止日")
    until = models.DateField("恢复日", null=True)
    reason = models.CharField("原因", max_length=200)

    def __str__(self) -> str:
        return f"{self.clock_id} {self.since}"

    @property
    def span(self) -> Span:
        return Span(self.since, self.until)


class Extension(models.Model):
    """A longer period: asked for, and granted or refused by another person."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="extensions")
    length = models.PositiveSmallIntegerField("延长")
    reason = models.CharField("理由", max_length=300)
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name="申请人"
    )
    answered_at = models.DateTimeField("批准时间", null=True)
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    granted = models.BooleanField("批准", null=True)

    def __str__(self) -> str:
        return f"{self.clock_id} +{self.length}"
