"""Whoever is paid as 特困 is assessed anew before the assessment runs out."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.assessments.conftest import MONDAY, at, world  # noqa: F401 - the fixture
from yingzhou.kernel.assessments.models import Task
from yingzhou.kernel.payments.models import Award
from yingzhou.programmes.assistance.relief.services.reassessing import ask_anew

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(world):  # noqa: F811
    return world.sign(world.assess(world.ask()))


def paid(world):  # noqa: F811
    return Award.objects.create(
        benefit="relief/tekun",
        person=world.old,
        payee=world.old,
        valid_from=date(2026, 4, 1),
        made_at=at(MONDAY),
        made_by="乡镇丙",
    )


def test_thirty_days_before_its_end_one_is_asked_for(world, made):  # noqa: F811
    paid(world)
    assert ask_anew(at(date(2027, 1, 30))) == []
    (task,) = ask_anew(at(date(2027, 1, 31)))
    assert (task.person, task.due_on) == (world.old, made.valid_until)
    assert task.confidence == "unverified"
    assert ask_anew(at(date(2027, 2, 1))) == []
    assert Task.objects.filter(state="open").count() == 1


def test_who_is_not_paid_is_left_in_peace(world, made):  # noqa: F811
    assert ask_anew(at(date(2027, 2, 28))) == []
    Award.objects.filter(pk=paid(world).pk).update(valid_to=date(2026, 12, 1))
    assert ask_anew(at(date(2027, 2, 28))) == []


def test_one_that_ran_out_unseen_is_due_at_once(world, made):  # noqa: F811
    paid(world)
    (task,) = ask_anew(at(date(2027, 5, 3)))
    assert task.due_on == date(2027, 5, 3)
