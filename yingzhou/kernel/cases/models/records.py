"""What a case leaves behind: documents, decisions, ratings, uses of data, destruction."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from yingzhou.kernel.people.models import Person

from .case import Case, SealedJSONField

USER = settings.AUTH_USER_MODEL


class Document(models.Model):
    """A file somebody handed in. It lies outside the web root under a name of our own; its type is
    what its content says; ``name`` is only ever shown."""

    class Scan(models.TextChoices):
        CLEAN = "clean", "已检查"
        UNSCANNED = "unscanned", "未检查"
        REFUSED = "refused", "检查未通过"

    case = models.ForeignKey(Case, models.CASCADE, related_name="documents")
    material = models.CharField("材料", max_length=40)
    name = models.CharField("文件名", max_length=120)
    file = models.CharField(max_length=120, unique=True)
    kind = models.CharField("类型", max_length=40)
    size = models.PositiveIntegerField("大小")
    digest = models.CharField("摘要", max_length=64)
    scan = models.CharField("安全检查", max_length=10, choices=Scan)
    added_at = models.DateTimeField("提交时间")
    added_by = models.CharField("提交人", max_length=150)
    removed_at = models.DateTimeField("作废时间", null=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.material}"


class Decision(models.Model):
    """What was decided, on what facts, by which rules. A reopened case gets another one.

    ``inputs`` and ``trace`` are those of the policy engine on that day; ``rules`` is the digest of
    the book that made them, ``moment`` the month or day whose law was applied.
    """

    class Result(models.TextChoices):
        GRANT = "grant", "同意"
        REFUSE = "refuse", "不同意"

    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions", db_index=False)
    step = models.PositiveIntegerField("第几步")
    result = models.CharField("决定", max_length=8, choices=Result)
    reason = models.TextField("理由")
    article = models.CharField("依据", max_length=200)
    amount = models.BigIntegerField("金额(分)", null=True)
    amount_per = models.CharField("周期", max_length=8, blank=True)
    effective_from = models.DateField("起始", null=True)
    inputs = SealedJSONField("事实(加密)", null=True)
    trace = SealedJSONField("算式(加密)", null=True)
    rules = models.CharField("规则摘要", max_length=64, blank=True)
    moment = models.CharField("按哪天的规定", max_length=10, blank=True)
    advised = models.CharField("规则算出", max_length=8, blank=True)
    proposed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="decisions")
    made_at = models.DateTimeField("决定时间")
    revoked_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(revoked_at__isnull=True), name="decision_one"
            )
        ]
        indexes = [models.Index(fields=["case", "-id"], name="decision_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_result_display()}"


class Rating(models.Model):
    """好差评: one for a matter, five levels, by the applicant (一网通办决定 第11条: 一事一评)."""

    LEVELS: ClassVar = {
        5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意",
    }  # fmt: skip

    case = models.OneToOneField(Case, models.CASCADE, related_name="rating")
    stars = models.PositiveSmallIntegerField(
        "星级", validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    words = models.CharField("意见", max_length=500, blank=True)
    channel = models.CharField("渠道", max_length=10, choices=Case.Channel)
    named = models.BooleanField("实名", default=True)
    at = models.DateTimeField("评价时间")
    rectification = models.OneToOneField(
        Case, models.PROTECT, null=True, related_name="rectifies", verbose_name="整改办件"
    )
    excluded = models.CharField("不计入的原因", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_stars")
        ]
        indexes = [models.Index(fields=["at"], name="rating_at")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.stars}星"

    @property
    def word(self) -> str:
        return self.LEVELS[self.stars]


LOOK = "查看"
"""How the purpose of a look begins: a page was opened, no fact was taken over."""


class DataUse(models.Model):
    """The district used what it already knew: of whom, which fact, from where, for what, by whom.
    The person may read it, and object to the fact."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="data_uses", db_index=False)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="data_uses")
    fact = models.CharField("内容", max_length=60)
    source = models.CharField("来源", max_length=80)
    purpose = models.CharField("用途", max_length=120)
    user_name = models.CharField("谁用的", max_length=150)
    at = models.DateTimeField("时间")
    objected_at = models.DateTimeField("提出异议", null=True)
    correction = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "-at", "-id"], name="data_use_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.fact}"

    @property
    def is_look(self) -> bool:
        return self.purpose.startswith(LOOK)


class DestructionList(models.Model):
    """Cases whose time is over: listed, reviewed, reviewed again by another, then destroyed."""

    class State(models.TextChoices):
        DRAFT = "draft", "待初审"
        REVIEWED = "reviewed", "待复审"
        APPROVED = "approved", "可以销毁"
        DONE = "done", "已销毁"
        DROPPED = "dropped", "已放弃"

    name = models.CharField("名称", max_length=60)
    until = models.DateField("保管期满截至")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField("建立时间")
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField("初审时间", null=True)
    reviewed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("复审时间", null=True)
    approved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField("销毁时间", null=True)
    report = models.JSONField("销毁报告", null=True)

    def __str__(self) -> str:
        return self.name


class DestructionLine(models.Model):
    """One case of a list. ``kept_why``: a reviewer takes it out, with the reason."""

    list = models.ForeignKey(DestructionList, models.CASCADE, related_name="lines", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kept_why = models.CharField("保留原因", max_length=200, blank=True)
    done_at = models.DateTimeField("销毁时间", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "case"], name="destruction_once")]

    def __str__(self) -> str:
        return f"{self.list_id} {self.case_id}"
