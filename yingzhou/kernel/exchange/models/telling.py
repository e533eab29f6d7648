"""What providers told, what they told wrongly, and how each line is."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models

from yingzhou.core.crypto import SealedTextField
from yingzhou.core.spells import Spell, ends_after_start
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Person


class Response(models.Model):
    """One answer that was checked. ``payload``: what it says, sealed; ``receipt``: the provider's
    number; ``digest``: of the answer as it came (SM3, keyed). Never changed."""

    request_key = models.UUIDField("请求编号", unique=True)
    provider = models.CharField("核对单位", max_length=30)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    payload = SealedTextField("答复(加密)")
    receipt = models.CharField("对方流水号", max_length=80)
    digest = models.CharField("摘要", max_length=64)
    received_at = models.DateTimeField("收到时间")
    valid_until = models.DateTimeField("有效至")
    took_ms = models.PositiveIntegerField("用时(毫秒)")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "receipt"], name="response_receipt")
        ]
        indexes: ClassVar = [
            models.Index(fields=["provider", "person", "-valid_until"], name="response_valid"),
            models.Index(fields=["provider", "received_at"], name="response_day"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.receipt}"

    @property
    def content(self) -> dict[str, Any]:
        """Value by field; None where the provider knows nothing."""
        found: dict[str, Any] = json.loads(str(self.payload))
        return found


class Incident(models.Model):
    """An answer that was not to be used: kept in words, with its digest, without what it said."""

    provider = models.CharField("核对单位", max_length=30)
    request_key = models.UUIDField("请求编号")
    about = models.CharField("为哪件事", max_length=80)
    kind = models.CharField("类别", max_length=20)
    words = models.CharField("说明", max_length=200)
    digest = models.CharField("摘要", max_length=64, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["provider", "-id"], name="incident_provider")]

    def __str__(self) -> str:
        return f"{self.provider} {self.words}"


class Line(Spell):
    """A provider that is connected for the district, and how it is reached. After
    :data:`~..retrying.TRIPS` failures in a row it is taken for down (``silent_since``), and one
    request at a time is tried until it answers again."""

    provider = models.CharField("核对单位", max_length=30, unique=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False)
    failures = models.PositiveIntegerField("连续失败", default=0)
    silent_since = models.DateTimeField("从什么时候起没有答复", null=True)
    next_probe = models.DateTimeField("下次试", null=True)
    last_good_at = models.DateTimeField("最近一次答复", null=True)
    last_error = models.CharField("最近一次的结果", max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [ends_after_start("line_spell")]

    def __str__(self) -> str:
        return self.provider
