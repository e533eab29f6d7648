"""A family asks once for what is the family's; one with 低保 is told so; only one that has it is
reviewed."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import DIBAO, MONDAY, at
from yingzhou.core.audit import SYSTEM
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import hints
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case, NumberSeries
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.catalogue.items.known import FACILITIES, ROLLS
from yingzhou.kernel.organisations.models import Facility
from yingzhou.kernel.people.models import Enrolment

REVIEW, STOP = "relief/dibao_review", "relief/dibao_stop"


def _asks(world, code, person, channel="online", **more) -> Case:
    user = world.counter
    if channel == "online":
        user = resident_account(person=person, actor=SYSTEM, at=at(MONDAY))
    request = Request(items()[code], person, channel, forms.empty() | more, place=world.town)
    return intake(request=request, user=user, at=at(MONDAY))


def _on_roll(person, since=date(2025, 7, 1), until=FOREVER) -> Enrolment:
    return Enrolment.objects.create(roll="dibao", person=person, valid_from=since, valid_to=until)


def _closed(case: Case, outcome: str, on: date) -> None:
    Case.objects.filter(pk=case.pk).update(
        is_open=False, outcome=outcome, closed_at=at(on), desk=None, due_on=None
    )


def test_the_son_does_not_ask_again_for_what_his_mother_has_asked_for_them_both(world):
    first = _asks(world, DIBAO, world.mother)
    with pytest.raises(CaseFault, match="由家里另一位提出") as told:
        _asks(world, DIBAO, world.son)
    assert first.number not in str(told.value), "a number is not told to others of the family"
    assert NumberSeries.objects.get(place=world.town).last == 1


def test_the_clerk_is_told_under_which_number_it_is(world):
    first = _asks(world, DIBAO, world.mother)
    with pytest.raises(CaseFault, match=first.number):
        _asks(world, DIBAO, world.son, channel="counter")


def test_whoever_is_counted_in_by_hand_is_of_the_family_too(world):
    niece = factories.person("王小燕", date(1985, 5, 1), home=world.village, household="H2")
    member = {"person": niece.pk, "name": "王小燕", "relation": "侄女", "values": {}}
    _asks(world, DIBAO, world.mother, members=[member])
    with pytest.raises(CaseFault, match="由家里另一位提出"):
        _asks(world, DIBAO, niece)


def test_another_family_and_another_time_are_another_matter(world):
    neighbour = factories.person("陈阿大", date(1950, 5, 1), home=world.village, household="H2")
    first = _asks(world, DIBAO, world.mother)
    assert _asks(world, DIBAO, neighbour).is_open
    _closed(first, "withdrawn", MONDAY)
    assert _asks(world, DIBAO, world.son).is_open


def test_what_belongs_to_each_of_them_each_may_ask_for(world):
    for one in (world.mother, world.son):
        assert _asks(world, "disability/living_allowance", one).is_open


def test_a_family_with_an_allowance_hears_what_to_do_instead_and_may_still_ask(world):
    assert hints.already(items()[DIBAO], world.mother, MONDAY) == ""
    _on_roll(world.son)
    assert "低保复核" in hints.already(items()[DIBAO], world.mother, MONDAY)
    assert _asks(world, DIBAO, world.mother).is_open


@pytest.mark.parametrize("channel", ["online", "counter"])
def test_a_family_that_never_had_it_has_nothing_to_be_reviewed(world, channel):
    with pytest.raises(CaseFault, match="名册里没有您家") as told:
        _asks(world, REVIEW, world.mother, channel=channel)
    assert "请申请“最低生活保障”" in str(told.value)


def test_one_on_the_roll_reports_what_has_changed(world):
    _on_roll(world.son)
    assert _asks(world, REVIEW, world.mother).is_open


def test_who_has_left_the_roll_is_not_on_it(world):
    _on_roll(world.mother, until=date(2026, 1, 1))
    with pytest.raises(CaseFault, match="名册里没有您家"):
        _asks(world, REVIEW, world.mother)


def test_what_was_decided_last_is_known_before_the_roll_is_delivered(world):
    case = _asks(world, DIBAO, world.mother)
    _closed(case, "granted", date(2026, 2, 1))
    assert _asks(world, REVIEW, world.son).is_open
    stopped = _asks(world, STOP, world.mother, channel="district")
    _closed(stopped, "ended", date(2026, 2, 20))
    Case.objects.filter(item=REVIEW).update(is_open=False, outcome="done", closed_at=at(MONDAY))
    with pytest.raises(CaseFault, match="名册里没有您家"):
        _asks(world, REVIEW, world.mother)


def test_rolls_and_items_that_files_name_are_there():
    assert set(ROLLS) <= set(Enrolment.Roll.values)
    assert set(FACILITIES) <= set(Facility.Kind.values)
    for item in items().values():
        for said in (item.apply.only, item.apply.already) if item.apply else ():
            assert {*said.granted, *said.ended} <= set(items()) if said else True
