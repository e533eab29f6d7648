"""收入、必需支出与财产, as the check (经济状况核对) found them. Money is whole fen.

No row means that nothing is known, which is not the same as nothing earned or owned.
"""

# Foreign keys without an index of their own (db_index=False) lead a unique constraint: that is one.

from __future__ import annotations

from django.db import models

from yingzhou.core.spells import Spell, ends_after_start

from .register import Household, Person


class Income(Spell):
    """What a person earns, and must spend on illness and school, in fen a month (月均)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="incomes", db_index=False)
    wage = models.PositiveIntegerField("工资性收入(分/月)")
    pension = models.PositiveIntegerField("养老金(分/月)")
    other = models.PositiveIntegerField("其他收入(分/月)")
    medical = models.PositiveIntegerField("自负医疗支出(分/月)")
    education = models.PositiveIntegerField("教育支出(分/月)")
    employed = models.BooleanField("就业")
    source = models.CharField("来源", max_length=60)

    class Meta:
        constraints = [
            ends_after_start("income_spell"),
            models.UniqueConstraint(fields=["person", "valid_from"], name="income_once"),
        ]

    def __str__(self) -> str:
        return f"收入 {self.person_id} {self.valid_from}"


class Assets(Spell):
    """What a household owns together."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="assets", db_index=False)
    money = models.BigIntegerField("货币财产(分)")
    vehicle = models.BooleanField("有机动车辆")
    premises = models.BooleanField("有非居住类房屋")
    homes = models.PositiveSmallIntegerField("住房套数")
    floor_area = models.PositiveIntegerField("住房建筑面积(平方米)")
    source = models.CharField("来源", max_length=60)

    class Meta:
        constraints = [
            ends_after_start("assets_spell"),
            models.UniqueConstraint(fields=["household", "valid_from"], name="assets_once"),
        ]

    def __str__(self) -> str:
        return f"财产 {self.household_id} {self.valid_from}"
