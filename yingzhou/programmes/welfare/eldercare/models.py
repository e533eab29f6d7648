"""What the bureau's own decisions about old people put into the register, to be taken back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.people.models import Person


class LevelEntered(models.Model):
    """A level of care that a concluded 老年照护统一需求评估 put into the register. ``step``: the
    number of the concluding step; ``level`` 0: none. ``before``: what the register said of the span
    until then, as ``[level, from, to, source]``. ``fault``: why it could not be entered."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    step = models.PositiveSmallIntegerField("第几步")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField("照护等级")
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天")
    before = models.JSONField("原来登记的", default=list)
    fault = models.CharField("为什么没有登记", max_length=300, blank=True)
    made_at = models.DateTimeField("登记时间")
    taken_back_at = models.DateTimeField("退回时间", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "step"], name="level_entered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.level}级"

    @property
    def source(self) -> str:
        """As the register names it."""
        return f"照护需求评估 {self.case.number}"
