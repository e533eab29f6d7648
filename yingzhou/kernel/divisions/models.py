"""Divisions: a stable unit, what it was called and where it belonged when, and how it changed.

Records of other kernels keep pointing at the unit they were made under. What that unit counts
towards on another day is a mapping (:mod:`.tree`): a merger moves no record and the past
stays askable.
"""

from __future__ import annotations

from django.db import models

from yingzhou.core.spells import Spell, ends_after_start


class Division(Spell):
    """A unit from its founding to its end. A merger, a split or an abolition sets ``valid_to``."""

    class Level(models.IntegerChoices):
        DISTRICT = 1, "区"
        TOWN = 2, "乡镇"
        VILLAGE = 3, "村居"

    class Kind(models.TextChoices):
        DISTRICT = "district", "市辖区"
        TOWN = "town", "镇"
        TOWNSHIP = "township", "乡"
        STATISTICAL = "statistical", "统计单位(非乡镇)"
        VILLAGE = "village", "村委会"
        NEIGHBOURHOOD = "neighbourhood", "居委会"
        STATISTICAL_AREA = "statistical_area", "统计小区(非村居)"

    STATISTICAL_KINDS = (Kind.STATISTICAL, Kind.STATISTICAL_AREA)

    code = models.CharField("区划代码", max_length=12, unique=True)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    level = models.SmallIntegerField("层级", choices=Level)
    lon = models.FloatField("经度(CGCS2000)", null=True)
    lat = models.FloatField("纬度(CGCS2000)", null=True)

    class Meta:
        constraints = [ends_after_start("division_spell")]

    def __str__(self) -> str:
        return self.code

    @property
    def is_statistical(self) -> bool:
        """Counted by statistics only; no town or village government (农场、林场、园区)."""
        return self.kind in self.STATISTICAL_KINDS


class DivisionName(Spell):
    """What a unit was called, and the unit it belonged to, for a time."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="names")
    name = models.CharField("名称", max_length=60)
    parent = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            ends_after_start("division_name_spell"),
            models.UniqueConstraint(fields=["division", "valid_from"], name="division_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DivisionChange(models.Model):
    """An approved change (设立, 更名, 合并, 拆分, 隶属调整) with the document that ordered it.

    ``units`` are all units whose name, parent or existence it touched.
    """

    class Kind(models.TextChoices):
        FOUND = "found", "设立"
        RENAME = "rename", "更名"
        MERGE = "merge", "合并"
        SPLIT = "split", "拆分"
        MOVE = "move", "隶属调整"

    kind = models.CharField("变更类型", max_length=10, choices=Kind)
    on = models.DateField("生效日期")
    document = models.CharField("批准文号", max_length=120)
    made_at = models.DateTimeField("登记时间")
    units = models.ManyToManyField(Division, verbose_name="涉及单位", related_name="changes")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class DivisionSuccession(models.Model):
    """Which unit's people and places went to which, by a change. In a split one is ``default``."""

    change = models.ForeignKey(DivisionChange, models.PROTECT, related_name="successions")
    predecessor = models.ForeignKey(Division, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Division, models.PROTECT, related_name="+")
    is_default = models.BooleanField("未另行指定者归入", default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["change", "predecessor", "successor"], name="succession_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id}→{self.successor_id}"


class ManagementUnit(Spell):
    """基本管理单元: a former town that keeps the six “3+3” resources (plan D14)."""

    town = models.ForeignKey(Division, models.PROTECT, related_name="management_units")
    name = models.CharField("名称", max_length=60)

    class Meta:
        constraints = [ends_after_start("management_unit_spell")]

    def __str__(self) -> str:
        return self.name
