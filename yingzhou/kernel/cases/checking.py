"""What authorities outside tell of a household (:mod:`yingzhou.kernel.exchange`), put to the
questions of a form: who may be asked about, and which place of the answers a found value is of.

Fields of the providers carry the names that forms use in ``known``. What a household owns together
is the sum of what its people own, and is not told before all of them are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from yingzhou.core import clock
from yingzhou.kernel.cases import consent
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items import Apply, Field
from yingzhou.kernel.exchange import selectors
from yingzhou.kernel.exchange.models import Consent, Request
from yingzhou.kernel.exchange.providers import provider_of

SIGNED, ONLINE, GUARDIAN = Consent.How.SIGNED, Consent.How.ONLINE, Consent.How.GUARDIAN
NOT_THERE = "登记里没有这个人, 不能向外核对"


def agreed(case: Case, apply: Apply) -> dict[int, str]:
    """Who may be asked about, and how they agreed. Who declares for themselves alone agrees where
    the form asks them."""
    found: dict[int, str] = {}
    day = clock.day_of(case.received_at)
    shut = {number for number, _ in consent.closed(case.answers)}
    for number, one in enumerate(case.answers.get("members", ())):
        if one.get("person") is None or number in shut:
            continue
        if one.get("values", {}).get(consent.CONSENT) is True:
            found[one["person"]] = _how(case, one, day)
    alone = consent.question(apply) is None and case.applicant_id is not None
    if alone and case.answers.get("values", {}).get(consent.CONSENT) is True:
        found[int(case.applicant_id or 0)] = _own_word(case)
    return found


def _how(case: Case, member: Mapping[str, Any], day: Any) -> str:
    if consent.is_child(member, day):
        return GUARDIAN
    if str(member.get(consent.SIGNED)).startswith(consent.ONLINE):
        return ONLINE
    is_own = member.get(consent.SIGNED) == consent.OWN_WORD
    return _own_word(case) if is_own or member["person"] == case.applicant_id else SIGNED


def _own_word(case: Case) -> str:
    return ONLINE if case.channel == Case.Channel.ONLINE else SIGNED


def taken_back(case: Case, person: int) -> dict[str, Any]:
    """The answers after ``person`` said that they do not agree any more."""
    members = [
        {**one, consent.SIGNED: "", "values": {**one["values"], consent.CONSENT: False}}
        if one.get("person") == person
        else one
        for one in case.answers.get("members", ())
    ]
    values = dict(case.answers.get("values", {}))
    if person == case.applicant_id and consent.CONSENT in values:
        values[consent.CONSENT] = False
    return {**case.answers, "members": members, "values": values}


def not_asked(case: Case, apply: Apply) -> list[tuple[str, str]]:
    """Of the household: who is not asked about, and why."""
    may = agreed(case, apply)
    found = []
    for one in case.answers.get("members", ()):
        if one.get("person") is None:
            found.append((one["name"], NOT_THERE))
        elif one["person"] not in may:
            refused = one.get("values", {}).get(consent.CONSENT) is False
            found.append((one["name"], consent.REFUSED if refused else "授权书还没有核对"))
    return found


def found_on(
    case: Case, apply: Apply, at: datetime, requests: Iterable[Request] | None = None
) -> dict[str, Any]:
    """Value by place (:mod:`.verified`), as far as answers hold. One query, where the item is one
    that is checked outside."""
    if apply.checks is None:
        return {}
    rows = selectors.latest(case.number) if requests is None else requests
    may = agreed(case, apply)
    told = selectors.told((row for row in rows if row.person_id in may), at)
    if not told:
        return {}
    people = {n: one.get("person") for n, one in enumerate(case.answers.get("members", ()))}
    found: dict[str, Any] = {}
    for field in apply.form:
        if not field.fact or provider_of(field.known) is None:
            continue
        if field.each:
            for number, person in people.items():
                value = told.get(person or 0, {}).get(field.known)
                if value is not None:
                    found[f"m{number}-{field.key}"] = value
        else:
            everybody = list(people.values()) or [case.applicant_id]
            value = _together(field, [told.get(one or 0, {}).get(field.known) for one in everybody])
            if value is not None:
                found[field.key] = value
    return found


def _together(field: Field, values: list[Any]) -> Any:
    """Of the household; None while one of its people is not told of, unless one is enough."""
    if field.kind == "yesno":
        if any(values):
            return True
        return None if None in values else False
    if len(values) == 1:
        return values[0]
    return None if None in values or field.kind not in ("money", "number") else sum(values)
