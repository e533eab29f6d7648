"""What was paid too much and is asked back: opened by an event or a finding, in instalments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yingzhou.kernel.payments.models.runs import RunLine
from yingzhou.kernel.people.models import Person


class Recovery(models.Model):
    """Of one benefit of one holder. ``event``: the life event that opened it, if one did;
    ``amount`` is what is owed, in fen, and never changes: what comes back is in its receipts."""

    class State(models.TextChoices):
        OPEN = "open", "追回中"
        SETTLED = "settled", "已追回"
        CANCELLED = "cancelled", "已撤销"

    benefit = models.CharField("待遇", max_length=80)
    holder = models.BigIntegerField("户或人")
    payee = models.ForeignKey(Person, models.PROTECT, related_name="recoveries")
    event = models.BigIntegerField("事件", null=True, db_index=True)
    amount = models.BigIntegerField("应追回(分)")
    why = models.CharField("为什么", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField("立案时间")
    opened_by = models.CharField("立案人", max_length=150)
    lines = models.ManyToManyField(RunLine, related_name="recoveries")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="recovery_positive"),
            models.UniqueConstraint(
                fields=["event", "benefit", "holder"],
                condition=models.Q(event__isnull=False),
                name="recovery_of_event_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.amount}"


class Receipt(models.Model):
    """Money that came back. Append-only."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="receipts")
    amount = models.BigIntegerField("金额(分)")
    day = models.DateField("到账日")
    made_by = models.CharField("登记人", max_length=150)
    made_at = models.DateTimeField("登记时间")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="receipt_positive")
        ]

    def __str__(self) -> str:
        return f"{self.recovery_id}: {self.amount}"
