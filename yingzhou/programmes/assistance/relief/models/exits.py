"""What speaks against what a family gets, before anything is taken from it (应退尽退, B11)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.payments.models import Award


class ExitFinding(models.Model):
    """``key`` is taken once, so the same is never found twice: one source, one award, one month or
    event. ``before``, ``now``: what was paid and what the registers would give, in fen (null:
    they cannot tell). ``case``: by which the family is heard; None where none could be opened, with
    the reason in ``fault``. ``voided_at``: what it rested on was taken back."""

    class Source(models.TextChoices):
        REGISTERS = "registers", "登记比对"
        VISIT = "visit", "上门走访"
        EVENT = "event", "生活事件"
        REVIEW = "review", "复核"

    key = models.CharField("一事一条", max_length=80, unique=True)
    award = models.ForeignKey(Award, models.PROTECT, related_name="exit_findings")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    source = models.CharField("从哪里发现", max_length=10, choices=Source)
    month = models.DateField("月份")
    before = models.BigIntegerField("正在发(分)")
    now = models.BigIntegerField("按登记算(分)", null=True)
    ground = models.TextField("发现了什么")
    found_at = models.DateTimeField("发现时间")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="exit_findings")
    fault = models.CharField("为什么没有办件", max_length=300, blank=True)
    voided_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-found_at", "-id"], name="exit_finding_time"),
            models.Index(fields=["award", "-month"], name="exit_finding_award"),
        ]

    def __str__(self) -> str:
        return f"{self.award} {self.month:%Y-%m}"
