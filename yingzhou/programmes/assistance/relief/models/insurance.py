"""Claims on 生态惠民保险: filed at the counter, settled by the insurer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Person


class Claim(models.Model):
    """``number`` is ours; ``reference`` the insurer's. ``due_on``: the day by which the insurer
    must have decided; ``tries`` counts what did not get through since it last did, ``next_try`` is
    when it is asked again."""

    class State(models.TextChoices):
        FILED = "filed", "待送保险公司"
        SENT = "sent", "保险公司审核中"
        ASKED = "asked", "等补充材料"
        SETTLED = "settled", "已赔付"
        REFUSED = "refused", "不予赔付"

    class Kind(models.TextChoices):
        INJURY = "injury", "意外受伤"
        INJURY_STAY = "injury_stay", "意外住院"
        DEATH = "death", "意外去世"
        ILLNESS = "illness", "生病住院"

    OPEN: ClassVar = (State.FILED, State.SENT, State.ASKED)

    number = models.CharField("编号", max_length=30, unique=True)
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+")
    kind = models.CharField("原因", max_length=12, choices=Kind)
    happened_on = models.DateField("出险日期")
    spent = models.BigIntegerField("自付医疗费", null=True)
    filed_on = models.DateField("报案日期")
    state = models.CharField("到哪一步", max_length=8, choices=State, default=State.FILED)
    reference = models.CharField("保险公司编号", max_length=40, blank=True)
    sent_at = models.DateTimeField("送出时间", null=True)
    due_on = models.DateField("核定期限", null=True)
    reminded_on = models.DateField("最近催办", null=True)
    tries = models.PositiveSmallIntegerField("没有送到的次数", default=0)
    next_try = models.DateTimeField("下次询问", null=True)
    papers = models.CharField("要补的材料", max_length=300, blank=True)
    asked_times = models.PositiveSmallIntegerField("要过几次材料", default=0)
    reason = models.CharField("不赔的原因", max_length=300, blank=True)
    amount = models.BigIntegerField("赔付金额(分)", default=0)
    settled_on = models.DateField("结案日期", null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(amount__gt=0, settled_on__isnull=False),
                name="claim_settled_with_amount",
            ),
            models.CheckConstraint(
                condition=Q(state="settled") | Q(amount=0), name="claim_amount_only_settled"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="claim_refused_with_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "next_try"], name="claim_next"),
            models.Index(fields=["settled_on"], name="claim_settled"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class ClaimNote(models.Model):
    """One thing that happened to a claim, in words. Never changed."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="notes")
    words = models.CharField("内容", max_length=300)
    by = models.CharField("谁", max_length=150)
    at = models.DateTimeField("时间")

    def __str__(self) -> str:
        return self.words
