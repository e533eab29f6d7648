"""What follows for visits from what happens to cases and to people."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from yingzhou.core import clock
from yingzhou.kernel.cases.models import Case, Clock
from yingzhou.kernel.catalogue.items import Item, Stage, Transition
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.models import Household, Membership, Person
from yingzhou.kernel.visits import casework
from yingzhou.kernel.visits.faults import VisitFault
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.places import desk_of, staff_of
from yingzhou.kernel.visits.whom import residences

from . import closing
from .asking import Law, ask_for_visit

DESKS = {"village": "village", "town": "town", "district": "district", "counter": "town"}


@transaction.atomic
def follow_case(*, case: int, seq: int, stage: str) -> Visit | None:
    """A case that comes to a stage with a household visit asks for one; one that leaves the stage
    (by the paper way, or withdrawn) needs it no more. Asked twice, it is one visit."""
    prefix = f"{casework.PREFIX}{case}:"
    here = f"{prefix}{stage}:"
    open_ones = Visit.objects.filter(asked_by__startswith=prefix, state__in=Visit.OPEN)
    gone = [pk for pk, by in open_ones.values_list("pk", "asked_by") if not by.startswith(here)]
    row = Case.objects.select_related("version", "applicant").get(pk=case)
    if gone:
        closing.call_off(visits=gone, why="办件已经往下办了", at=row.stage_since)
    said = item_of_version(row.version)
    if said.apply is None or not casework.is_visited(said) or row.applicant is None:
        return None
    way = casework.way_at(said.apply.process, stage)
    if way is None or row.stage != stage or row.steps_taken != seq:
        return None
    return _ask(row, said, way, said.apply.process.stages[stage])


def _ask(row: Case, item: Item, way: Transition, stage: Stage) -> Visit | None:
    key = casework.asked_by(row.pk, stage.key, row.steps_taken)
    subject = _subject(row, item)
    limit = Clock.objects.filter(case=row, ended_at=None, due_on__isnull=False).order_by("due_on")
    first = limit.first()
    if subject is None or first is None:
        return None
    try:
        return ask_for_visit(
            kind=casework.KIND,
            subject=subject,
            asked_by=key,
            reason=f"{item.name} {row.number}: {stage.name}",
            law=Law(first.due_on or clock.today(), first.basis, first.confidence),
            at=row.stage_since,
            key=key,
            role=DESKS.get(stage.by, "town"),
            data=(item.apply.data if item.apply else "sensitive"),
            people=2 if casework.TWO in way.needs else 1,
            division_id=row.home_id,
            desk_id=row.desk_id,
        )
    except VisitFault:
        return None  # the paper way is open


def _subject(row: Case, item: Item) -> Person | Household | None:
    """The household of the applicant, where the matter is a household's."""
    if item.apply is None or item.apply.subject != "household":
        return row.applicant
    found = Membership.objects.on(clock.today()).filter(person=row.applicant)
    first = found.select_related("household").first()
    return first.household if first else row.applicant


def the_dead(*, person: int, event: int) -> int:
    """Nobody goes to the dead; a household is visited as long as somebody lives in it."""
    own = Visit.objects.filter(person=person, state__in=Visit.OPEN)
    found = list(own.values_list("pk", flat=True))
    homes = Membership.objects.filter(person=person).values("household")
    alive = Membership.objects.on(clock.today()).filter(
        household__in=homes, person__death_date=None
    )
    left = Visit.objects.filter(household__in=homes, state__in=Visit.OPEN)
    found += left.exclude(household__in=alive.values("household")).values_list("pk", flat=True)
    return closing.call_off(visits=found, why="已去世", at=clock.now(), event=event)


def the_absent(*, person: int, event: int) -> int:
    """Who was taken away is not at home; the household is visited all the same."""
    own = Visit.objects.filter(person=person, state__in=Visit.OPEN)
    found = list(own.values_list("pk", flat=True))
    return closing.call_off(visits=found, why="服刑或强制戒毒", at=clock.now(), event=event)


@transaction.atomic
def the_moved(*, person: int, event: int, on: date) -> int:
    """To where they live now, in the hands of the people there; out of the district nobody goes."""
    rows = list(
        Visit.objects.select_for_update(of=("self",)).filter(person=person, state__in=Visit.OPEN)
    )
    if not rows:
        return 0
    today = max(on, clock.today())
    home = residences([person], today).get(person)
    if home is None:
        pks = [row.pk for row in rows]
        return closing.call_off(visits=pks, why="已迁出本区", at=clock.now(), event=event)
    tree = tree_on(today)
    for row in rows:
        if row.division_id == home:
            continue
        row.division_id = home
        row.desk_id = desk_of(tree, home, row.role)
        here = staff_of({row.desk_id}, today).get(row.desk_id, ())
        row.user, row.second = (here[0] if len(here) == 1 else None), None
        row.state = Visit.State.ASSIGNED if row.user else Visit.State.PLANNED
        row.changes += 1
        row.save()
    return len(rows)
