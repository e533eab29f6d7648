"""What an officer does on the page of a finding."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.kernel.accounts.models import User
from yingzhou.programmes.assistance.relief.discovery.faults import DiscoveryFault
from yingzhou.programmes.assistance.relief.discovery.models import Finding
from yingzhou.programmes.assistance.relief.discovery.selectors import rights

from . import applying, declining

State = Finding.State


@transaction.atomic
def act(*, finding: int, act: str, user: User, at: datetime) -> tuple[bool, str]:
    """Whether it was done, and what is to be said. What stood in the way is kept.
    Finding.DoesNotExist for what this user does not see."""
    rows = Finding.objects.select_for_update(of=("self",)).select_related("person", "household")
    row = rows.filter(rights.condition(user)).get(pk=finding)
    if not rights.may_act(user, row):
        raise DiscoveryFault("这一条不在您走访的范围内")
    if act == "welcome":
        declining.welcome(finding=row.pk, by=str(user), actor=audit.Actor.of(user), at=at)
        return True, "已经记下: 他们改了主意, 排到前面等上门。"
    if act != "open":
        raise DiscoveryFault("没有这个操作")
    if row.state != State.WILLING:
        raise DiscoveryFault("只有愿意申请、还没有开成办件的才要开")
    case = applying.open_matter(row, user=user, at=at)
    if case is None:
        return False, f"还是没有开成: {row.trouble}。意愿留着, 解决以后再点一次。"
    audit.record(audit.Actor.of(user), "discovery.open", row, {"number": case.number})
    return True, f"已开办件 {case.number}, 下一步按这个办件办。"
