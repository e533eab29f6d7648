"""What a household qualifies for and has neither got nor asked for (B8): offered at the counter and
on the portal beside the matter they came for, and opened with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q

from yingzhou.kernel.cases.alongside import Line, lines
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.reckoning import Registered
from yingzhou.kernel.cases.rolls import is_on
from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.kernel.catalogue.items.parts import OnRoll
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.people.models import Person

Held = set[tuple[str, int]]
"""Items and whose they are."""


def wanted(
    first: Item | None,
    answers: Mapping[str, Any],
    applicant: Person,
    day: date,
    channel: str,
    known: Registered,
) -> list[Line]:
    """What they neither have nor asked for; with what comes by itself. Two queries. ``known``: of
    ``applicant``."""
    found = lines(first, answers, applicant, day, channel, known)
    if not found:
        return []
    home = int(known.household.get("household_id") or 0)
    family = {one["person_id"] for one in known.household["members"]} | {applicant.pk}
    people = family | {one.whom for one in found}
    held = _held(people, family, home, day)
    shut = {said for said in _rolls(found) if is_on(said, applicant, day)}
    return [
        one for one in found
        if (one.item.code, one.whom) not in held and _roll(one) not in shut
    ]  # fmt: skip


def _roll(line: Line) -> OnRoll | None:
    """On which a family stands that has this; without its words."""
    said = line.item.apply.already if line.item.apply is not None else None
    return replace(said, say="", instead="") if said is not None else None


def _rolls(found: Iterable[Line]) -> set[OnRoll]:
    return {said for one in found if (said := _roll(one)) is not None}


def _held(people: Collection[int], family: Collection[int], home: int, day: date) -> Held:
    """What they asked for and what an award gives them; what a family has one of, whoever of them
    it is. One query."""
    asked = Case.objects.filter(applicant__in=people, is_open=True)
    theirs = Q(person__in=people) | (Q(household=home) if home else Q())
    awards = Award.objects.filter(theirs, valid_to__gt=day)
    rows = asked.order_by().values_list("item", "applicant")
    found: Held = set()
    for code, person in rows.union(awards.order_by().values_list("benefit", "person")):
        shared = person is None or _is_shared(code, day)
        found |= {(code, one) for one in family} if shared else {(code, person)}
    return found


def _is_shared(code: str, day: date) -> bool:
    item = items(day).get(code)
    return item is not None and item.apply is not None and bool(item.apply.one_each)
