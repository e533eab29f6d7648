"""Hospitals that settle by a call, and what a month of theirs comes to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Hospital(models.Model):
    """``name`` is the 单位 of its system's token (:class:`ApiClient`): by it a call is known to be
    this hospital's, whichever of its tokens came."""

    code = models.CharField("编码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=80, unique=True)
    is_open = models.BooleanField("可以结算", default=True)
    made_at = models.DateTimeField("登记时间")
    made_by = models.CharField("登记人", max_length=150)

    def __str__(self) -> str:
        return self.name


class Statement(models.Model):
    """A month of one hospital: what was settled less what was reversed in it. Made by one person,
    closed by another; what is closed has been paid and no settlement enters it any more."""

    hospital = models.ForeignKey(
        Hospital, models.PROTECT, related_name="statements", db_index=False
    )
    month = models.DateField("月份")
    count = models.PositiveIntegerField("结算笔数")
    reversed_count = models.PositiveIntegerField("撤销笔数")
    total = models.BigIntegerField("金额(分)")
    made_at = models.DateTimeField("出具时间")
    made_by = models.CharField("出具人", max_length=150)
    closed_at = models.DateTimeField("复核时间", null=True)
    closed_by = models.CharField("复核人", max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hospital", "month"], name="statement_once"),
            models.CheckConstraint(
                condition=Q(closed_by="") | ~Q(closed_by=F("made_by")),
                name="statement_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(closed_by="", closed_at=None) | Q(closed_at__isnull=False),
                name="statement_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hospital} {self.month:%Y-%m}"
