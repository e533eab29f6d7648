"""Effective-dated rows: a fact holds from ``valid_from`` up to, not including, ``valid_to``."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

FOREVER = date(9999, 12, 31)
"""The end of what still holds. A real date, so that one comparison serves every engine."""


class SpellQuerySet(models.QuerySet):
    def on(self, day: date):
        """The rows that hold on ``day``."""
        return self.filter(valid_from__lte=day, valid_to__gt=day)


class Spell(models.Model):
    """A row that holds for a time. ``valid_to`` is the first day on which it no longer holds."""

    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", default=FOREVER)

    objects = SpellQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.valid_to == FOREVER

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day < self.valid_to


def ends_after_start(name: str) -> models.CheckConstraint:
    """The database refuses a spell that ends before it begins; ``name`` is the constraint's."""
    return models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name=name)
