"""Years that are over and closed: their lines stand in a file with a digest, their sums here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.payments.models.runs import Run


class SealedYear(models.Model):
    """``name``, ``digest``: of the file under ``settings.SEALED_ROOT`` (:mod:`..sealing.files`);
    ``origin``: where its lines come from, empty for this system's own runs."""

    class State(models.TextChoices):
        ASKED = "asked", "正在写出"
        FAILED = "failed", "没有写成"
        WRITTEN = "written", "已写出, 待另一个人封存"
        SEALED = "sealed", "已封存"

    year = models.PositiveSmallIntegerField("年度", unique=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.ASKED)
    origin = models.CharField("来源", max_length=80, blank=True)
    name = models.CharField("文件", max_length=60, blank=True)
    digest = models.CharField("摘要", max_length=64, blank=True)
    lines_count = models.PositiveIntegerField("笔数", default=0)
    persons = models.PositiveIntegerField("人次", default=0)
    total = models.BigIntegerField("金额(分)", default=0)
    fault = models.CharField("为什么没有写成", max_length=200, blank=True)
    asked_by = models.CharField("申请人", max_length=150)
    asked_at = models.DateTimeField("申请时间")
    sealed_by = models.CharField("封存人", max_length=150, blank=True)
    sealed_at = models.DateTimeField("封存时间", null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sealed_by="") | ~Q(sealed_by=F("asked_by")), name="seal_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年"


class MonthTotal(models.Model):
    """What one benefit came to in one town and month: of a run as it was approved, or of a year
    that came from elsewhere. ``persons`` counts everybody whom a line is for (人次)."""

    run = models.ForeignKey(Run, models.CASCADE, null=True, related_name="totals", db_index=False)
    year = models.ForeignKey(
        SealedYear, models.CASCADE, null=True, related_name="totals", db_index=False
    )
    month = models.DateField("月份")
    benefit = models.CharField("待遇", max_length=80)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    lines_count = models.PositiveIntegerField("笔数")
    persons = models.PositiveIntegerField("人次")
    amount = models.BigIntegerField("金额(分)")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(run__isnull=True) ^ Q(year__isnull=True), name="total_one_source"
            ),
            models.UniqueConstraint(
                fields=["run", "month", "benefit", "division"],
                condition=Q(run__isnull=False),
                name="total_of_run_once",
            ),
            models.UniqueConstraint(
                fields=["year", "month", "benefit", "division"],
                condition=Q(year__isnull=False),
                name="total_of_year_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["benefit", "month", "division"], name="total_month"),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.month:%Y-%m} {self.division_id}"
