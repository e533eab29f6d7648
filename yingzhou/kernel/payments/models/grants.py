"""What is paid once by a decision: emergency help, a bill that no hospital settled."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Person

from .runs import Run


class Grant(models.Model):
    """By the decision of one step, once. ``holder``: the household or the person that the rule is
    about. By card it goes out with a batch (``run``; its line has the number ``correction`` of the
    month); what was handed over at once is in the books with the decision."""

    class Way(models.TextChoices):
        CARD = "card", "打到卡上"
        CASH = "cash", "当场给现金"
        KIND = "kind", "给实物"

    benefit = models.CharField("待遇", max_length=80)
    case = models.ForeignKey(Case, models.PROTECT, related_name="grants", db_index=False)
    step = models.PositiveIntegerField("第几步")
    holder = models.BigIntegerField("户或人")
    payee = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    persons = models.PositiveSmallIntegerField("人数", default=1)
    amount = models.BigIntegerField("金额(分)")
    way = models.CharField("怎样付", max_length=4, choices=Way, default=Way.CARD)
    decided_at = models.DateTimeField("决定时间")
    decided_by = models.CharField("决定人", max_length=150)
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="grants")
    correction = models.PositiveSmallIntegerField("当月第几笔", default=0)
    revoked_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "step"], name="grant_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="grant_pays_something"),
            models.CheckConstraint(
                condition=Q(run__isnull=True) | Q(way="card"), name="grant_by_card_in_a_batch"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["way", "decided_at", "id"],
                name="grant_waits",
                condition=Q(run__isnull=True, revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.case_id} {self.amount}"
