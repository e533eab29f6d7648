"""Who does not want to be visited, what for, why and until when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yingzhou.core.spells import Spell, ends_after_start
from yingzhou.kernel.people.models import Household, Person

from .visits import Visit


class Refusal(Spell):
    """Nobody asks again for this kind until ``valid_to``; they may change their mind before."""

    kind = models.CharField("种类", max_length=20)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("原因", max_length=200)
    visit = models.OneToOneField(Visit, models.CASCADE, related_name="refusal")

    class Meta:
        constraints: ClassVar = [
            ends_after_start("refusal_spell"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(household__isnull=True),
                name="refusal_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_to}"
