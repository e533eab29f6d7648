"""The case, who takes part in it, its number and its history."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yingzhou.core.sealed import SealedJSONField
from yingzhou.kernel.catalogue.models import ItemVersion
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Person


class NumberSeries(models.Model):
    """The last number that a counter gave out in a year; locked last in the intake."""

    place = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "year"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.place_id}/{self.year}: {self.last}"


class Case(models.Model):
    """One matter of one applicant.

    ``place``: the counter that took it in; ``home``: the village (or town) whose matter it is;
    ``desk``: the unit that must act now, none while the applicant or nobody must; ``task``: the
    permission that the present stage asks for. ``due_on``: the next day on which somebody's time
    is up (FOREVER where nothing ends); ``promised_on``: by when the applicant was promised an
    answer. ``owner``: who was asked first and answers for it until it is closed (首问负责).
    ``only_one``: its applicant may have no other open case of the item beside it. ``is_urgent``:
    its answers let nothing wait (a child in danger).
    """

    class Channel(models.TextChoices):
        COUNTER = "counter", "窗口"
        ONLINE = "online", "网上"
        TERMINAL = "terminal", "自助终端"
        VILLAGE = "village", "村居代办"
        DISTRICT = "district", "主动发起"
        API = "api", "接口"

    class Outcome(models.TextChoices):
        GRANTED = "granted", "同意"
        REFUSED = "refused", "不同意"
        NOT_ACCEPTED = "not_accepted", "不予受理"
        WITHDRAWN = "withdrawn", "申请人撤回"
        LAPSED = "lapsed", "逾期未补正"
        DONE = "done", "已办结"
        ENDED = "ended", "终止"

    number = models.CharField("编号", max_length=40, unique=True)
    place = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("年度")
    running = models.PositiveIntegerField("流水号")
    item = models.CharField("事项", max_length=80)
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    applicant = models.ForeignKey(Person, models.PROTECT, null=True, related_name="cases")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="cases"
    )
    home = models.ForeignKey(Division, models.PROTECT, related_name="+")
    desk = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.CharField("渠道", max_length=10, choices=Channel)
    stage = models.CharField("环节", max_length=40)
    by = models.CharField("下一步由谁", max_length=12)
    task = models.CharField("需要的权限", max_length=30, blank=True)
    is_open = models.BooleanField("在办", default=True)
    is_paused = models.BooleanField("暂停", default=False)
    outcome = models.CharField("结果", max_length=14, choices=Outcome, blank=True)
    answers = SealedJSONField("申请内容(加密)")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="owned_cases"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="handled_cases"
    )
    steps_taken = models.PositiveIntegerField(default=0)
    due_on = models.DateField("最近期限", null=True)
    promised_on = models.DateField("承诺答复日", null=True)
    received_at = models.DateTimeField("收件时间")
    accepted_at = models.DateTimeField("受理时间", null=True)
    stage_since = models.DateTimeField("进入本环节时间")
    closed_at = models.DateTimeField("办结时间", null=True)
    archive_on = models.DateField("归档日期", null=True)
    destroy_on = models.DateField("保管期满", null=True)
    destroyed_at = models.DateTimeField("销毁时间", null=True)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="following", verbose_name="前案"
    )
    reason = models.CharField("与前案的关系", max_length=20, blank=True)
    only_one = models.BooleanField("同时只办一件", default=True)
    is_urgent = models.BooleanField("情况紧急", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "year", "running"], name="case_number"),
            models.UniqueConstraint(
                fields=["item", "applicant"],
                condition=Q(is_open=True, only_one=True),
                name="case_open_once",
            ),
            models.UniqueConstraint(
                fields=["item", "organisation"],
                condition=Q(is_open=True, only_one=True),
                name="case_open_once_unit",
            ),
        ]
        indexes = [
            models.Index(
                fields=["desk", "task", "-is_urgent", "due_on", "id"],
                condition=Q(is_open=True),
                name="case_queue",
            ),
            models.Index(
                fields=["handler", "-is_urgent", "due_on", "id"],
                condition=Q(is_open=True),
                name="case_mine",
            ),
            models.Index(
                fields=["owner", "-is_urgent", "due_on", "id"],
                condition=Q(is_open=True),
                name="case_owned",
            ),
            models.Index(fields=["due_on", "id"], condition=Q(is_open=True), name="case_due"),
            models.Index(fields=["home", "-id"], name="case_home"),
            models.Index(fields=["item", "-id"], name="case_item"),
            models.Index(fields=["closed_at"], name="case_closed"),
            models.Index(
                fields=["destroy_on"],
                condition=Q(destroy_on__isnull=False, destroyed_at__isnull=True),
                name="case_destroy",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Party(models.Model):
    """Who else a case is about; a relative of any of them does not handle it."""

    class Role(models.TextChoices):
        MEMBER = "member", "家庭成员"
        AGENT = "agent", "代办人"
        SUBJECT = "subject", "说的是谁"
        OTHER = "other", "相关人"

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="party_in")
    role = models.CharField("身份", max_length=8, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person", "role"], name="party_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_role_display()}"


class Step(models.Model):
    """One step of a case. Append-only: the stage of a case is where its last step led.

    ``seq`` counts from 1 without a gap. ``data``: what was filled in at this step (sealed).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps", db_index=False)
    seq = models.PositiveIntegerField("序号")
    transition = models.CharField("动作", max_length=40)
    name = models.CharField("名称", max_length=40)
    source = models.CharField("原环节", max_length=40, blank=True)
    target = models.CharField("新环节", max_length=40)
    at = models.DateTimeField("时间")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="steps"
    )
    actor_name = models.CharField("办理人", max_length=150)
    behalf = models.CharField("代谁", max_length=150, blank=True)
    words = models.CharField("说明", max_length=500, blank=True)
    data = SealedJSONField("填写内容(加密)", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="step_once")]
        indexes = [models.Index(fields=["user", "-at"], name="step_user")]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.name}"
