"""Of which kind of families somebody is on a day, as it stands on record: awards, rolls, decisions.

Nothing is computed again here: what was decided holds. Who stands on several records counts by the
one that gives most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yingzhou.core import clock
from yingzhou.kernel.cases.models import Decision
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.people.models import Enrolment, Membership, Person

DESTITUTE, POOR, EDGE, BURDENED = "特困", "低保", "低收入", "支出型"
"""As the rules of ``items/medical`` call them, the one that gives most first."""
OF_AWARDS = {
    "relief/tekun": DESTITUTE,
    "relief/dibao": POOR,
    "relief/dibao_single": POOR,
    "relief/rigid": BURDENED,
}
SHOWN = {
    DESTITUTE: "特困人员",
    POOR: "低保对象",
    EDGE: "低保边缘(低收入)家庭成员",
    BURDENED: "支出型(刚性支出)困难家庭成员",
}
EDGE_ITEM = "relief/dibao_edge"


@dataclass(frozen=True)
class Standing:
    """``words``: where it stands."""

    category: str
    words: str


def standing_on(person: Person, day: date) -> Standing | None:
    """None where they are of no such family. Four queries at most."""
    homes = list(
        Membership.objects.on(day).filter(person=person).values_list("household", flat=True)
    )
    found = {one.category: one for one in _by_awards(person, homes, day)}
    if POOR not in found:
        roll = Enrolment.objects.on(day).filter(person=person, roll=Enrolment.Roll.DIBAO).first()
        if roll is not None:
            words = f"{day} 在低保名册上(自 {roll.valid_from} 起)"
            found[POOR] = Standing(POOR, words)
    best = next((found[one] for one in (DESTITUTE, POOR) if one in found), None)
    if best is not None:
        return best
    return _by_decision(person, homes, day) or found.get(BURDENED)


def _by_awards(person: Person, homes: list[int], day: date) -> Iterable[Standing]:
    holders = Q(person=person) | Q(household__in=homes)
    rows = Award.objects.filter(
        holders, benefit__in=OF_AWARDS, valid_from__lte=day, valid_to__gt=day
    )
    for row in rows.order_by("-valid_from"):
        category = OF_AWARDS[row.benefit]
        yield Standing(category, f"{day} 在享受{SHOWN[category]}待遇(自 {row.valid_from:%Y-%m} 起)")


def edge_decision(person: Person, homes: list[int], day: date) -> Decision | None:
    """By which the family is 低保边缘 on a day: the last that was made, where it granted. Of itself
    it pays nothing, so that there is no award."""
    last = _decisions(person, homes).select_related("case").first()
    if last is None or last.result != Decision.Result.GRANT:
        return None
    return last if since_of(last) <= day else None


def since_of(made: Decision) -> date:
    return made.effective_from or clock.day_of(made.made_at)


def _by_decision(person: Person, homes: list[int], day: date) -> Standing | None:
    made = edge_decision(person, homes, day)
    return (
        Standing(EDGE, f"自 {since_of(made)} 起认定为{SHOWN[EDGE]}") if made is not None else None
    )


def _decisions(person: Person, homes: list[int]) -> QuerySet[Decision]:
    family = Membership.objects.filter(household__in=homes).values("person")
    theirs = Q(case__applicant=person) | Q(case__applicant__in=family)
    rows = Decision.objects.filter(theirs, case__item=EDGE_ITEM, revoked_at=None)
    return rows.order_by("-made_at", "-pk")
