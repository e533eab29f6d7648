"""A household with a relative among those who handle such matters: the district visits first."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.services.tend import fire_ended

MONDAY_AFTER = date(2026, 3, 9)


def _at_the_visit(world, **values) -> Case:
    case = world.apply(**values)
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    return case


def _visited_by_the_district(world, case) -> None:
    bureau = factories.user_with("bureau")
    world.step(case, "to_district", world.clerk, MONDAY, "申报有近亲属在村里当干部")
    seen = {"visited_on": "2026-03-05", "visitors": "王五、赵六", "living": "平房两间"}
    world.step(case, "district_visited", bureau, date(2026, 3, 5), **seen)


def test_who_says_so_is_visited_by_the_district_before_anything_is_decided(world):
    case = _at_the_visit(world, staff_kin=True)
    with pytest.raises(CaseFault, match="区里入户"):
        world.visited(case, world.clerk, MONDAY_AFTER)
    with pytest.raises(CaseFault, match="区里入户"):
        world.step(case, "refuse_early", world.clerk, MONDAY_AFTER, "收入高",
                   visited_on="2026-03-09", visitors="张三、李四")  # fmt: skip
    _visited_by_the_district(world, case)
    world.visited(case, world.clerk, MONDAY_AFTER)
    fire_ended(at(date(2026, 3, 17)))
    case.refresh_from_db()
    world.step(case, "grant", world.approver, date(2026, 3, 18))
    assert case.outcome == "granted"


def test_who_does_not_say_so_is_found_in_the_register(world):
    """The son is a village official: his mother's application is no ordinary one."""
    official = factories.user_with("village", world.village)
    official.person = world.son
    official.save()
    case = _at_the_visit(world)
    with pytest.raises(CaseFault, match="近亲属"):
        world.visited(case, world.clerk, MONDAY_AFTER)


def test_a_relative_found_later_still_stops_the_decision(world):
    case = _at_the_visit(world)
    world.visited(case, world.clerk, MONDAY_AFTER)
    fire_ended(at(date(2026, 3, 17)))
    official = factories.user_with("town", world.town)
    official.person = world.son
    official.save()
    with pytest.raises(CaseFault, match="区里入户"):
        world.step(case, "grant", world.approver, date(2026, 3, 18))
    world.step(case, "back", world.approver, date(2026, 3, 18), "要先请区里入户")
    assert case.stage == "visit"


def test_everybody_else_is_not_sent_to_the_district(world):
    auditor = factories.user_with("auditor")  # handles no matters
    auditor.person = world.son
    auditor.save()
    case = _at_the_visit(world)
    world.visited(case, world.clerk, MONDAY_AFTER)
    assert case.stage == "publicity"
