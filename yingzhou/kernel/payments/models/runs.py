"""A run is all the money of one month, from computing to closing; its lines are never changed but
in what became of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Person


class Run(models.Model):
    """``month``: its first day. One run of a month is the month's own (``number`` 0); the others
    are batches of what is paid once. ``rules``, ``snapshot``: what it was computed from; ``phase``
    says where the computing is, or why it failed. ``seen``: up to which audit entry the registers
    were read;
    ``corrected``: the same for earlier months, None where these were not looked at; ``laws``: what
    decided each benefit in each month, as digests."""

    class State(models.TextChoices):
        ASKED = "asked", "正在计算"
        FAILED = "failed", "没有算成"
        COMPUTED = "computed", "待审批"
        RETURNED = "returned", "已退回经办, 等重算"
        APPROVED = "approved", "已审批, 待报盘"
        SENT = "sent", "已报盘, 等银行回盘"
        ANSWERED = "answered", "已回盘"
        CLOSED = "closed", "已办结"

    month = models.DateField("月份")
    number = models.PositiveSmallIntegerField("第几次", default=0)
    state = models.CharField("状态", max_length=10, choices=State, default=State.ASKED)
    phase = models.CharField("算到哪里", max_length=200, blank=True)
    done = models.PositiveSmallIntegerField("完成百分比", default=0)
    computed_at = models.DateTimeField("计算时间", null=True)
    computed_by = models.CharField("计算人", max_length=150)
    approved_at = models.DateTimeField("审批时间", null=True)
    approved_by = models.CharField("审批人", max_length=150, blank=True)
    rules = models.CharField("规则摘要", max_length=80)
    snapshot = models.DateTimeField("登记数据截至", null=True)
    seen = models.BigIntegerField("审计序号截至", default=0)
    corrected = models.BigIntegerField("更正查到的审计序号", null=True)
    laws = models.JSONField("各月规则摘要", default=dict)
    lines_count = models.PositiveIntegerField("笔数", default=0)
    total = models.BigIntegerField("金额(分)", default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month", "number"], name="run_once"),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("computed_by")),
                name="run_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        name = f"{self.month:%Y年%-m月}"
        return f"{name}一次性救助第 {self.number} 批" if self.number else name


class DraftReturn(models.Model):
    """A draft that the approver sent back to who computed it: which sum, and what is wrong with it.
    It stays with the run, so that whoever approves the next draft reads what was asked for."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="returns")
    total = models.BigIntegerField("退回时的金额(分)")
    why = models.CharField("退回原因", max_length=200)
    made_by = models.CharField("退回人", max_length=150)
    made_at = models.DateTimeField("退回时间")

    def __str__(self) -> str:
        return f"{self.run}退回"


class RunLine(models.Model):
    """What one holder gets (or gives back) of one benefit for ``month``, or for the months from
    ``since`` to it that go out at once. ``correction`` counts the lines of a month that came after
    its first; ``persons``: how many people it is for; ``before`` is what the going out before
    gave."""

    class Why(models.TextChoices):
        SAME = "same", "和上月一样"
        NEW = "new", "新增"
        RAISED = "raised", "增加"
        LOWERED = "lowered", "减少"
        HELD = "held", "照上次发, 要先听取意见"
        ARREARS = "arrears", "补发"
        CLAWBACK = "clawback", "扣回"
        ONCE = "once", "一次性"

    class State(models.TextChoices):
        WAITING = "waiting", "待发"
        PAID = "paid", "已到账"
        FAILED = "failed", "退回"

    run = models.ForeignKey(Run, models.CASCADE, related_name="lines", db_index=False)
    benefit = models.CharField("待遇", max_length=80)
    holder = models.BigIntegerField("户或人")
    payee = models.ForeignKey(Person, models.PROTECT, related_name="payments", db_index=False)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField("所属月份")
    since = models.DateField("从哪个月起")
    correction = models.PositiveSmallIntegerField("第几次更正", default=0)
    persons = models.PositiveSmallIntegerField("人数", default=1)
    amount = models.BigIntegerField("金额(分)")
    before = models.BigIntegerField("上月金额(分)", default=0)
    why = models.CharField("为什么", max_length=10, choices=Why)
    state = models.CharField("到账", max_length=8, choices=State, default=State.WAITING)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["benefit", "month", "holder", "correction"], name="line_of_a_month_once"
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="line_pays_something"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["payee", "-month"], name="line_payee"),
            models.Index(fields=["run", "benefit", "why"], name="line_run"),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.month:%Y-%m} {self.amount}"


class Stop(models.Model):
    """Who got something the month before and gets nothing now, or cannot be computed: no line, but
    somebody must be able to ask why."""

    class Why(models.TextChoices):
        ENDED = "ended", "待遇已停"
        RULES = "rules", "按规则不再符合"
        DEAD = "dead", "已去世"
        UNKNOWN = "unknown", "缺数据, 算不出"

    run = models.ForeignKey(Run, models.CASCADE, related_name="stops", db_index=False)
    benefit = models.CharField("待遇", max_length=80)
    holder = models.BigIntegerField("户或人")
    payee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    before = models.BigIntegerField("上月金额(分)")
    why = models.CharField("为什么", max_length=10, choices=Why)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "benefit", "holder"], name="stop_once"),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} {self.get_why_display()}"
