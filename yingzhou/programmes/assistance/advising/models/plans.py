"""A household's plan of help: whose it is, what it is for, when it is looked at again."""

# Foreign keys without an index of their own (db_index=False) lead one of those below, or are rare.

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingzhou.core.sealed import SealedJSONField
from yingzhou.kernel.assessments.models import Assessment
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Household, Person

USER = settings.AUTH_USER_MODEL


class Plan(models.Model):
    """``goals`` (sealed): what the family wants to come to, in their words. ``next_due_on``: the
    first day on which something is due, for sorting; every service keeps it."""

    class State(models.TextChoices):
        OPEN = "open", "在帮"
        CLOSED = "closed", "已结束"

    class Outcome(models.TextChoices):
        SOLVED = "solved", "难处解决了"
        BETTER = "better", "缓解了, 家里自己能过"
        HANDED = "handed", "转给别的单位长期帮"
        UNWANTED = "unwanted", "家里不要再帮"
        LEFT = "left", "搬走了或人不在了"

    household = models.ForeignKey(Household, models.PROTECT, related_name="help_plans")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    adviser = models.ForeignKey(USER, models.PROTECT, null=True, related_name="help_plans")
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, related_name="+", db_index=False
    )
    goals = SealedJSONField("目标(加密)")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField("开始时间")
    review_due_on = models.DateField("下次复核", null=True)
    next_due_on = models.DateField("最近期限")
    closed_at = models.DateTimeField("结束时间", null=True)
    closed_by = models.CharField("结束人", max_length=150, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)
    words = SealedJSONField("结束说明(加密)", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(state="open"), name="help_plan_one_open"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_due_on"], condition=Q(state="open"), name="help_plan_due"),
            models.Index(fields=["-closed_at"], name="help_plan_closed"),
        ]

    def __str__(self) -> str:
        return f"帮扶方案{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class Consent(models.Model):
    """A grown-up of the household lets the adviser look up what they may get."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField("同意时间")
    how = models.CharField("怎样同意的", max_length=80)
    noted_by = models.CharField("登记人", max_length=150)
    ended_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "person"],
                condition=Q(ended_at__isnull=True),
                name="help_consent_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.person_id}"


class Review(models.Model):
    """The plan was looked at with the family: what changed, and when it is looked at again. Never
    changed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews")
    on = models.DateField("哪天")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    words = SealedJSONField("看到的(加密)")
    next_on = models.DateField("下次")
    made_at = models.DateTimeField("登记时间")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.on}"
