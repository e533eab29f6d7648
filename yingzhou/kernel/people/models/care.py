"""Health, need of care and schooling: each for as long as it holds. ``source``: who found it and by
what; empty where somebody was taken over without it."""

# Foreign keys without an index of their own (db_index=False) lead a unique constraint: that is one.

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from yingzhou.core.spells import Spell, ends_after_start

from .register import Person


class DisabilityCertificate(Spell):
    """残疾人证: category and grade (1 is the most severe), for as long as it is valid."""

    class Category(models.IntegerChoices):
        SIGHT = 1, "视力"
        HEARING = 2, "听力"
        SPEECH = 3, "言语"
        LIMBS = 4, "肢体"
        INTELLECT = 5, "智力"
        MIND = 6, "精神"
        MULTIPLE = 7, "多重"

    person = models.ForeignKey(Person, models.PROTECT, related_name="disability_certificates")
    category = models.SmallIntegerField("类别", choices=Category)
    grade = models.SmallIntegerField("等级")

    class Meta:
        constraints = [
            ends_after_start("disability_spell"),
            models.CheckConstraint(condition=Q(grade__range=(1, 4)), name="disability_grade"),
            models.UniqueConstraint(
                fields=["person", "category", "valid_from"], name="disability_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}{self.grade}级"


class Illness(Spell):
    """大重病: a serious illness on the list of the health insurance."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="illnesses", db_index=False)
    source = models.CharField("来源", max_length=60, blank=True)

    class Meta:
        constraints = [
            ends_after_start("illness_spell"),
            models.UniqueConstraint(fields=["person", "valid_from"], name="illness_once"),
        ]

    def __str__(self) -> str:
        return f"大重病 {self.person_id}"


class CareLevel(Spell):
    """老年照护统一需求评估: the level a person was assessed at, valid for two years."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="care_levels", db_index=False)
    level = models.SmallIntegerField("照护等级")
    source = models.CharField("来源", max_length=60, blank=True)

    class Meta:
        constraints = [
            ends_after_start("care_level_spell"),
            models.CheckConstraint(condition=Q(level__range=(1, 6)), name="care_level_range"),
            models.UniqueConstraint(fields=["person", "valid_from"], name="care_level_once"),
        ]

    def __str__(self) -> str:
        return f"照护{self.level}级"

    @staticmethod
    def expires(assessed: date) -> date:
        """The first day on which an assessment of that day is out of date."""
        try:
            return assessed.replace(year=assessed.year + 2)
        except ValueError:  # 29 February
            return date(assessed.year + 2, 3, 1)


class Schooling(Spell):
    """What a person attends: kindergarten, school, university; no row for who attends nothing."""

    class Stage(models.IntegerChoices):
        PRESCHOOL = 1, "学前"
        COMPULSORY = 2, "义务教育"
        HIGH = 3, "普通高中"
        VOCATIONAL = 4, "中职"
        UNIVERSITY = 5, "高校"

    person = models.ForeignKey(Person, models.PROTECT, related_name="schoolings", db_index=False)
    stage = models.SmallIntegerField("学段", choices=Stage)
    source = models.CharField("来源", max_length=60, blank=True)

    class Meta:
        constraints = [
            ends_after_start("schooling_spell"),
            models.UniqueConstraint(fields=["person", "valid_from"], name="schooling_once"),
        ]

    def __str__(self) -> str:
        return self.get_stage_display()
