"""A calendar that is published late moves every day that somebody was given, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.web.desk.test_opinions import _reported
from yingzhou.core import periods, workdays
from yingzhou.kernel.cases.services import tend
from yingzhou.kernel.cases.services.work import answer_consultation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TUESDAY = MONDAY + DAY


def rests_on(monkeypatch, day: date) -> None:
    """As if the State Council had made it a day of rest."""
    known, forward = workdays.is_workday, workdays.roll_forward
    monkeypatch.setattr(periods, "is_workday", lambda one: one != day and known(one))
    monkeypatch.setattr(
        periods, "roll_forward", lambda one: forward(one + DAY) if one == day else forward(one)
    )


def test_what_is_to_be_brought_is_asked_for_by_the_day_of_its_clock(world, monkeypatch):
    case = world.apply(support=True)
    world.step(case, "ask", world.counter, MONDAY)
    correction = case.corrections.get()
    assert correction.due_on == case.due_on
    rests_on(monkeypatch, case.due_on)
    assert tend.recompute() == 1
    case.refresh_from_db()
    correction.refresh_from_db()
    assert correction.due_on == case.due_on > date(2026, 4, 1)
    assert tend.recompute() == 0


def test_a_department_has_as_many_workdays_as_before(world, monkeypatch):
    """Of whoever has answered nothing is moved any more."""
    report = _reported(world, MONDAY)
    school = report.consultations.get(unit="区教育局")
    doctors = report.consultations.get(unit="区卫生健康委员会")
    answer_consultation(
        consultation=doctors.pk, user=factories.user_with("department", unit=doctors.unit),
        agrees=None, answer="看过了, 没有伤", at=at(MONDAY),
    )  # fmt: skip
    assert school.due_on == doctors.due_on == TUESDAY
    rests_on(monkeypatch, TUESDAY)
    assert tend.recompute() > 0
    school.refresh_from_db()
    doctors.refresh_from_db()
    assert (school.due_on, doctors.due_on) == (TUESDAY + DAY, TUESDAY)
