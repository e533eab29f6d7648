"""What the registers tell without anybody asking: a look is needed, nothing is decided."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.programmes.assistance.relief.discovery.conftest import APRIL, MONDAY, at, round_on
from yingzhou.core import audit
from yingzhou.kernel.people.models import Income, Membership
from yingzhou.kernel.people.services import change_disability, record_life_event
from yingzhou.programmes.assistance.relief.discovery.files import (
    FileFault,
    house,
    house_of,
    signal_of,
    signals,
)
from yingzhou.programmes.assistance.relief.discovery.looking import sources
from yingzhou.programmes.assistance.relief.discovery.models import Finding
from yingzhou.programmes.assistance.relief.models import Claim


def seen(key: str, day: date = MONDAY) -> list[sources.Seen]:
    said = signals()[key]
    return list(sources.SOURCES[said.source](said.figures, day))


@pytest.fixture
def couple(world):
    """Two old people in one household."""
    he = factories.person("宋老伯", date(1945, 3, 1), sex=1, home=world.village, household="TWO")
    she = factories.person("宋阿婆", date(1947, 3, 1), home=world.village, household="TWO")
    return he, she


def test_an_old_person_suddenly_alone_is_looked_in_on(world, couple):
    he, she = couple
    assert not seen("alone")
    record_life_event(
        person=he, kind="death", on=date(2026, 2, 20), source="死亡证明", actor=audit.SYSTEM,
        at=at(MONDAY),
    )  # fmt: skip
    (one,) = seen("alone")
    assert (one.person, one.facts[0]) == (she.pk, ("同住的人去世", "2026-02-20"))
    round_on(MONDAY)
    finding = world.finding("signal:alone")
    assert (finding.person, finding.item, finding.amount) == (
        she,
        "eldercare/needs_assessment",
        None,
    )
    assert finding.visit.user == world.officer
    assert "老人突然独居" in finding.visit.reason


def test_the_widow_of_old_is_no_news(world):
    assert not seen("alone")  # alone for years: that is for the monthly visits


def test_the_same_death_is_not_found_twice_and_another_one_is(world, couple):
    he, _ = couple
    record_life_event(
        person=he, kind="death", on=date(2026, 2, 20), source="死亡证明", actor=audit.SYSTEM,
        at=at(MONDAY),
    )  # fmt: skip
    round_on(MONDAY)
    finding = world.finding("signal:alone")
    world.report(finding, "不符合")
    Finding.objects.filter(pk=finding.pk).update(quiet_until=None)
    round_on(APRIL)
    assert Finding.objects.filter(what="signal:alone").count() == 1


def test_a_new_certificate_counts_and_one_that_was_renewed_does_not(world):
    def certify(person, since, until=None):
        more = {"until": until} if until else {}
        change_disability(
            person=person, category=4, grade=2, on=since, actor=audit.SYSTEM, at=at(MONDAY),
            **more,
        )  # fmt: skip

    certify(world.widow, date(2020, 1, 1), date(2026, 2, 1))
    certify(world.widow, date(2026, 2, 1))
    assert not seen("disability")
    certify(world.mother, date(2026, 2, 3))
    (one,) = seen("disability")
    assert one.person == world.mother.pk
    assert ("残疾证", "肢体 2 级") in one.facts


def test_who_lost_their_work_these_months_is_asked(world):
    assert not seen("work")
    Income.objects.filter(person=world.mother).update(valid_to=date(2026, 2, 1))
    factories.income(world.mother, since=date(2026, 2, 1))
    (one,) = seen("work")
    assert (one.person, one.facts[0]) == (world.mother.pk, ("失去工作", "2026-02-01"))
    assert not seen("work", date(2026, 6, 2))  # that is months ago


def test_much_paid_for_hospitals_is_seen_from_bills_and_claims(world):
    assert not seen("medical")
    for number, spent in enumerate((700_000, 450_000)):
        Claim.objects.create(
            number=f"LP-{number}", person=world.widow, division=world.village, kind="illness",
            happened_on=date(2026, 1, 5), filed_on=date(2026, 1, 9), spent=spent,
        )  # fmt: skip
    (one,) = seen("medical")
    assert one.person == world.widow.pk
    assert one.facts[0][1].startswith("11,500.00")
    Claim.objects.filter(number="LP-0").update(
        state="settled", amount=300_000, settled_on=date(2026, 2, 1)
    )
    assert not seen("medical")  # the insurance gave it back


def test_who_left_counts_as_who_died(world, couple):
    he, _ = couple
    Membership.objects.filter(person=he).update(valid_to=date(2026, 2, 10))
    (one,) = seen("alone")
    assert one.facts[0] == ("同住的人迁走", "2026-02-10")


def test_the_files_say_what_is_wrong_in_them():
    good = {
        "name": "x", "source": "lost_work", "item": "relief/temporary", "class": 4, "unless": [],
        "basis": "内部规定(待核实)", "confidence": "unverified", "months": 3,
    }  # fmt: skip
    assert signal_of("x", good).figures == {"months": 3}
    for wrong in ({"class": 10}, {"months": 0}, {"confidence": "sure"}):
        with pytest.raises(FileFault, match=r"signals\.yaml x"):
            signal_of("x", good | wrong)
    rules = {
        "basis": "内部规定(待核实)", "confidence": "unverified", "class": 5, "classes": {},
        "capacity": {"village": 3, "town": 40}, "visit": {"length": 20, "unit": "workdays"},
        "quiet": {"declined": 12}, "leave_out": [], "margins": {},
    }  # fmt: skip
    assert house_of(rules).class_of("any") == 5
    with pytest.raises(FileFault, match="不能多过"):
        house_of(rules | {"capacity": {"village": 50, "town": 40}})
    with pytest.raises(FileFault, match="大于 0"):
        house_of(rules | {"quiet": {"declined": 0}})


def test_every_signal_has_its_source_and_every_house_rule_says_it_is_one():
    assert {one.source for one in signals().values()} <= set(dict(sources.SOURCES.items()))
    assert house().confidence == "unverified"
    assert "待核实" in house().basis
