"""Whether a matter can be taken in: this way, for this applicant, by whoever brings it, beside what
is open already."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.selectors import is_beyond_mandate, may_act_for
from yingzhou.kernel.cases.faults import CaseFault, Duplicate, NotYours
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.registers import barred
from yingzhou.kernel.catalogue.items import Apply

from .request import DOUBTED, Request

ASKED_FOR = ("counter", "online", "terminal", "village")
"""Ways in which an applicant comes; the house itself and other offices' systems are not asked."""
SAME_CLICK = timedelta(minutes=10)


def check(request: Request, user: User | None, day: date) -> Apply:
    """How it is applied for. :class:`CaseFault` in words where it is not for this applicant."""
    apply = request.item.apply
    if apply is None:
        raise CaseFault("这个事项只有办事指南, 不能在这里申请")
    if request.channel in ASKED_FOR and request.channel not in apply.channels:
        raise CaseFault("这个事项不能用这种方式申请")
    if apply.subject == "organisation" and request.organisation is None:
        raise CaseFault("这件事由单位申请, 请单位的经办人到窗口办")
    if request.applicant is not None:
        why, instead = barred(apply, request.applicant, day, request.channel)
        if why:
            raise CaseFault(f"{why}。{instead}")
        _check_agent(request, user, day)
    found = open_case(request)
    if found is not None:
        raise Duplicate(found.number)
    return apply


def _check_agent(request: Request, user: User | None, day: date) -> None:
    """A resident acts for whom they may, in what they may. At a counter the clerk reads the power
    of attorney, but one that is on record for other matters does not do."""
    applicant, code = request.applicant, request.item.code
    if applicant is None:
        return
    if user is not None and user.kind == User.Kind.RESIDENT:
        reach = [code]
        if request.reason == DOUBTED and request.previous is not None:
            reach.append(request.previous.item)
        own = user.person
        if own is None or not any(may_act_for(own, applicant, one, day) for one in reach):
            raise NotYours("您不能替这个人办这件事")
    elif request.agent is not None and is_beyond_mandate(request.agent, applicant, code, day):
        raise CaseFault("代办人登记的委托不包括这件事, 请先登记这一项的委托, 或由本人来办")


def _open(request: Request) -> QuerySet[Case]:
    """Open cases of the same item and applicant."""
    whose = Q(pk__in=[])
    if request.applicant is not None:
        whose |= Q(applicant=request.applicant)
    if request.organisation is not None:
        whose |= Q(organisation=request.organisation)
    return Case.objects.filter(whose, item=request.item.code, is_open=True)


def open_case(request: Request) -> Case | None:
    """The same matter of the same applicant, where one is open and only one may be."""
    return _open(request).filter(only_one=True).first() if request.only_one else None


def check_click(request: Request, at: datetime) -> None:
    """Where several are right, a second click must still not make a second case: the same words a
    moment ago are the same matter. Asked when the counter's numbers are locked."""
    if request.only_one or request.reason:
        return
    said = json.dumps(request.answers, sort_keys=True)
    rows = _open(request).filter(received_at__gt=at - SAME_CLICK, reason="")
    for row in rows.only("number", "answers").order_by("-pk")[:5]:
        if json.dumps(row.answers, sort_keys=True) == said:
            raise Duplicate(row.number)
