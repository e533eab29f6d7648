"""Matters of long ago whose time of keeping is over, so that the archive has something to destroy.

They were taken in and closed by the kernel's own services on days of those years, by somebody who
has since left; how long they are kept was worked out when they closed.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.core.workdays import add_workdays
from yingzhou.demo.cases import filling
from yingzhou.demo.residents import TOWN
from yingzhou.kernel.accounts import services
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.services.residents import no_password
from yingzhou.kernel.cases.acting import INSTEAD
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.models import Person, Residence

OLD: tuple[tuple[str, int, int], ...] = (
    ("neighbourhoods/cert_residence", 7, 4),
    ("neighbourhoods/cert_hardship", 6, 3),
    ("neighbourhoods/cert_residence", 6, 9),
)
"""What, how many years ago, in which month. Certificates are kept for five years."""
WORDS = "本人自二〇〇八年起住在本村, 已上门看过。"


@transaction.atomic
def seed(today: date) -> None:
    town = Division.objects.filter(code=TOWN).first()
    if town is None:
        return
    days = [_day(today, years, month) for _, years, month in OLD]
    people = _people(town, today, days[0])
    if len(people) < len(OLD):
        return
    with clock.stopped_at(_at(days[0], 8)):
        clerk = _clerk(town, _at(days[0], 8))
    for (item, _, _), day, person in zip(OLD, days, people, strict=True):
        _one(item, day, person, town, clerk)


def _day(today: date, years: int, month: int) -> date:
    return add_workdays(date(today.year - years, month, 8), 1)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 20), clock.ZONE)


def _people(town: Division, today: date, since: date) -> list[Person]:
    """Grown then, alive, and in the same place all the time."""
    here = Residence.objects.on(today).filter(
        division__in=tree_on(today).within(town.pk),
        kind=Residence.Kind.REGISTERED,
        valid_from__lte=since,
        person__death_date__isnull=True,
        person__birth_date__lt=since.replace(year=since.year - 40),
    )
    rows = here.select_related("person").order_by("-pk")[: len(OLD)]
    return [row.person for row in rows]


def _clerk(town: Division, at: datetime) -> User:
    """In office for two years; nobody can log in as them."""
    made = User.objects.create(
        username="town-before",
        name="顾国栋(城桥镇经办, 已退休)",
        password=no_password(),
        date_joined=at,
    )
    services.assign(
        user=made,
        role="town",
        division=town,
        valid_from=at.date(),
        valid_to=date(at.year + 2, 1, 1),
        actor=audit.SYSTEM,
        at=at,
    )
    return made


def _one(code: str, day: date, person: Person, town: Division, clerk: User) -> None:
    item = items()[code]
    assert item.apply is not None  # noqa: S101 - of the catalogue's own
    came, done = _at(day, 10), _at(add_workdays(day, 2), 14)
    with clock.stopped_at(came):
        answers = filling.answers(item.apply, person, day)
        request = Request(item, person, "counter", answers, place=town)
        case = intake(request=request, user=clerk, at=came)
    way = item.apply.process.transitions["issue"]
    data, _ = filling.step(way, day)
    data[INSTEAD] = "村里当天没有人, 由乡镇代办"
    with clock.stopped_at(done):
        advance(case=case.pk, transition="issue", user=clerk, at=done, data=data, words=WORDS)
