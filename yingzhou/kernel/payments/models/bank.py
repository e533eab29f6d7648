"""Where a recipient's money goes, the files to the bank, and what the bank answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yingzhou.core.crypto import SealedTextField
from yingzhou.core.spells import FOREVER, Spell, ends_after_start
from yingzhou.kernel.payments.models.runs import Run
from yingzhou.kernel.people.models import Person


class PayeeAccount(Spell):
    """A person's account for assistance. ``number`` is sealed; ``tail`` is what pages show."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="payee_accounts")
    bank = models.CharField("银行", max_length=60)
    number = SealedTextField("账号")
    tail = models.CharField("账号尾号", max_length=4)
    made_by = models.CharField("登记人", max_length=150)

    class Meta:
        constraints: ClassVar = [
            ends_after_start("payee_account_spell"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(valid_to=FOREVER),
                name="payee_account_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank} 尾号 {self.tail}"


class BankFile(models.Model):
    """One transmission of a run: attempt 0 is all of it, later ones are what came back before.
    ``digest``: of the file's bytes; the file itself is made from the transfers whenever it is
    wanted, and must come out the same."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="bank_files", db_index=False)
    attempt = models.PositiveSmallIntegerField("第几次")
    number = models.CharField("批次号", max_length=30, unique=True)
    made_at = models.DateTimeField("生成时间")
    made_by = models.CharField("生成人", max_length=150)
    lines_count = models.PositiveIntegerField("笔数")
    total = models.BigIntegerField("金额(分)")
    digest = models.CharField("摘要", max_length=64)
    answered_at = models.DateTimeField("回盘时间", null=True)
    answered_by = models.CharField("回盘导入人", max_length=150, blank=True)
    answer_digest = models.CharField("回盘摘要", max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "attempt"], name="bank_file_once"),
        ]

    def __str__(self) -> str:
        return self.number


class Transfer(models.Model):
    """One line of a bank file: all that one recipient gets in it. ``reason``: why it came back."""

    class State(models.TextChoices):
        SENT = "sent", "已报盘"
        PAID = "paid", "已到账"
        FAILED = "failed", "退回"

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="transfers", db_index=False)
    seq = models.PositiveIntegerField("序号")
    payee = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(PayeeAccount, models.PROTECT, null=True, related_name="+")
    amount = models.BigIntegerField("金额(分)")
    state = models.CharField("到账", max_length=8, choices=State, default=State.SENT)
    reason = models.CharField("退回原因", max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "seq"], name="transfer_once"),
            models.UniqueConstraint(fields=["file", "payee"], name="transfer_payee_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="transfer_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.seq}"
