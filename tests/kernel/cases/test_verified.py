"""What was declared and what is true: an officer decides which counts, the rules count with it, and
a family is not put on show with figures that nobody looked into."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import DIBAO, MONDAY, NOT_AS_DECLARED, at
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Decision
from yingzhou.kernel.cases.reckoning import reckon
from yingzhou.kernel.cases.services.tend import fire_ended
from yingzhou.kernel.cases.services.verifying import Found, verify
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.disclosure.models import PublicNotice

TUESDAY = date(2026, 3, 3)
RICHER = 5_000_000


@pytest.fixture
def visiting(world):
    """``visiting(savings=…)``: a family that the town looks into."""

    def made(**values):
        case = world.apply(**values)
        world.step(case, "accept", world.counter, MONDAY)
        world.step(case, "survey", world.clerk, MONDAY)
        return case

    return made


def settled(world, case, **found: Found):
    """``savings=…``, ``m0_wage=…`` for a member's."""
    said = {key.replace("__", "-"): one for key, one in found.items()}
    verify(case=case.pk, user=world.clerk, found=said, at=at(TUESDAY))
    case.refresh_from_db()


def grounds(case) -> dict[str, tuple[str, str]]:
    found = reckon(items()[DIBAO], case.applicant, case.answers, TUESDAY)
    return {f"{one['of']}: {one['label']}": (one["value"], one["by"])
            for one in found.inputs["grounds"]}  # fmt: skip


def test_a_difference_that_nobody_decided_on_keeps_a_family_off_the_board(world, visiting):
    case = visiting(savings=RICHER)
    with pytest.raises(CaseFault) as refused:
        world.visited(case, world.clerk, TUESDAY)
    assert "货币财产: 申报50,000.00 元, 登记10,000.00 元, 还没有写明按哪个" in refused.value.lines
    assert not PublicNotice.objects.exists()
    case.refresh_from_db()
    settled(world, case, savings=Found("register"))
    world.visited(case, world.clerk, TUESDAY, **NOT_AS_DECLARED)
    assert case.stage == "publicity"


def test_the_rules_count_with_what_was_found_and_the_declared_stays(world, visiting):
    case = visiting(savings=RICHER)
    declared = "按申报, 和登记不一致, 还没有核实"
    assert grounds(case)["全家: 货币财产"] == ("50,000.00 元", declared)
    settled(world, case, savings=Found("register"),
            m1__wage=Found("visit", "4610", "工资单"))  # fmt: skip
    assert case.answers["values"]["savings"] == RICHER
    assert case.answers["members"][1]["values"]["wage"] == 0
    found = grounds(case)
    assert found["全家: 货币财产"] == ("10,000.00 元", "按核对")
    name = case.answers["members"][1]["name"]
    assert found[f"{name}: 月劳动收入"] == ("4,610.00 元", "按入户")
    assert found[f"{name}: 月养老金"][1] == "按申报, 和登记一致"
    entry = case.answers["verified"]["m1-wage"]
    assert (entry["who"], entry["why"], entry["at"]) == (str(world.clerk), "工资单", "2026-03-03")


def test_money_that_was_found_at_home_is_in_the_decision(world, visiting):
    poor = visiting()
    before = reckon(items()[DIBAO], poor.applicant, poor.answers, TUESDAY).amount
    settled(world, poor, m1__wage=Found("visit", "1000", "工资单"))
    world.visited(poor, world.clerk, TUESDAY, **NOT_AS_DECLARED)
    fire_ended(at(date(2026, 3, 12)))
    poor.refresh_from_db()
    world.step(poor, "grant", world.approver, date(2026, 3, 12))
    decision = Decision.objects.get()
    assert 0 < decision.amount < before
    told = [one for one in decision.inputs["grounds"] if one["by"] == "按入户"]
    assert [(one["label"], one["value"]) for one in told] == [("月劳动收入", "1,000.00 元")]


def test_a_visit_that_saw_something_else_says_what(world, visiting):
    case = visiting()
    seen = {"matches": "否", "differs": "儿子在厂里上班"}
    with pytest.raises(CaseFault, match="还没有写明核实的是多少"):
        world.visited(case, world.clerk, TUESDAY, **seen)
    settled(world, case, m1__wage=Found("visit", "1000", "厂里的工资条"))
    world.visited(case, world.clerk, TUESDAY, **seen)
    assert case.stage == "publicity"


def test_what_is_not_in_the_register_rests_on_something(world, visiting):
    case = visiting(savings=RICHER)
    with pytest.raises(CaseFault, match="货币财产: 请写明凭什么"):
        settled(world, case, savings=Found("declared"))
    with pytest.raises(CaseFault, match="请填入户看到的"):
        settled(world, case, savings=Found("visit", "", "存折"))
    settled(world, case, savings=Found("declared", why="存折是儿子的, 登记记错了人"))
    assert grounds(case)["全家: 货币财产"] == ("50,000.00 元", "按申报")


def test_a_register_that_tells_something_new_is_looked_at_again(world, visiting):
    case = visiting(savings=RICHER)
    settled(world, case, savings=Found("declared", why="存折是儿子的"))
    home = case.applicant.memberships.get().household
    home.assets.update(valid_to=TUESDAY)
    factories.assets(home, since=TUESDAY, money=8_710_400, homes=0, floor_area=0)
    with pytest.raises(CaseFault, match=r"登记87,104\.00 元"):
        world.visited(case, world.clerk, TUESDAY)


def test_somebody_left_out_is_counted_or_it_is_said_why_not(world, visiting):
    case = visiting()
    son = case.answers["members"].pop(1)
    case.save(update_fields=["answers"])
    with pytest.raises(CaseFault, match="户籍里有, 没有列入"):
        world.visited(case, world.clerk, TUESDAY)
    case.refresh_from_db()
    settled(world, case, **{f"p{son['person']}": Found("register")})
    assert any(key.startswith(son["name"]) for key in grounds(case))
    settled(world, case, **{f"p{son['person']}": Found("declared", why="已在外成家, 有结婚证")})
    assert not any(key.startswith(son["name"]) for key in grounds(case))
    world.visited(case, world.clerk, TUESDAY)
    assert PublicNotice.objects.get().lines["members"] == "1 人"


def test_only_who_looks_into_it_decides_and_it_is_written_down(world, visiting):
    case = visiting(savings=RICHER)
    with pytest.raises(NotYours):
        verify(case=case.pk, user=world.counter, found={"savings": Found("register")},
               at=at(TUESDAY))  # fmt: skip
    settled(world, case, savings=Found("register"))
    entry = AuditEntry.objects.get(action="case.verify")
    assert entry.detail == {"number": case.number, "fields": ["savings"]}
