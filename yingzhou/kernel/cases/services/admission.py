"""Whether a matter can be taken in: this way, for this applicant, by whoever brings it, beside what
is open already."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.selectors import is_beyond_mandate, may_act_for
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.alongside import ALONGSIDE
from yingzhou.kernel.cases.faults import CaseFault, Duplicate, NotYours
from yingzhou.kernel.cases.models import Case, Party
from yingzhou.kernel.cases.registers import ASKED_FOR, barred
from yingzhou.kernel.cases.rolls import household_of
from yingzhou.kernel.catalogue.items import Apply
from yingzhou.kernel.people.models import Household, Membership, Person

from .request import DOUBTED, Request

OF_FAMILY = "这一家的这件事已经在办, 由家里另一位提出"
ONE_EACH = "一家同时只办一件: 请在原来的办件上继续, 要补充或换人联系的, 到任何一个受理窗口"
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
        _check_days(apply, request.answers, request.applicant)
    if wrong := forms.exceeding(apply.form, request.answers):
        raise CaseFault(*wrong)
    found = open_case(request)
    if found is not None:
        raise Duplicate(found.number)
    if apply.one_each and request.only_one and request.applicant is not None:
        _check_family(request, user, day)
    return apply


def _check_days(apply: Apply, answers: Mapping[str, Any], applicant: Person) -> None:
    values = answers.get("values", {})
    told = {
        one.label: forms.before_birth(one, values.get(one.key), applicant.birth_date)
        for one in apply.form
    }
    if faults := [f"{label}: {fault}" for label, fault in told.items() if fault]:
        raise CaseFault(*faults)


def _check_family(request: Request, user: User | None, day: date) -> None:
    """What is asked for a whole family is asked for once, whoever of them comes. Their household is
    locked: two of them at two counters come one after the other."""
    homes = Household.objects.select_for_update()
    own = Membership.objects.on(day).filter(person=request.applicant).values("household")
    list(homes.filter(pk__in=own).values_list("pk"))
    found = of_family(request.item.code, request.applicant, day, request.answers)
    if found is None:
        return
    is_staff = user is not None and user.kind == User.Kind.STAFF
    number = f", 编号 {found.number}" if is_staff else ""
    raise CaseFault(f"{OF_FAMILY}{number}。{ONE_EACH}")


def of_family(
    code: str, person: Person | None, day: date, answers: Mapping[str, Any] | None = None
) -> Case | None:
    """An open case of the item that another of the family asked for, or that is about one of
    them. One query."""
    if person is None:
        return None
    named = [one["person"] for one in (answers or {}).get("members", ()) if one.get("person")]
    home = household_of(person.pk, day)
    near = Q(person__in=[person.pk, *named]) | Q(person__in=home)
    about = Party.objects.filter(near, role=Party.Role.MEMBER).values("case")
    theirs = Q(applicant__in=named) | Q(applicant__in=home) | Q(pk__in=about)
    rows = Case.objects.filter(theirs, item=code, is_open=True, only_one=True)
    return rows.exclude(applicant=person).defer("answers").first()


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


def check_click(request: Request, answers: Mapping[str, Any], at: datetime) -> None:
    """Where several are right, a second click must still not make a second case: the same words a
    moment ago are the same matter. ``answers``: as the case keeps them. Asked when the counter's
    numbers are locked."""
    if request.only_one or request.reason not in ("", ALONGSIDE):
        return
    said = _said(answers)
    rows = _open(request).filter(received_at__gt=at - SAME_CLICK, reason=request.reason)
    for row in rows.only("number", "answers").order_by("-pk")[:5]:
        if _said(row.answers) == said:
            raise Duplicate(row.number)


def _said(answers: Mapping[str, Any]) -> str:
    """What somebody said, without what goes along with it: the telephone that they told the first
    time is known from a register the second time."""
    told = {key: answers.get(key) for key in ("values", "members")}
    return json.dumps(told, sort_keys=True)
