"""Other offices' systems that use the API, and what they were answered."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from yingzhou.core.crypto import SealedTextField

from .accounts import User


class ApiClient(models.Model):
    """A system with a token. Only the token's digest is kept; the token before it holds until
    ``former_until``, so that a system can change over without a gap. ``user``: the account in
    whose name its steps are written; it holds no role, and a case that it opened is all it may
    touch."""

    SCOPES: ClassVar = {
        "cases.write": "代申请人递交申请、补材料、撤回",
        "cases.read": "查看自己递交的申请办到哪一步",
        "rates.read": "读取好差评的汇总数",
        "deaths.report": "报送死亡信息, 查看、撤回自己报的",
        "medical.settle": "医院: 当场结算医疗救助, 查看本院的结算",
    }

    name = models.CharField("名称", max_length=40)
    organisation = models.CharField("单位", max_length=80)
    user = models.OneToOneField(User, models.PROTECT, related_name="api_client")
    digest = models.BinaryField(max_length=32, unique=True)
    former_digest = models.BinaryField(max_length=32, unique=True, null=True)
    former_until = models.DateTimeField("旧令牌有效至", null=True)
    scopes = models.JSONField("可以做什么", default=list)
    per_minute = models.PositiveSmallIntegerField("每分钟最多几次", default=120)
    valid_until = models.DateTimeField("有效至")
    made_at = models.DateTimeField("开通时间")
    made_by = models.CharField("开通人", max_length=150)
    revoked_at = models.DateTimeField("停用时间", null=True)
    used_on = models.DateField("最近使用", null=True)

    def __str__(self) -> str:
        return self.name

    def is_open(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.valid_until


class ApiCall(models.Model):
    """What a write under an ``Idempotency-Key`` was answered: the same key gives the same answer
    for a day. ``content`` is a keyed digest of what was asked; ``body`` is the answer, sealed."""

    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="calls", db_index=False)
    key = models.CharField(max_length=100)
    content = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = SealedTextField()
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="api_call_once")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.status}"
