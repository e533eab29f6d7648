"""Accounts, balanced entries of signed lines, and periods that are locked once and for all.

Entries and lines are written by :mod:`.services` only, and never changed: the database refuses it
(``migrations/0002_append_only.py``; on SQLite a deletion is shown by the chain of digests). What
was wrong is put right by an entry of its own.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Account(models.Model):
    """Where something is. ``unit``: what is counted there, whole numbers of it: ``fen``, ``minute``
    (hours of the time bank), a voucher, a good; lines of one entry that differ in it do not mix."""

    class Kind(models.TextChoices):
        ASSET = "asset", "资产"
        LIABILITY = "liability", "负债"
        INCOME = "income", "收入"
        EXPENSE = "expense", "支出"

    code = models.CharField("编码", max_length=80, unique=True)
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    unit = models.CharField("单位", max_length=20, default="fen")

    def __str__(self) -> str:
        return self.name


class LedgerHead(models.Model):
    """The last link of the chain of entries; the row that writers lock in turn."""

    seq = models.BigIntegerField()
    digest = models.BinaryField()

    def __str__(self) -> str:
        return f"#{self.seq}"


class Period(models.Model):
    """A locked month: nothing is entered into it any more. Months without a row are open."""

    month = models.CharField("月份", max_length=7, unique=True)
    locked_at = models.DateTimeField("锁定时间")
    locked_by = models.CharField("锁定人", max_length=150)

    def __str__(self) -> str:
        return self.month


class Entry(models.Model):
    """One act of book-keeping. ``key`` says what it is about and is taken once, so that doing it
    again after a crash does nothing. ``approved_by`` is somebody else than ``made_by``."""

    seq = models.BigIntegerField("序号", primary_key=True)
    key = models.CharField("事由", max_length=120, unique=True)
    day = models.DateField("记账日")
    month = models.CharField("所属月份", max_length=7)
    text = models.CharField("摘要", max_length=200)
    made_by = models.CharField("制单", max_length=150)
    made_at = models.DateTimeField("制单时间")
    approved_by = models.CharField("复核", max_length=150, blank=True)
    digest = models.BinaryField("摘要值")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("made_by")),
                name="entry_four_eyes",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["month"], name="entry_month")]

    def __str__(self) -> str:
        return f"{self.seq} {self.text}"


class EntryLine(models.Model):
    """``amount``: what comes to the account (+, debit) or leaves it (-, credit); never nothing."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines")
    amount = models.BigIntegerField("数额")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(amount=0), name="line_not_nothing"),
            models.UniqueConstraint(fields=["entry", "account"], name="line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount}"
