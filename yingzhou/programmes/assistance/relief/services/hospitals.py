"""Which hospitals settle by a call."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.programmes.assistance.relief.faults import ReliefFault
from yingzhou.programmes.assistance.relief.models import Hospital

CODE = re.compile(r"[A-Z0-9]{2,20}")


@transaction.atomic
def register(*, code: str, name: str, actor: audit.Actor, at: datetime) -> Hospital:
    """``name``: word for word the 单位 of the token that its system calls with."""
    code, name = code.strip().upper(), name.strip()
    if not CODE.fullmatch(code):
        raise ReliefFault("编码是 2 至 20 位字母或数字")
    if not name or len(name) > 80:
        raise ReliefFault("请写医院名称, 最多 80 字, 要和接口令牌上的单位一致")
    if Hospital.objects.filter(code=code).exists() or Hospital.objects.filter(name=name).exists():
        raise ReliefFault("这个编码或名称已经登记过")
    made = Hospital.objects.create(code=code, name=name, made_at=at, made_by=actor.name)
    audit.record(actor, "medical.hospital", made, {"name": name})
    return made


@transaction.atomic
def turn(*, hospital: int, is_open: bool, actor: audit.Actor, at: datetime) -> Hospital:
    """Let it settle, or no more; what was settled stays and is cleared."""
    del at
    row = Hospital.objects.select_for_update().get(pk=hospital)
    if row.is_open == is_open:
        return row
    row.is_open = is_open
    row.save(update_fields=["is_open"])
    action = "medical.hospital_open" if is_open else "medical.hospital_shut"
    audit.record(actor, action, row, {"name": row.name})
    return row
