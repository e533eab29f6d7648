"""What became known about somebody, when, and from which day on it counts: whoever computed
something from what was known before finds here what to compute again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yingzhou.core.spells import FOREVER

from .register import Person


class FactChange(models.Model):
    """Append-only. ``entry`` is the number of the audit entry of the act: the chain is written in
    turn, so that whoever has seen entry n has seen every change up to n. From ``since`` up to, not
    including, ``until`` something is not as it was; ``household`` (its id: one that was founded by
    mistake goes, the mark stays) where people came or went, or where it is the household's own."""

    entry = models.BigIntegerField("审计序号")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    household = models.BigIntegerField("户", null=True)
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天止", default=FOREVER)
    what = models.CharField("什么", max_length=40)
    before = models.CharField("原来", max_length=200, blank=True)
    after = models.CharField("现在", max_length=200, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=150)

    class Meta:
        indexes = [models.Index(fields=["entry"], name="fact_change_entry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(household__isnull=False),
                name="fact_change_of_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.since}"
