"""What was established with a decision and stands in no register: it is true of the award."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.people.models import Person

from .awards import Award


class AwardFact(models.Model):
    """``entity`` and ``name`` as the rules call it (人 就业日期), ``value`` in the engine's own
    numbers and words; ``person``: of whom, null for what is the household's. Counts from the month
    ``since`` (its first day) until a later one does; what was established anew for the same month
    stands in the place of the earlier (``replaced_at``). ``case``: by whose decision; null where an
    assessment between decisions found it (``source``)."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="facts")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    entity = models.CharField("谁的", max_length=2)
    name = models.CharField("事实", max_length=40)
    value = models.JSONField("值")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    source = models.CharField("来源", max_length=80, blank=True)
    since = models.DateField("从哪个月起")
    made_at = models.DateTimeField("确定时间")
    replaced_at = models.DateTimeField("被替换时间", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["award", "person", "entity", "name", "since"],
                condition=models.Q(replaced_at__isnull=True),
                name="award_fact_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entity}.{self.name}"
