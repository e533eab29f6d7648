"""Who is let in with what: several matters at once, those registered here, whose mandate reaches
how far, and whose village a matter is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.core.audit import SYSTEM
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.models import Mandate
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.faults import CaseFault, Duplicate, NotYours
from yingzhou.kernel.cases.models import Case, NumberSeries
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.people.models import Residence

SUGGESTION, COMPLAINT = "oversight/suggestion", "oversight/complaint"


def _asks(
    world, code, moment=None, channel="counter", user=None, agent=None, person=None, **values
):
    request = Request(
        items()[code], world.mother, channel, forms.empty() | {"values": values},
        agent=agent, place=world.town,
    )  # fmt: skip
    return intake(request=request, user=user or world.counter, at=moment or at(MONDAY))


def _gone_elsewhere(person) -> None:
    """Lives here still, is registered somewhere else."""
    Residence.objects.filter(person=person, kind=Residence.Kind.REGISTERED).delete()


def _mandate(world, agent, *codes) -> Mandate:
    return Mandate.objects.create(
        principal=world.mother, agent=agent, items=list(codes), evidence="书面委托书",
        made_at=at(MONDAY), made_by="窗口", valid_from=date(2026, 1, 1), valid_to=FOREVER,
    )  # fmt: skip


def test_who_has_two_things_to_say_says_both(world):
    first = _asks(world, SUGGESTION, what="多一班车")
    second = _asks(world, SUGGESTION, what="修修路灯")
    assert first.is_open
    assert second.is_open
    assert not second.only_one


def test_the_same_words_a_moment_later_are_a_second_click(world):
    first = _asks(world, SUGGESTION, what="多一班车")
    with pytest.raises(Duplicate) as found:
        _asks(world, SUGGESTION, at(MONDAY) + timedelta(minutes=1), what="多一班车")
    assert found.value.number == first.number
    assert NumberSeries.objects.get(place=world.town).last == 1  # no number was lost
    later = _asks(world, SUGGESTION, at(MONDAY) + timedelta(hours=2), what="多一班车")
    assert later.number != first.number


def test_a_second_click_knows_from_a_register_what_was_told_with_the_first(world):
    """The telephone, with a new source: what was said is the same."""
    told = {"what": "多一班车", "phone": "13900000000"}
    first = _asks(world, SUGGESTION, **told)
    found = forms.empty() | {"values": told, "known": {"phone": "联系方式登记"}}
    again = Request(items()[SUGGESTION], world.mother, "counter", found, place=world.town)
    with pytest.raises(Duplicate) as refused:
        intake(request=again, user=world.counter, at=at(MONDAY) + timedelta(minutes=1))
    assert refused.value.number == first.number


def test_what_may_be_asked_once_the_database_keeps_so_too(world):
    case = world.apply()
    assert case.only_one
    case.pk, case.number, case.running = None, "2026-310151101-999999", 999999
    with pytest.raises(IntegrityError), transaction.atomic():
        case.save(force_insert=True)


def test_an_organisation_is_kept_to_one_as_well(world):
    firm = factories.organisation("瀛洲社工服务中心")
    request = Request(items()["social_orgs/change"], None, "counter", forms.empty(),
                      organisation=firm, place=world.town, home=world.village)  # fmt: skip
    first = intake(request=request, user=world.counter, at=at(MONDAY))
    with pytest.raises(Duplicate) as found:
        intake(request=request, user=world.counter, at=at(MONDAY))
    assert found.value.number == first.number


@pytest.mark.parametrize("channel", ["counter", "village", "district", "terminal", "online", "api"])
def test_who_is_registered_elsewhere_is_sent_there_whichever_way_they_come(world, channel):
    _gone_elsewhere(world.mother)
    with pytest.raises(CaseFault, match="户口不在本区") as fault:
        world.apply(channel=channel)
    assert "户口所在地的区申请" in str(fault.value)
    assert not Case.objects.exists()


def test_the_citys_other_districts_are_known_to_the_household_book_alone(world):
    _gone_elsewhere(world.mother)
    own = resident_account(person=world.mother, actor=SYSTEM, at=at(MONDAY))
    with pytest.raises(CaseFault, match="上海户籍"):
        _asks(world, "eldercare/senior_allowance", channel="online", user=own)
    assert _asks(world, "eldercare/senior_allowance").is_open  # a clerk has looked into it


def test_who_moved_away_is_still_heard_before_the_allowance_stops(world):
    _gone_elsewhere(world.mother)
    case = _asks(world, "relief/dibao_stop", channel="district", ground="迁出本区")
    assert case.is_open


def test_a_child_is_looked_for_where_it_lives_not_where_the_neighbour_does(world):
    other = factories.town("港西镇")
    there = factories.village("双津村", other)
    seen = forms.read(_question("children/report", "village"), "双津村")
    case = _asks(world, "children/report", channel="online", village=seen, user=_own(world))
    assert case.home == there
    assert case.desk_id == other.pk


def test_nobody_knows_which_village_then_the_district_looks(world):
    case = _asks(world, "children/report", channel="online", user=_own(world))
    assert (case.home, case.desk_id) == (world.district, world.district.pk)


def test_a_village_whose_name_is_not_unique_wants_its_town(world):
    factories.village("启瀛村", factories.town("港西镇"))
    question = _question("children/report", "village")
    with pytest.raises(ValueError, match="前面写上乡镇"):
        forms.read(question, "启瀛村")
    assert forms.read(question, "庙镇 启瀛村") == "庙镇启瀛村"
    with pytest.raises(ValueError, match="没有找到"):
        forms.read(question, "没有这个村")


def test_a_mandate_for_one_matter_opens_no_other(world):
    niece = factories.person("王小燕", date(1985, 5, 1), home=world.village)
    _mandate(world, niece, SUGGESTION)
    user = resident_account(person=niece, actor=SYSTEM, at=at(MONDAY))
    case = _asks(world, SUGGESTION, channel="online", user=user, agent=niece, what="多一班车")
    with pytest.raises(NotYours):
        _asks(world, COMPLAINT, channel="online", user=user, agent=niece)
    other = _asks(world, COMPLAINT)
    with pytest.raises(NotYours):
        _withdraw(other, user)
    _withdraw(case, user)
    case.refresh_from_db()
    assert case.outcome == "withdrawn"


def test_nor_at_a_counter_where_it_is_on_record(world):
    niece = factories.person("王小燕", date(1985, 5, 1), home=world.village)
    assert _asks(world, COMPLAINT, agent=niece, what="头一件")  # the clerk has read the paper
    _mandate(world, niece, SUGGESTION)
    with pytest.raises(CaseFault, match="不包括这件事"):
        _asks(world, COMPLAINT, agent=niece, what="第二件")
    _mandate(world, niece, COMPLAINT)
    assert _asks(world, COMPLAINT, agent=niece, what="第二件").is_open


def test_a_stranger_opens_nothing_in_somebodys_name(world):
    stranger = factories.person("陈某", date(1985, 5, 1), home=world.village)
    user = resident_account(person=stranger, actor=SYSTEM, at=at(MONDAY))
    with pytest.raises(NotYours):
        _asks(world, SUGGESTION, channel="online", user=user)


def _own(world):
    return resident_account(person=world.mother, actor=SYSTEM, at=at(MONDAY))


def _question(code, key):
    return next(one for one in items()[code].apply.form if one.key == key)


def _withdraw(case, user):
    process = items()[case.item].apply.process
    way = next(
        one for one in process.ways_from(case.stage)
        if one.by == "applicant" and one.closes == "withdrawn"
    )  # fmt: skip
    advance(case=case.pk, transition=way.key, user=user, at=at(MONDAY, 16))
