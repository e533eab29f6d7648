"""Whether the money really came: after the bank has answered some are asked, and where one says no
the bank is asked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.payments.models.runs import Run
from yingzhou.kernel.people.models import Person


class Draw(models.Model):
    """Who of a run is asked, drawn so that anybody can draw it again: by order of a digest of
    ``seed`` (of the bank's file, which nobody can choose) and each recipient. ``rules``: the
    shares by which it was drawn; ``chosen``: a digest of who it was."""

    run = models.OneToOneField(Run, models.PROTECT, related_name="draw")
    seed = models.CharField("种子", max_length=64)
    rules = models.JSONField("抽样规则")
    population = models.PositiveIntegerField("到账人数")
    count = models.PositiveIntegerField("抽了多少人")
    chosen = models.CharField("抽中名单摘要", max_length=64)
    drawn_at = models.DateTimeField("抽样时间")

    def __str__(self) -> str:
        return f"{self.run_id}: {self.count}"


class Confirmation(models.Model):
    """One recipient of one run who is asked, by the officers of ``division`` or on their own page.
    ``lines``: ids of what the bank says it paid them; ``due``: by when they are to be asked."""

    class State(models.TextChoices):
        ASKED = "asked", "待核实"
        RECEIVED = "received", "收到了"
        MISSING = "missing", "没收到"
        UNREACHED = "unreached", "没联系上"

    class How(models.TextChoices):
        PHONE = "phone", "电话"
        VISIT = "visit", "上门"
        ONLINE = "online", "本人网上答"

    run = models.ForeignKey(Run, models.PROTECT, related_name="confirmations", db_index=False)
    payee = models.ForeignKey(Person, models.PROTECT, related_name="confirmations")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField("金额(分)")
    lines = models.JSONField("明细")
    is_changed = models.BooleanField("新增或金额变了")
    due = models.DateField("问到为止")
    state = models.CharField("收到没有", max_length=10, choices=State, default=State.ASKED)
    how = models.CharField("怎么问的", max_length=8, choices=How, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.CharField("登记人", max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "payee"], name="confirmation_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due", "division"], name="confirmation_due"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.payee_id} {self.get_state_display()}"


class Inquiry(models.Model):
    """Somebody says it did not come: the bank is asked. What did not arrive waits with what came
    back, when another person has looked at it, and is paid again."""

    class State(models.TextChoices):
        ASKING = "asking", "向银行查"
        FOUND = "found", "查明已到账"
        MISSED = "missed", "查明没到账, 等复核"
        REPAID = "repaid", "已转待发, 再付"

    confirmation = models.OneToOneField(Confirmation, models.PROTECT, related_name="inquiry")
    opened_at = models.DateTimeField("立案时间")
    opened_by = models.CharField("立案人", max_length=150)
    due = models.DateField("查清为止")
    state = models.CharField("状态", max_length=8, choices=State, default=State.ASKING)
    finding = models.CharField("银行怎么说", max_length=200, blank=True)
    found_at = models.DateTimeField("查明时间", null=True)
    found_by = models.CharField("查的人", max_length=150, blank=True)
    approved_at = models.DateTimeField("复核时间", null=True)
    approved_by = models.CharField("复核人", max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("found_by")),
                name="inquiry_four_eyes",
            )
        ]

    def __str__(self) -> str:
        return f"{self.confirmation_id} {self.get_state_display()}"
