"""An account that somebody gives for a recipient: it counts when another person has agreed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yingzhou.core.crypto import SealedTextField
from yingzhou.kernel.people.models import Person


class AccountChange(models.Model):
    """``basis``: on what paper the number stands. Whoever could both name an account and send money
    to it would need nobody else to take it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "等另一个人复核"
        TAKEN = "taken", "已登记"
        REFUSED = "refused", "不同意"

    person = models.ForeignKey(Person, models.PROTECT, related_name="account_changes")
    bank = models.CharField("开户行", max_length=60)
    number = SealedTextField("账号")
    tail = models.CharField("账号尾号", max_length=4)
    basis = models.CharField("依据", max_length=120)
    state = models.CharField("状态", max_length=8, choices=State, default=State.PROPOSED)
    made_at = models.DateTimeField("登记时间")
    made_by = models.CharField("登记人", max_length=150)
    decided_at = models.DateTimeField("复核时间", null=True)
    decided_by = models.CharField("复核人", max_length=150, blank=True)
    words = models.CharField("为什么不同意", max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="proposed"), name="account_change_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("made_by")),
                name="account_change_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank} 尾号 {self.tail}"
