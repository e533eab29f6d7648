"""A round looks through the registers; what it finds, becomes a visit; who declines is left in
peace for a time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yingzhou.core.spells import Spell, ends_after_start
from yingzhou.kernel.cases.models import Case, SealedJSONField
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Household, Person
from yingzhou.kernel.visits.models import Visit


class Round(models.Model):
    """One month's look at everybody. ``month``: its first day. Done again, it finds nothing twice.
    ``people``: how many were looked at; ``found``: how many entitlements and signals there are,
    ``new``: of them not known before; ``held``: left alone, for they declined or were visited
    lately; ``gone``: what was found before and holds no more; ``asked``: visits asked for."""

    class State(models.TextChoices):
        ASKED = "asked", "正在找"
        FAILED = "failed", "没有找成"
        DONE = "done", "找完了"

    month = models.DateField("月份", unique=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.ASKED)
    phase = models.CharField("到哪一步", max_length=200, blank=True)
    done = models.PositiveSmallIntegerField("完成百分比", default=0)
    asked_by = models.CharField("谁要找的", max_length=150)
    asked_at = models.DateTimeField("什么时候要的")
    ended_at = models.DateTimeField("找完时间", null=True)
    seconds = models.FloatField("用时(秒)", default=0)
    rules = models.CharField("规则摘要", max_length=80, blank=True)
    snapshot = models.DateTimeField("登记数据截至", null=True)
    people = models.PositiveIntegerField("看过多少人", default=0)
    found = models.PositiveIntegerField("找到", default=0)
    new = models.PositiveIntegerField("新找到", default=0)
    held = models.PositiveIntegerField("不打扰", default=0)
    gone = models.PositiveIntegerField("情况变了", default=0)
    asked = models.PositiveIntegerField("安排上门", default=0)

    def __str__(self) -> str:
        return f"{self.month:%Y年%-m月}"


class Finding(models.Model):
    """``key``: holder, what and spell; taken once, so that a round can be done again. ``what``:
    ``benefit:…`` (entitled and not receiving) or ``signal:…``; ``item``: what is offered. ``home``:
    the household in which the holder lives: nobody knocks there twice at once. ``rank``: the higher
    the sooner. ``facts`` (sealed): what it rests on, in words. ``trouble``: what stood in the way
    of opening the matter. ``quiet_until``: before that day the same is not found again; ``left_by``
    and ``before``: the life event that ended it, and what it was."""

    class State(models.TextChoices):
        WAITING = "waiting", "排队等上门"
        VISITING = "visiting", "已安排上门"
        WILLING = "willing", "愿意申请, 还没有开成办件"
        APPLYING = "applying", "在办"
        GRANTED = "granted", "办成了"
        REFUSED = "refused", "没有批准"
        DROPPED = "dropped", "中途没有办下去"
        DECLINED = "declined", "本人不愿意"
        NOT_FIT = "not_fit", "上门看过, 不符合"
        NOT_FOUND = "not_found", "找不到人"
        ALREADY = "already", "已在办或已享受"
        GONE = "gone", "情况变了, 不用上门"

    OPEN: ClassVar = ("waiting", "visiting", "willing", "applying")
    BEFORE_THE_WORD: ClassVar = ("waiting", "visiting")

    key = models.CharField(max_length=150, unique=True)
    what = models.CharField("找到什么", max_length=90)
    item = models.CharField("事项", max_length=80)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    home = models.BigIntegerField("住在哪一户", null=True, db_index=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="findings", db_index=False)
    seen = models.ForeignKey(Round, models.PROTECT, related_name="+", db_index=False)
    amount = models.BigIntegerField("每月金额(分)", null=True)
    rank = models.PositiveIntegerField("先后")
    facts = SealedJSONField("根据(加密)")
    state = models.CharField("到哪一步", max_length=10, choices=State, default=State.WAITING)
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, related_name="+", verbose_name="走访"
    )
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+", verbose_name="办件")
    sent = models.PositiveSmallIntegerField("安排过几次", default=0)
    found_at = models.DateTimeField("找到时间")
    asked_on = models.DateField("安排上门", null=True)
    visited_on = models.DateField("哪天上门", null=True)
    willing_on = models.DateField("哪天愿意", null=True)
    closed_on = models.DateField("哪天了结", null=True)
    quiet_until = models.DateField("到哪天不再找", null=True)
    trouble = models.CharField("没有开成办件, 因为", max_length=300, blank=True)
    left_by = models.BigIntegerField("人生事件", null=True, db_index=True)
    before = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(household__isnull=True),
                name="finding_one_holder",
            ),
            models.UniqueConstraint(
                fields=["what", "person"],
                condition=Q(state__in=("waiting", "visiting", "willing", "applying")),
                name="finding_open_person",
            ),
            models.UniqueConstraint(
                fields=["what", "household"],
                condition=Q(state__in=("waiting", "visiting", "willing", "applying")),
                name="finding_open_household",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "-rank", "id"], name="finding_order"),
            models.Index(fields=["round", "what"], name="finding_round"),
            models.Index(fields=["division", "asked_on"], name="finding_asked"),
        ]

    def __str__(self) -> str:
        return f"发现{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class Note(models.Model):
    """What happened to a finding, in order; nothing of it is changed."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="notes")
    at = models.DateTimeField("时间")
    by = models.CharField("谁", max_length=150)
    words = models.CharField("什么", max_length=300)

    def __str__(self) -> str:
        return f"{self.finding_id} {self.words}"


class Decline(Spell):
    """They do not want to be asked until ``valid_to``, but for something more urgent: of a class
    higher than ``rank`` (the class of what they declined). They may change their mind before."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    finding = models.OneToOneField(Finding, models.PROTECT, related_name="decline")
    rank = models.PositiveIntegerField("拒绝的是几级")
    reason = models.CharField("原因", max_length=200)
    told_by = models.CharField("谁登记的", max_length=150)

    class Meta:
        constraints: ClassVar = [
            ends_after_start("discovery_decline_spell"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(household__isnull=True),
                name="discovery_decline_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.valid_to}"
