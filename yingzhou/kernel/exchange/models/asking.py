"""Who agreed, who asks, and each single request."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yingzhou.kernel.people.models import Person

from .telling import Response


class Consent(models.Model):
    """A person agrees that they are asked about, for one matter (``about``, a text such as the
    number of a case). Without ``until`` it holds as long as the matter runs."""

    class How(models.TextChoices):
        SIGNED = "signed", "本人签字"
        ONLINE = "online", "本人网上同意"
        DECLARED = "declared", "申请人代为声明"
        GUARDIAN = "guardian", "监护人同意"

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", db_index=False)
    about = models.CharField("为哪件事", max_length=80)
    purpose = models.CharField("用途", max_length=120)
    how = models.CharField("怎样同意", max_length=10, choices=How)
    given_at = models.DateTimeField("同意时间")
    noted_by = models.CharField("登记人", max_length=150)
    until = models.DateField("到哪天为止(不含)", null=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_words = models.CharField("怎样撤回", max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["about", "person"],
                condition=Q(withdrawn_at__isnull=True, until__isnull=True),
                name="consent_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="consent_person")]

    def __str__(self) -> str:
        return f"{self.about} {self.person_id}"


class Inquiry(models.Model):
    """One round of questions for a matter. ``complete_at``: everything that can be answered is."""

    about = models.CharField("为哪件事", max_length=80)
    purpose = models.CharField("用途", max_length=120)
    asked_by = models.CharField("谁问的", max_length=150)
    asked_at = models.DateTimeField("发起时间")
    complete_at = models.DateTimeField("核完时间", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["about"], condition=Q(complete_at__isnull=True), name="inquiry_one_open"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["about", "-id"], name="inquiry_about")]

    def __str__(self) -> str:
        return f"{self.about} {self.asked_at:%Y-%m-%d}"


class Request(models.Model):
    """One provider is asked about one person. ``key`` (the Idempotency-Key) is made once and never
    changes: however often it is sent, the provider sees one request.

    ``answer``: its own answer, or an earlier one of the same provider that still holds."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待答复"
        ANSWERED = "answered", "已答复"
        STOPPED = "stopped", "已停止(没有同意)"
        REFUSED = "refused", "对方不受理"

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="requests", db_index=False)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="requests")
    provider = models.CharField("核对单位", max_length=30)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    key = models.UUIDField("请求编号", unique=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField("问过几次", default=0)
    next_try = models.DateTimeField("下次再问")
    sent_at = models.DateTimeField("最近一次发出", null=True)
    done_at = models.DateTimeField("办结时间", null=True)
    last_error = models.CharField("最近一次的结果", max_length=200, blank=True)
    answer = models.ForeignKey(Response, models.PROTECT, null=True, related_name="serves")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inquiry", "provider", "person"], name="request_once"),
            models.CheckConstraint(
                condition=Q(state="answered", answer__isnull=False)
                | (~Q(state="answered") & Q(answer__isnull=True)),
                name="request_answered_by",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["provider", "next_try"], condition=Q(state="waiting"), name="request_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.key}"
