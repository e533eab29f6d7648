"""医疗救助 on application goes by what was decided about the family, as at a hospital."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.reckoning import Reckoned, evaluated, reckon
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.people.models import Household, Person
from yingzhou.kernel.people.services import enrol

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def poor(stop_clock) -> Person:
    """By every figure she could have 低保, for which she never asked."""
    stop_clock(DAY)
    mother = factories.person("张秀英", date(1980, 2, 1), household="POOR")
    factories.income(mother, since=date(2025, 7, 1), wage=60_000)
    home = Household.objects.get(number="POOR")
    factories.assets(home, since=date(2025, 7, 1), money=100_000, homes=0, floor_area=0)
    return mother


def found(person: Person, item: str = "relief/medical") -> Reckoned:
    answers = forms.empty()
    answers["values"] = {"inpatient": 1_000_000, "outpatient": 100_000, "received": 0,
                         "received_outpatient": 0}  # fmt: skip
    made = reckon(items()[item], person, answers, DAY)
    assert made is not None
    return made


@pytest.mark.parametrize("item", ["relief/medical", "relief/medical_outpatient"])
def test_who_was_never_recognised_gets_nothing_however_poor(poor, item):
    made = found(poor, item)
    assert (made.advice, made.amount) == ("refuse", 0)
    assert any("没有认定为" in str(step) for step in made.trace)


def test_who_stands_on_the_roll_gets_their_share_and_reads_where_it_stands(poor):
    enrol(roll="dibao", holder=poor, since=date(2025, 9, 1), actor=SYSTEM, at=clock.now())
    made = found(poor)
    assert made.advice == "grant"
    assert made.amount
    assert any("在低保名册上" in str(step) for step in made.trace)


def test_the_decision_can_be_made_again_from_what_was_kept(poor):
    enrol(roll="dibao", holder=poor, since=date(2025, 9, 1), actor=SYSTEM, at=clock.now())
    made = found(poor)
    evaluation, _ = evaluated(made.inputs, DAY)
    amount = book().find("人.应发住院医疗救助金")
    assert evaluation.value(amount, evaluation.case.members[0]) == made.amount
