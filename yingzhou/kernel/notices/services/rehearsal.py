"""The demo's provider can be told to fail, so that retries can be seen."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from yingzhou.core.audit import Actor, record
from yingzhou.core.models import Installation
from yingzhou.core.timeline import Refused
from yingzhou.kernel.notices.providers.development import FAILS_EVERY


@transaction.atomic
def set_failing(*, every: int, actor: Actor, at: datetime) -> None:  # noqa: ARG001 - house rule
    """Every ``every``-th message fails; 0: none does."""
    if not settings.DEMO:
        raise Refused("只有演示环境可以让通道故意失败。")
    if not 0 <= every <= 100:
        raise Refused("请填0到100之间的整数。")
    Installation.objects.update_or_create(name=FAILS_EVERY, defaults={"value": str(every)})
    record(actor, "notices.rehearse", None, {"count": every})
