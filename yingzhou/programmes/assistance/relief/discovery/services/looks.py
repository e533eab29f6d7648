"""Opening a finding is written down, for the chain and for whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.known import use_of
from yingzhou.kernel.cases.models import DataUse
from yingzhou.kernel.cases.models.records import LOOK
from yingzhou.programmes.assistance.relief.discovery.models import Finding

PURPOSE = f"{LOOK}主动发现: 您家可能能享受什么, 要不要上门"


def note_look(
    *, row: Finding, persons: Sequence[int], deep: bool, user: User, at: datetime
) -> None:
    """Once a day and reader. ``deep``: with income, property and the rest."""
    audit.record(audit.Actor.of(user), "discovery.view", row, {})
    today = at.astimezone(clock.ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    noted = DataUse.objects.filter(
        person__in=persons, user_name=str(user), purpose=PURPOSE, at__gte=today
    )
    before = set(noted.values_list("person", flat=True))
    source = "收入、财产、医疗、残疾等登记" if deep else "姓名、住处"
    DataUse.objects.bulk_create(
        [
            use_of(one, None, "主动发现", source, PURPOSE, user_name=str(user), at=at)
            for one in persons
            if one not in before
        ]
    )
