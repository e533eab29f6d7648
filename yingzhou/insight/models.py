"""What the engine has computed (rebuildable) and what has been published (never changed)."""

from __future__ import annotations

from django.db import models

from yingzhou.kernel.divisions.models import Division


class Fact(models.Model):
    """One measure's value for one division on one date. Rebuilt at will; never edited.

    ``numerator`` and ``denominator`` are whole (counts, fen, square centimetres); the value is
    their quotient times the measure's ``per``. Both are null where the measure does not apply.
    """

    measure = models.CharField("指标", max_length=60)
    on = models.DateField("日期")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    numerator = models.BigIntegerField("分子", null=True)
    denominator = models.BigIntegerField("分母", null=True)

    class Meta:
        constraints = [  # by expressions: an index that SQLite can do without while facts come in
            models.UniqueConstraint("measure", "division", "on", name="fact_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.on}"


class FactBuild(models.Model):
    """When the facts of one measure and day were last computed, also where none came of it.

    Rebuilding replaces the row, so the greatest id is the version of all facts.
    """

    measure = models.CharField("指标", max_length=60)
    on = models.DateField("日期")
    built_at = models.DateTimeField("计算时间")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "on"], name="fact_build_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.on} {self.built_at:%Y-%m-%d %H:%M}"


class Publication(models.Model):
    """A figure as published, with the records it rested on: a later look can say what moved."""

    measure = models.CharField("指标", max_length=60)
    plan = models.CharField("规划", max_length=20)
    on = models.DateField("数据日期")
    published_at = models.DateTimeField("发布时间")
    published_by = models.CharField("发布人", max_length=150)
    numerator = models.BigIntegerField("分子", null=True)
    denominator = models.BigIntegerField("分母", null=True)
    numerator_records = models.BinaryField("分子记录(压缩)")
    denominator_records = models.BinaryField("分母记录(压缩)")

    class Meta:
        indexes = [models.Index(fields=["measure", "on", "-id"], name="publication_latest")]

    def __str__(self) -> str:
        return f"{self.measure} {self.on} {self.published_at:%Y-%m-%d}"
