"""``yingzhou check`` names deaths that do not stand as they were reported."""

from __future__ import annotations

import pytest

from tests.kernel.people.test_death_reports import (
    COLLEAGUE,
    HOSPITAL,
    OTHER,
    VILLAGE,
    say,
    settle,
)
from tests.kernel.people.test_death_reports import _today as _today  # noqa: PLC0414 - fixtures
from tests.kernel.people.test_death_reports import old as old  # noqa: PLC0414
from yingzhou.core.invariants import INVARIANTS
from yingzhou.kernel.people.models import DeathReport, LifeEvent, Person

pytestmark = pytest.mark.django_db
REPORTED, BY_ANOTHER = "登记的死亡和报告的一致, 对不上的都有人在核实", "没有人核实自己报的死亡"


def faults(name: str) -> list[str]:
    return list(INVARIANTS[name]())


def test_an_ordinary_death_and_one_that_was_found_out_are_as_they_should(old):
    say(old, VILLAGE)
    settle(say(old, HOSPITAL, OTHER), is_true=True)
    assert faults(REPORTED) == faults(BY_ANOTHER) == []


def test_a_day_that_was_changed_past_the_services_is_named(old):
    say(old, VILLAGE)
    Person.objects.filter(pk=old.pk).update(death_date=OTHER)
    assert any("资料上的日期不是这一天" in words for words in faults(REPORTED))


def test_a_word_that_stands_behind_what_was_taken_back_is_named(old):
    made = say(old, VILLAGE)
    LifeEvent.objects.filter(pk=made.event_id).update(on=OTHER)
    assert any("村居报" in words for words in faults(REPORTED))


def test_a_contradiction_that_nobody_will_look_into_is_named(old):
    say(old, VILLAGE)
    other = say(old, HOSPITAL, OTHER)
    DeathReport.objects.filter(pk=other.pk).update(due=None)
    assert any("没有人会去核实" in words for words in faults(REPORTED))


def test_who_settled_their_own_word_is_named(old):
    say(old, VILLAGE)
    other = settle(say(old, HOSPITAL, OTHER, COLLEAGUE), is_true=False, actor=_other())
    DeathReport.objects.filter(pk=other.pk).update(settled_by=other.reporter)
    assert any(COLLEAGUE.name in words for words in faults(BY_ANOTHER))


def _other():
    return type(COLLEAGUE)(9, "town3")
