"""Who gets something already is told so before the first question."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from yingzhou.core import clock
from yingzhou.kernel.cases.rolls import is_on
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.payments.models import Run, RunLine
from yingzhou.kernel.people.models import Enrolment
from yingzhou.web.receiving import already

DAY = date(2026, 11, 30)
ALLOWANCE = "eldercare/senior_allowance"


@pytest.fixture
def old(db, settings, tmp_path):
    settings.SEALED_ROOT = tmp_path
    return factories.person("王阿婆", date(1940, 5, 1), home=factories.village(), household="H")


def _paid(person, month: date, approved: str = "乙") -> None:
    run = Run.objects.create(
        month=month, computed_by="甲", approved_by=approved, approved_at=clock.now()
    )
    RunLine.objects.create(
        run=run, benefit=ALLOWANCE, holder=person.pk, payee=person, month=month, since=month,
        division=person.residences.first().division, amount=18_000, why="new",
    )  # fmt: skip


def test_who_is_paid_is_told_since_when(old):
    assert already(items()[ALLOWANCE], old, DAY) == ""
    _paid(old, date(2026, 9, 1))
    told = already(items()[ALLOWANCE], old, DAY)
    assert "一直在领老年综合津贴" in told
    assert "2026年9月" in told
    assert not told.endswith("。")  # each page goes on with a sentence of its own
    assert already(items()["disability/care_allowance"], old, DAY) == ""


def test_what_was_not_approved_or_is_long_ago_is_not_said_to_be_paid(old):
    _paid(old, date(2026, 9, 1), approved="")
    _paid(old, date(2024, 9, 1))
    assert already(items()[ALLOWANCE], old, DAY) == ""


def test_a_family_stays_on_the_roll_when_one_of_it_leaves(old):
    son = factories.person(
        "王建国", date(1980, 5, 1), 1, home=old.residences.first().division, household="H"
    )
    for person, until in ((old, date(9999, 12, 31)), (son, date(2019, 3, 1))):
        Enrolment.objects.create(
            person=person, roll="dibao", valid_from=date(2013, 1, 1), valid_to=until
        )
    said = items()["relief/dibao"].apply.already
    assert is_on(said, old, DAY)
    assert is_on(said, son, DAY)
    Enrolment.objects.filter(person=old).update(valid_to=date(2020, 1, 1))
    assert not is_on(said, old, DAY)
