"""What a resident reads of it: what was noticed about them and their family, without a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yingzhou.kernel.people.models import Membership, Person
from yingzhou.kernel.people.selectors import age_on
from yingzhou.programmes.assistance.relief.discovery.models import Decline, Finding, Round

from .words import item_name, kind_of, name_of

ADULT = 18
State = Finding.State
SHOWN = 20


@dataclass(frozen=True)
class Own:
    """``decline``: in force; ``may_decline``: before anybody came."""

    row: Finding
    what: str
    kind: str
    item: str
    is_family: bool
    decline: Decline | None
    may_decline: bool


def theirs(person: Person, day: date) -> QuerySet[Finding]:
    """Their own; of their household too, where they are grown up."""
    own = Q(person=person)
    if age_on(person, day) >= ADULT:
        homes = Membership.objects.on(day).filter(person=person).values("household")
        own |= Q(household__in=homes)
    return Finding.objects.filter(own)


def findings(person: Person, day: date) -> list[Own]:
    """What is open, and of what is over the latest. Two queries."""
    rows = theirs(person, day).exclude(state=State.GONE)
    rows = rows.select_related("visit", "case", "decline", "seen").defer("facts")
    made = []
    for row in rows.order_by("-pk")[:SHOWN]:
        decline = getattr(row, "decline", None)
        made.append(
            Own(
                row,
                name_of(row.what),
                kind_of(row.what),
                item_name(row.item),
                row.household_id is not None,
                decline if decline is not None and decline.holds_on(day) else None,
                row.state in Finding.BEFORE_THE_WORD,
            )
        )
    return made


def last_round() -> Round | None:
    return Round.objects.filter(state=Round.State.DONE).order_by("-month").first()
