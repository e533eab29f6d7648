"""One finding: why, what came of it, and the rule's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yingzhou.core.money import format_fen
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import answers
from yingzhou.kernel.cases.reckoning import reckon
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.models import Membership, Person
from yingzhou.kernel.visits.selectors.rights import may_see as may_see_visit
from yingzhou.policy.explain import Line
from yingzhou.programmes.assistance.relief.discovery.files import BENEFIT
from yingzhou.programmes.assistance.relief.discovery.models import Decline, Finding, Note

from .holder import applicant_of
from .rights import condition, may_act, reads_facts

DEEPEST = 2
BETWEEN = ("应发", "排除后")
"""Steps that only hand an amount on."""


@dataclass(frozen=True)
class Reason:
    """How the rule comes to it today. ``steps``: the upper steps; ``doubts``: figures that nobody
    has verified; ``holds``: whether it still comes to something; ``is_applied``: a matter runs,
    which no later round takes back."""

    holds: bool
    amount: str
    clause: str
    steps: list[Line]
    doubts: list[str]
    needs: list[str]
    is_applied: bool = False


@dataclass(frozen=True)
class Shown:
    row: Finding
    reads_facts: bool
    may_act: bool
    may_see_visit: bool
    who: str
    where: str
    notes: list[Note]
    decline: Decline | None
    persons: list[int]


def shown(user: User, pk: int, today: date) -> Shown | None:
    """None for what this viewer does not see."""
    rows = Finding.objects.filter(condition(user)).select_related(
        "person", "household", "round", "seen", "visit__user", "case", "decline"
    )
    row = rows.filter(pk=pk).first()
    if row is None:
        return None
    family = _family(row, today)
    name = family[0].name if family else "这一户"
    tree = tree_on(today)
    path = tree.path(tree.home.get(row.division_id, row.division_id))
    return Shown(
        row=row,
        reads_facts=reads_facts(user, row),
        may_act=may_act(user, row),
        may_see_visit=row.visit is not None and may_see_visit(user, row.visit),
        who=name if row.person_id is not None else f"{name}户",
        where=" ".join(node.name for node in path[1:]),
        notes=list(row.notes.order_by("pk")),
        decline=getattr(row, "decline", None),
        persons=[one.pk for one in family],
    )


def _family(row: Finding, day: date) -> list[Person]:
    """The person; of a household everybody, the head first."""
    if row.person is not None:
        return [row.person]
    members = Membership.objects.on(day).filter(household=row.household_id)
    members = members.select_related("person").order_by("relation", "pk")
    return [one.person for one in members]


def why(user: User, pk: int) -> Reason | None:
    """None for what this viewer does not see, and where no rule has a word in it."""
    rows = Finding.objects.filter(condition(user)).select_related("person", "seen")
    row = rows.filter(pk=pk).first()
    return reason(row) if row is not None and reads_facts(user, row) else None


def reason(row: Finding) -> Reason | None:
    """In the rule's own words, from what the registers said on the first day of the month: they are
    read anew, for one finding at a time."""
    item = items().get(row.item)
    if not row.what.startswith(f"{BENEFIT}:") or item is None:
        return None
    day = row.seen.month
    found = reckon(item, applicant_of(row, day), answers.empty(), day)
    if found is None:
        return None
    lines = found.explanation.lines
    steps = [one for one in lines if one.depth <= DEEPEST and not one.title.startswith(BETWEEN)]
    return Reason(
        holds=found.advice == "grant",
        amount=format_fen(found.amount) if found.amount else "",
        clause=found.clause,
        steps=steps,
        doubts=list(found.doubts),
        needs=list(found.needs),
        is_applied=row.state == Finding.State.APPLYING,
    )
