"""Months that were paid already and are computed again, because something is known by now that was
not known then: what was found, why, and what followed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yingzhou.core.spells import FOREVER
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.payments.models.awards import Award
from yingzhou.kernel.payments.models.recoveries import Recovery
from yingzhou.kernel.payments.models.runs import Run
from yingzhou.kernel.people.models import Person


class AwardChange(models.Model):
    """What was done to an award, beside its audit entry (as ``people.FactChange`` is for facts):
    from ``since`` up to ``until`` somebody is entitled who was not, or the other way round."""

    entry = models.BigIntegerField("审计序号", db_index=True)
    award = models.ForeignKey(Award, models.PROTECT, related_name="changes")
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天止", default=FOREVER)
    what = models.CharField("什么", max_length=200)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.CharField("登记人", max_length=150)

    def __str__(self) -> str:
        return f"{self.what} {self.since}"


class Correction(models.Model):
    """The recalculation of record of one holder's benefit for ``month``, part of a run and in force
    when the run is approved. ``paid``: what all lines and claims came to; ``due``: what it ought to
    have been, None where the rules cannot tell. Of what is owed, ``reduced`` makes a claim smaller
    and the rest is a line of the run, the correction of that ``number``. ``because``: which facts,
    awards or rules changed, when and by whom."""

    class Outcome(models.TextChoices):
        ARREARS = "arrears", "补发"
        CLAWBACK = "clawback", "拟追回"
        UNKNOWN = "unknown", "缺数据, 算不出"

    run = models.ForeignKey(Run, models.CASCADE, related_name="corrections", db_index=False)
    benefit = models.CharField("待遇", max_length=80)
    holder = models.BigIntegerField("户或人")
    payee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="corrections")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField("所属月份")
    paid = models.BigIntegerField("原来发的(分)")
    due = models.BigIntegerField("应当发的(分)", null=True)
    outcome = models.CharField("怎么办", max_length=10, choices=Outcome)
    reduced = models.BigIntegerField("抵减追回(分)", default=0)
    number = models.PositiveSmallIntegerField("第几次更正", default=0)
    recovery = models.ForeignKey(
        Recovery, models.PROTECT, null=True, related_name="corrections", db_index=False
    )
    because = models.JSONField("为什么", default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "benefit", "holder", "month"], name="correction_once"
            ),
            models.CheckConstraint(
                condition=Q(due__isnull=True) ^ ~Q(outcome="unknown"), name="correction_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["benefit", "holder", "month"], name="correction_of"),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.month:%Y-%m} {self.get_outcome_display()}"

    @property
    def difference(self) -> int:
        """Owed to the recipient, or paid too much (negative); in fen."""
        return 0 if self.due is None else self.due - self.paid
