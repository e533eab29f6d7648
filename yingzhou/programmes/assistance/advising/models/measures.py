"""One thing that is to help: a service of the catalogue, a referral, or what the adviser does."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yingzhou.core.sealed import SealedJSONField
from yingzhou.kernel.cases.models import Case

from .plans import Plan


class Measure(models.Model):
    """``why`` (sealed): for which need and what for; ``item``: of the catalogue; ``unit``: to whom
    it is referred; ``owner``: who sees to it. ``case``: the matter that came of it, found by
    itself. ``said_by``: who of the family agreed or declined, and how that is known."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "等家里答复"
        AGREED = "agreed", "家里同意了"
        DECLINED = "declined", "家里不要"
        APPLIED = "applied", "已经申请"
        REFERRED = "referred", "已经转介"
        DONE = "done", "办好了"
        FAILED = "failed", "没有办成"

    class Kind(models.TextChoices):
        SERVICE = "service", "申请服务"
        REFERRAL = "referral", "转给别的单位"
        OWN = "own", "顾问自己办"

    RUNNING: ClassVar = ("proposed", "agreed", "applied", "referred")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="measures")
    kind = models.CharField("办法", max_length=10, choices=Kind)
    need = models.CharField("为哪样困难", max_length=20)
    item = models.CharField("事项", max_length=80, blank=True)
    unit = models.CharField("单位", max_length=60, blank=True, db_index=True)
    name = models.CharField("措施", max_length=80)
    why = SealedJSONField("为什么(加密)")
    owner = models.CharField("谁负责", max_length=60)
    due_on = models.DateField("最晚哪天")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    made_at = models.DateTimeField("提出时间")
    said_at = models.DateTimeField("家里答复时间", null=True)
    said_by = models.CharField("谁答复的", max_length=120, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField("转介时间", null=True)
    answer_due_on = models.DateField("最晚答复", null=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.CharField("答复人", max_length=150, blank=True)
    answer = SealedJSONField("答复(加密)", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    words = SealedJSONField("结果说明(加密)", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "item"],
                condition=Q(state__in=("proposed", "agreed", "applied")) & ~Q(item=""),
                name="help_measure_once",
            ),
            models.CheckConstraint(
                condition=Q(said_at__isnull=False) | Q(state__in=("proposed", "failed")),
                name="help_measure_said",
            ),
            models.CheckConstraint(
                condition=~Q(state="referred") | Q(answer_due_on__isnull=False),
                name="help_referral_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.name}"

    @property
    def runs(self) -> bool:
        return self.state in self.RUNNING

    @property
    def due(self) -> object:
        """Of a referral on its way, the day of its answer."""
        return self.answer_due_on if self.state == self.State.REFERRED else self.due_on
