"""Who is on the roll of 城乡低保: the people whom an award of it counts, from the decision on.

The roll follows the awards, so that the figures of persons (G19, G20, indicator 2) move with what
is decided. Somebody of the household whom the decision did not count stays off it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.people.models import Enrolment, Person
from yingzhou.kernel.people.services import enrol, leave
from yingzhou.programmes.assistance.relief.selectors.counted import OF_ROLL, counted, covered

ROLL = Enrolment.Roll.DIBAO
LOOKS_BACK = timedelta(days=62)
"""Awards that ended longer ago were followed long since; ``yingzhou check`` names who was not."""
_DAY = timedelta(days=1)


@transaction.atomic
def put_on(*, award: int, at: datetime) -> None:
    """Whom the decision counted, from the day on which it was made."""
    row = Award.objects.get(pk=award)
    if row.valid_to > clock.day_of(at):
        _enrol(counted(row, clock.day_of(row.made_at)), clock.day_of(row.made_at), at)


@transaction.atomic
def take_off(*, award: int, at: datetime) -> None:
    """Nobody leaves before the last paid month is over: :func:`take_off_what_ended` comes back."""
    row, today = Award.objects.get(pk=award), clock.day_of(at)
    if row.valid_to > today:
        return
    people = counted(row, row.valid_to - _DAY)
    rows = _on_the_roll(people, today).exclude(person__in=covered(people, today))
    # Who came onto the roll later did so by another decision.
    for one in rows.filter(valid_from__lt=max(row.valid_to, clock.day_of(row.made_at) + _DAY)):
        _leave(one, row.valid_to, at)


@transaction.atomic
def put_back(*, award: int, since: date, at: datetime) -> None:
    """The award goes on from ``since`` as if it had not ended: so does the roll."""
    row, today = Award.objects.get(pk=award), clock.day_of(at)
    if row.valid_to <= today:
        return
    people = counted(row, since - _DAY)
    left = Enrolment.objects.filter(roll=ROLL, person__in=people, valid_to__range=(since, today))
    for person, until in dict(left.order_by("valid_to").values_list("person", "valid_to")).items():
        _enrol([person], until, at)


def take_off_what_ended(now: datetime) -> None:
    """Every award whose last month is over by now."""
    today = clock.day_of(now)
    ended = Award.objects.filter(
        benefit__in=OF_ROLL, valid_to__lte=today, valid_to__gt=today - LOOKS_BACK
    )
    for award in ended.order_by("valid_to", "pk").values_list("pk", flat=True):
        take_off(award=award, at=now)


@transaction.atomic
def follow(*, person: int, on: date, at: datetime) -> None:
    """Somebody came into a family, or left it: by birth, a move, a sentence, a release."""
    today = clock.day_of(at)
    row = _on_the_roll([person], today).first()
    counts = person in covered([person], today)
    if counts and row is None:
        _enrol([person], on, at)
    elif row is not None and not counts:
        _leave(row, on, at)


@transaction.atomic
def undo_event(*, person: int, on: date, at: datetime) -> None:
    """It never was: on the roll again, or not, as before ``on``."""
    today = clock.day_of(at)
    before = Enrolment.objects.filter(roll=ROLL, person=person, valid_to=on)
    if before.exists() and person in covered([person], today):
        _enrol([person], on, at)
    else:
        follow(person=person, on=on, at=at)


def _on_the_roll(people: Collection[int], day: date):
    rows = Enrolment.objects.on(day).filter(roll=ROLL, person__in=people)
    return rows.select_related("person")


def _enrol(people: Collection[int], since: date, at: datetime) -> None:
    """Whoever of them lives and is not on it."""
    wanted = set(people)
    there = Enrolment.objects.filter(roll=ROLL, person__in=wanted, valid_to__gt=since)
    rows = Person.objects.filter(pk__in=wanted, death_date=None).exclude(
        pk__in=there.values("person")
    )
    for person in rows.order_by("pk"):
        begins = max(since, person.birth_date)
        enrol(roll=ROLL, holder=person, since=begins, actor=audit.SYSTEM, at=at)


def _leave(row: Enrolment, on: date, at: datetime) -> None:
    assert row.person is not None  # noqa: S101 - the roll is one of persons
    leave(roll=ROLL, holder=row.person, on=max(on, row.valid_from), actor=audit.SYSTEM, at=at)
