"""Who is visited again and again because a case decided so."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yingzhou.core.spells import FOREVER, Spell, ends_after_start
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.people.models import Person


class Round(Spell):
    """``often``: as it was decided (``OFTEN`` of the catalogue). Another decision about
    the same person ends it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="rounds")
    person = models.ForeignKey(Person, models.PROTECT, related_name="rounds")
    kind = models.CharField("种类", max_length=20)
    often = models.CharField("多久一次", max_length=10)
    basis = models.CharField("依据", max_length=120)
    confidence = models.CharField("可信度", max_length=12)

    class Meta:
        constraints: ClassVar = [
            ends_after_start("round_spell"),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(valid_to=FOREVER), name="round_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.often}"
