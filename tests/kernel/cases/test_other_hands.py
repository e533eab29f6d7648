"""Nobody decides alone: neither what they proposed, nor the other way round, nor what they decided
before and is looked at again."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.kernel.cases.test_affairs_lives import _asked
from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items

TUESDAY = date(2026, 3, 3)
WHY = "户口不在本市, 也不住在这里, 不符合第三条"


@pytest.fixture
def both(world) -> User:
    """Of a small town: one person looks into matters and decides them."""
    made = factories.user_with("town", world.town)
    _decides_too(made, world)
    return made


def _decides_too(user: User, world) -> None:
    Assignment.objects.create(
        user=user, role="approver", division=world.town, valid_from=factories.FOUNDED
    )


@pytest.fixture
def place(world) -> Case:
    """Somebody asks for a place in the hall of ashes."""
    return _asked(world, "funerals/ash_hall", dead="王大", relation="丈夫或妻子", pair=True,
                  dead_identity=factories.id_number(date(1940, 1, 1)))  # fmt: skip


@pytest.mark.parametrize("said", ["propose", "propose_refuse"])
def test_whoever_proposed_one_thing_does_not_decide_the_other(world, both, place, said):
    world.step(place, said, both, TUESDAY, WHY)
    for way in ("grant", "refuse"):
        with pytest.raises(CaseFault, match="是您办的, 这一步要由另一个人办"):
            world.step(place, way, both, TUESDAY, WHY)
    world.step(place, "refuse", world.approver, TUESDAY, WHY)
    assert place.outcome == "refused"


@pytest.fixture
def refused(world) -> Case:
    """低保 that was refused by a person of the district, in the place of the town."""
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, TUESDAY)
    going = {"visited_on": TUESDAY.isoformat(), "visitors": "张三、李四"}
    world.step(case, "refuse_early", world.clerk, TUESDAY, WHY, **going)
    return case


def test_an_early_refusal_is_decided_by_another_person_too(world, refused):
    _decides_too(world.clerk, world)
    world.clerk.forget_assignments()
    with pytest.raises(CaseFault, match="“提出不予确认”是您办的"):
        world.step(refused, "refuse", world.clerk, TUESDAY, WHY)


def _appeals(world, against: Case, *, with_it: bool) -> Case:
    """At a counter, of the case that lies there; or at home, where only its number is told."""
    values = {"about": f"{against.number}号", "received_on": "2026-03-03", "why": "不对"}
    request = Request(
        items()["counters/appeal"], world.mother, "counter",
        forms.empty() | {"values": values}, place=world.town,
        previous=against if with_it else None, reason="复核申诉" if with_it else "",
    )  # fmt: skip
    return intake(request=request, user=world.counter, at=at(TUESDAY))


@pytest.mark.parametrize("with_it", [True, False])
def test_an_appeal_is_looked_at_by_somebody_who_had_no_hand_in_it(world, refused, with_it):
    before, other, third = (factories.user_with("bureau") for _ in range(3))
    world.step(refused, "refuse", before, TUESDAY, WHY, instead="镇里没有人")
    appeal = _appeals(world, refused, with_it=with_it)
    for way in ("keep", "change", "not_accept"):
        with pytest.raises(CaseFault, match=f"原来的 {refused.number} 是您经手的"):
            world.step(appeal, way, before, TUESDAY, WHY)
    world.step(appeal, "keep", other, TUESDAY, WHY)
    for way, who in (("uphold", before), ("overturn", before), ("overturn", other)):
        with pytest.raises(CaseFault, match="是您"):
            world.step(appeal, way, who, TUESDAY, WHY)
    world.step(appeal, "overturn", third, TUESDAY, WHY)
    assert appeal.stage == "act"


def test_the_number_of_somebody_elses_case_keeps_nobody_away(world, refused):
    """Who had a hand in it is not told of either."""
    before = factories.user_with("bureau")
    world.step(refused, "refuse", before, TUESDAY, WHY, instead="镇里没有人")
    values = {"about": refused.number, "received_on": "2026-03-03", "why": "不对"}
    request = Request(items()["counters/appeal"], world.son, "counter",
                      forms.empty() | {"values": values}, place=world.town)  # fmt: skip
    appeal = intake(request=request, user=world.counter, at=at(TUESDAY))
    world.step(appeal, "keep", before, TUESDAY, WHY)
    assert appeal.stage == "decide"
