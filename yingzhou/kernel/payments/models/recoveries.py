"""What was paid too much and is asked back: opened by an event, or proposed by a correction and
opened when the recipient has been heard; it comes back in instalments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.payments.models.runs import Run, RunLine
from yingzhou.kernel.people.models import Person


class Recovery(models.Model):
    """Of one benefit of one holder. ``event``: the life event that opened it, if one did;
    ``amount`` is what is owed, in fen, and never changes: what comes back is in its receipts.
    ``run``: whose corrections proposed it; then nothing is in the books until somebody who did not
    compute the run has decided, with the recipient heard or the time for it over."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "拟追回, 听取意见"
        OPEN = "open", "追回中"
        SETTLED = "settled", "已追回"
        CANCELLED = "cancelled", "已撤销"
        WAIVED = "waived", "决定不追回"

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
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="recoveries")
    hear_until = models.DateField("陈述意见截止", null=True)
    said = models.TextField("领款人的意见", blank=True)
    said_at = models.DateTimeField("意见登记时间", null=True)
    said_by = models.CharField("意见登记人", max_length=150, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    decided_by = models.CharField("决定人", max_length=150, blank=True)
    decision = models.CharField("决定理由", max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="recovery_positive"),
            models.UniqueConstraint(
                fields=["event", "benefit", "holder"],
                condition=models.Q(event__isnull=False),
                name="recovery_of_event_once",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("opened_by")),
                name="recovery_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.amount}"


class RecoveryMonth(models.Model):
    """What a recovery claims of one month; what was claimed by mistake is a negative row beside it.
    Append-only: the sum is what of that month is not the recipient's."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="months")
    benefit = models.CharField("待遇", max_length=80)
    holder = models.BigIntegerField("户或人")
    month = models.DateField("所属月份")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField("金额(分)")
    made_at = models.DateTimeField("登记时间")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["benefit", "month", "holder"], name="recovery_month_of"),
        ]

    def __str__(self) -> str:
        return f"{self.recovery_id}: {self.month:%Y-%m} {self.amount}"


class Receipt(models.Model):
    """Money that came back, or that is no longer asked back. Append-only."""

    class Kind(models.TextChoices):
        MONEY = "money", "收到"
        REDUCED = "reduced", "更正抵减"

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="receipts")
    kind = models.CharField("怎么来的", max_length=8, choices=Kind, default=Kind.MONEY)
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
