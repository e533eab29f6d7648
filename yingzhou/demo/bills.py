"""Hospitals that settle by a call, and their bills of the last months, by the house's own services:
past months are cleared but for the last, which waits for its two people."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np

from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM, Actor
from yingzhou.demo.rng import rng
from yingzhou.demo.stocks import scaled
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.people.models import Enrolment, Person
from yingzhou.programmes.assistance.relief.bill import Bill
from yingzhou.programmes.assistance.relief.faults import NotSettled
from yingzhou.programmes.assistance.relief.models import Hospital, Settlement, Statement
from yingzhou.programmes.assistance.relief.services import clearing, hospitals, reversing, settling

HOSPITALS = {"XH": "区第一医院(演示)", "ZY": "区中医医院(演示)", "BZ": "堡镇医院(演示)"}
MONTHS = 5
BILLS = 60
"""In a district of full size."""
YUAN = 100


def settle_bills(today: date, scale: float) -> int:
    """Returns how many."""
    made_at = _at(today - timedelta(days=420))
    houses = [
        hospitals.register(code=code, name=name, actor=SYSTEM, at=made_at)
        for code, name in HOSPITALS.items()
    ]
    generator = rng("hospital bills")
    count = max(scaled(BILLS, scale), 9)
    people = _patients(today, count)
    ends = np.sort(generator.integers(0, 30 * MONTHS, len(people)))[::-1]
    ends[-max(len(people) // 15, 2) :] = 0  # some of them today
    for number, (person, back) in enumerate(zip(people, ends.tolist(), strict=True)):
        day = today - timedelta(days=back)
        bill = _bill(number, day, generator)
        house = houses[int(generator.choice(3, p=(0.55, 0.25, 0.2)))]
        _settle(house, person, bill, _at(day, 9 + number % 8))
    _take_one_back(today)
    _refuse_one(houses[0], today)
    _clear(today)
    return len(people)


def _at(day: date, hour: int = 10) -> datetime:
    return min(datetime.combine(day, time(hour), clock.ZONE), clock.now())


def _patients(today: date, count: int) -> list[Person]:
    """On the roll of 低保 all the time, from all over the district."""
    since = today - timedelta(days=30 * MONTHS + 60)
    rows = Enrolment.objects.on(today).filter(
        roll=Enrolment.Roll.DIBAO, valid_from__lte=since, person__birth_date__lte=since
    )
    keys = list(rows.order_by("person").values_list("person", flat=True))
    chosen = keys[:: max(len(keys) // count, 1)][:count]
    return list(Person.objects.filter(pk__in=chosen).order_by("pk"))


def _bill(number: int, day: date, generator: np.random.Generator) -> Bill:
    is_stay = bool(generator.random() < 0.6)
    own = int(generator.integers(900, 14_000) if is_stay else generator.integers(40, 600)) * YUAN
    stay = int(generator.integers(3, 20)) if is_stay else 0
    covered = own * 3
    return Bill(
        number=f"D{day:%y%m}-{number + 1:04d}",
        kind=str(Settlement.Kind.INPATIENT if is_stay else Settlement.Kind.OUTPATIENT),
        since=day - timedelta(days=stay),
        until=day,
        total=own + covered + own // 4,
        basic=covered - covered // 8,
        supplementary=covered // 8,
        commercial=0,
        own=own,
    )


def _settle(house: Hospital, person: Person, bill: Bill, at: datetime) -> None:
    try:
        settling.settle(client=None, hospital=house, person=person, bill=bill, at=at)
    except NotSettled as fault:
        settling.note_refusal(hospital=house, number=bill.number, fault=fault, at=at)


def _take_one_back(today: date) -> None:
    """A small one, of a month that is over."""
    rows = Settlement.objects.filter(month__lt=today.replace(day=1), paid__gt=0)
    row = rows.order_by("paid").first()
    if row is not None:
        reversing.reverse(
            settlement=row, words="科室开错单据, 重新结算", client=None, at=_at(today, 8)
        )


def _refuse_one(house: Hospital, today: date) -> None:
    """Somebody asks at the hospital who is on no roll."""
    on_roll = Enrolment.objects.filter(roll=Enrolment.Roll.DIBAO).values("person")
    stranger = Person.objects.filter(death_date=None).exclude(pk__in=on_roll).first()
    if stranger is None or stranger.birth_date >= today:
        return
    bill = Bill("D-0000", "outpatient", today, today, 500 * YUAN, 0, 0, 0, 400 * YUAN)
    _settle(house, stranger, bill, _at(today, 9))


def _clear(today: date) -> None:
    last = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    clerk, boss = (Actor.of(User.objects.get(username=name)) for name in ("finance", "treasurer"))
    months = Settlement.objects.filter(month__lt=last).order_by("month")
    for hospital, month in months.values_list("hospital", "month").distinct():
        day = (month + timedelta(days=40)).replace(day=3)
        made = clearing.draw_up(hospital=hospital, month=month, actor=clerk, at=_at(day))
        close(made, boss, _at(day, 15))


def close(made: Statement, boss: Actor, at: datetime) -> None:
    clearing.close(statement=made.pk, total=made.total, actor=boss, at=at)
