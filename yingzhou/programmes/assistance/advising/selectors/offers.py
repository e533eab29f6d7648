"""What of the catalogue may help a household with its needs: what the rules say it may get, for
those who let it be looked up, and services without a rule.

Asked of the registers as a case would (:mod:`yingzhou.kernel.cases.reckoning`); who did not agree
is unknown to the rules, and so is what the household owns together, until all grown-ups did.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from yingzhou.core.money import format_fen
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.reckoning import (
    PERSON_FACTS,
    Registered,
    reckon,
    registered,
    without,
)
from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.kernel.catalogue.items.parts import Whom
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.selectors import age_on
from yingzhou.programmes.assistance.advising.needs import needs

YES, MAYBE, NO, SERVICE = "yes", "maybe", "no", "service"
WORDS = {YES: "登记看来符合", MAYBE: "还要问清楚", NO: "登记看来不符合", SERVICE: "可以申请"}


@dataclass(frozen=True)
class Offer:
    """``state``: what the rule says of it; ``why``: how much, what is lacking, or what failed."""

    item: Item
    need: str
    state: str
    why: str = ""

    @property
    def word(self) -> str:
        return WORDS[self.state]


def offers(
    wanted: Sequence[str],
    people: Sequence[Person],
    open_to: Collection[int],
    there: Collection[str],
    day: date,
) -> list[Offer]:
    """For these needs, what is not ``there`` (on the plan) yet; the likeliest first. ``open_to``:
    who agreed. Six queries, whatever the needs."""
    codes = {code: need for need in reversed(wanted) for code in needs()[need].items}
    some = [(items()[code], need) for code, need in codes.items() if code not in there]
    if not people:
        return []
    known = registered(people[0], day)
    hidden = {one.pk for one in people} - set(open_to)
    known = without(known, hidden, shared=bool(hidden)) if hidden else known
    known = _without_saying(known, people, day)
    order = {YES: 0, SERVICE: 1, MAYBE: 2, NO: 3}
    found = [_offer(item, need, people, known, day) for item, need in some]
    return sorted(found, key=lambda one: (order[one.state], wanted.index(one.need)))


def _without_saying(known: Registered, people: Sequence[Person], day: date) -> Registered:
    """What the forms do not ask of somebody of this age (a child's wage) is not asked here."""
    answers = _answers_of_others()
    ages = {one.pk: (age_on(one, day), str(one.sex)) for one in people}
    members = []
    for one in known.household["members"]:
        told = dict(one)
        for column, whom in answers.items():
            at = ages.get(one["person_id"])
            if at is not None and told.get(column) is None and not whom.fits(*at):
                told[column] = whom.otherwise
        members.append(told)
    return Registered({**known.household, "members": members}, known.names)


def _answers_of_others() -> dict[str, Whom]:
    """Fact of the registers → of whom it is asked, and what goes without saying of all others."""
    found: dict[str, Whom] = {}
    for item in items().values():
        for field in item.apply.form if item.apply is not None else ():
            of, _, name = field.fact.partition(".")
            asked = field.whom is not None and field.whom.otherwise is not None
            if asked and of == "人" and name in PERSON_FACTS and field.whom is not None:
                found.setdefault(PERSON_FACTS[name], field.whom)
    return found


def _offer(item: Item, need: str, people: Sequence[Person], known: object, day: date) -> Offer:
    """The best that it comes to for any of them."""
    best = Offer(item, need, SERVICE)
    if item.apply is None or not item.apply.decision:
        return best
    found = [reckon(item, one, forms.empty(), day, known, on_record=False) for one in people]  # type: ignore[arg-type]
    for one in found:
        if one is not None and one.advice == "grant":
            per = f"每{one.per} " if one.per else ""
            money = f"{per}{format_fen(one.amount)} 元" if one.amount else ""
            return Offer(item, need, YES, money)
    lacking = next((one for one in found if one is not None and not one.advice), None)
    if lacking is not None:
        return Offer(item, need, MAYBE, "、".join(lacking.needs[:3]))
    reasons = [reason for one in found if one is not None for reason in one.reasons[:1]]
    return Offer(item, need, NO, "; ".join(dict.fromkeys(reasons))[:120])


def cases_of(people: Sequence[Person], limit: int = 12) -> list[Case]:
    """What they asked for, the last first; what is secret stays so."""
    shown = [
        code for code, item in items().items()
        if item.apply and not item.apply.secret and not item.apply.confidential_unless
    ]  # fmt: skip
    rows = Case.objects.filter(applicant__in=people, item__in=shown, destroyed_at=None)
    return list(rows.select_related("applicant").defer("answers").order_by("-received_at")[:limit])
