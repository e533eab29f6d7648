"""What was said to whom. ``about`` names the matter (``case:123``); notices know no more of it.

Whoever is told is a person or an organisation, never both.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yingzhou.core.crypto import SealedTextField
from yingzhou.core.spells import Spell, ends_after_start
from yingzhou.kernel.organisations.models import Organisation
from yingzhou.kernel.people.models import Person

ONE_PARTY = Q(person__isnull=True, organisation__isnull=False) | Q(
    person__isnull=False, organisation__isnull=True
)
NOBODY_KNOWN = Q(person__isnull=True, organisation__isnull=True, address__isnull=False)


def one_party(name: str) -> models.CheckConstraint:
    """A person or an organisation, and one of them."""
    return models.CheckConstraint(condition=ONE_PARTY, name=name)


class Contact(Spell):
    """How a person, or an organisation, wants to be reached. The number or address is sealed."""

    class Channel(models.TextChoices):
        SMS = "sms", "短信"
        APP = "app", "随申办消息"

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="contacts", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="contacts", db_index=False
    )
    channel = models.CharField("方式", max_length=8, choices=Channel)
    address = SealedTextField("号码")

    class Meta:
        constraints = [
            ends_after_start("contact_spell"),
            models.UniqueConstraint(
                fields=["person", "channel", "valid_from"], name="contact_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "channel", "valid_from"], name="contact_unit_once"
            ),
            one_party("contact_party"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.person_id or self.organisation_id}"


class LetterSeries(models.Model):
    """The running number of letters of one body in a year; a row that writers lock in turn."""

    series = models.CharField("机关代字", max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="letters_once")]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕: {self.last}"


class Letter(models.Model):
    """An official letter as it was issued: never changed, only revoked.

    ``content`` is what the template was filled with (sealed: names and amounts); ``digest`` that of
    the PDF, once it is made. ``signed_by``: the body whose letter it is: the bureau,
    a town or a village. ``key``: one letter for one occasion, however often it is tried.
    """

    number = models.CharField("文号", max_length=60, unique=True)
    code = models.CharField("验证码", max_length=16, unique=True)
    key = models.CharField(max_length=80, unique=True)
    template = models.CharField("模板", max_length=60)
    title = models.CharField("标题", max_length=80)
    about = models.CharField("事由", max_length=40, db_index=True)
    about_number = models.CharField("办件编号", max_length=40, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="letters")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="letters"
    )
    content = SealedTextField("内容(加密)")
    issued_at = models.DateTimeField("签发时间")
    issued_by = models.CharField("签发人", max_length=150)
    signed_by = models.CharField("签发单位", max_length=120)
    file = models.CharField("文件", max_length=120, blank=True)
    digest = models.CharField("文件摘要", max_length=64, blank=True)
    read_at = models.DateTimeField("首次查看", null=True)
    delivered_at = models.DateTimeField("送达时间", null=True)
    delivered_how = models.CharField("送达方式", max_length=40, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True)
    revoked_why = models.CharField("撤销原因", max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-issued_at"], name="letter_person")]

    def __str__(self) -> str:
        return self.number


class Message(models.Model):
    """A short message on its way out. Written in the transaction that wants it sent; ``key`` goes
    to the provider, who delivers each key once, so trying again is safe. ``address``: of somebody
    whom no register knows (who objects to a notice); the others are reached by their contact."""

    class Status(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENT = "sent", "已送达通道"
        FAILED = "failed", "发送失败, 会再试"
        GIVEN_UP = "given_up", "多次失败, 请换一种方式通知"

    OPEN: ClassVar = (Status.WAITING, Status.FAILED)

    key = models.CharField(max_length=80, unique=True)
    channel = models.CharField("方式", max_length=8, choices=Contact.Channel)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="messages")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="messages"
    )
    address = SealedTextField("号码(加密)", null=True)
    about = models.CharField("事由", max_length=40, db_index=True)
    text = SealedTextField("内容(加密)")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField("生成时间")
    next_try = models.DateTimeField("下次发送")
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    error = models.CharField("上次失败原因", max_length=200, blank=True)
    receipt = models.CharField("通道回执", max_length=80, blank=True)
    sent_at = models.DateTimeField("送达通道时间", null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try"],
                condition=Q(status__in=("waiting", "failed")),
                name="message_due",
            ),
            models.Index(fields=["status", "-id"], name="message_status"),
            models.Index(fields=["person", "-id"], name="message_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=ONE_PARTY | NOBODY_KNOWN, name="message_party")
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.pk}"


class DevelopmentOutbox(models.Model):
    """Where the development provider puts what it was given: one row a key, as a real one would."""

    key = models.CharField(max_length=80, unique=True)
    channel = models.CharField("方式", max_length=8, choices=Contact.Channel)
    address = models.CharField("号码(已遮盖)", max_length=80)
    text = SealedTextField("内容(加密)")
    received_at = models.DateTimeField("收到时间")

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.pk}"
