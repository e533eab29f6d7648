"""Organisations with their unified social credit code (GB 32100), and their yearly reports."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yingzhou.core.spells import Spell, ends_after_start
from yingzhou.kernel.divisions.models import Division


class Organisation(Spell):
    class Kind(models.TextChoices):
        ASSOCIATION = "association", "社会团体"
        SERVICE = "service", "社会服务机构(民办非企业单位)"
        FOUNDATION = "foundation", "基金会"
        PUBLIC = "public", "机关事业单位"
        COMPANY = "company", "企业"
        COMMITTEE = "committee", "村(居)民委员会"

    SOCIAL = (Kind.ASSOCIATION, Kind.SERVICE, Kind.FOUNDATION)

    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name = models.CharField("名称", max_length=80, db_index=True)
    kind = models.CharField("类别", max_length=20, choices=Kind, db_index=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")

    class Meta:
        constraints = [ends_after_start("organisation_spell")]

    def __str__(self) -> str:
        return self.name


class AnnualReport(models.Model):
    """A social organisation's yearly report (年度报告). Amounts are fen."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="annual_reports", db_index=False
    )
    year = models.SmallIntegerField("年度", db_index=True)
    total_income = models.BigIntegerField("总收入(分)")
    purchase_income = models.BigIntegerField("政府购买服务收入(分)")
    subsidy_income = models.BigIntegerField("政府补助收入(分)")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="annual_report_once"),
            models.CheckConstraint(
                condition=Q(total_income__gte=F("purchase_income") + F("subsidy_income")),
                name="annual_report_parts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year}"
