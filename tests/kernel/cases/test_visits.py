"""What is told of a visit, and what may follow from it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.services.verifying import Found, verify
from yingzhou.kernel.disclosure.models import PublicNotice

TUESDAY, NEXT_WEEK = date(2026, 3, 3), date(2026, 3, 10)


@pytest.fixture
def visited(world):
    """``visited(savings=…)``: a family whose money the town looks into."""

    def made(**values):
        case = world.apply(**values)
        world.step(case, "accept", world.counter, MONDAY)
        world.step(case, "survey", world.clerk, MONDAY)
        return case

    return made


def test_nobody_was_at_a_home_on_a_day_that_has_not_come(world, visited):
    case = visited()
    with pytest.raises(CaseFault, match="哪天入户: 还没有到这一天"):
        world.visited(case, world.clerk, TUESDAY, visited_on=NEXT_WEEK.isoformat())
    world.visited(case, world.clerk, TUESDAY)
    assert case.stage == "publicity"


def test_nobody_was_at_a_home_before_anything_was_asked_for(world, visited):
    case = visited()
    with pytest.raises(CaseFault, match="哪天入户: 早于收件的日子"):
        world.visited(case, world.clerk, TUESDAY, visited_on="2025-01-10")
    world.visited(case, world.clerk, TUESDAY, visited_on=MONDAY.isoformat())
    assert case.stage == "publicity"


def test_a_notice_says_that_it_is_meant_to_be_granted_and_how_much(world, visited):
    case = visited()
    world.visited(case, world.clerk, TUESDAY)
    notice = PublicNotice.objects.get(about=f"case:{case.pk}")
    assert notice.title == "最低生活保障拟确认公示"
    assert "元" in notice.lines["amount"]


def test_a_family_over_the_limit_is_not_put_on_show_without_a_reason(world, visited):
    case = visited(savings=90_000_000)
    found = {"savings": Found("declared", why="存折在家里看到了")}
    verify(case=case.pk, user=world.clerk, found=found, at=at(TUESDAY))
    with pytest.raises(CaseFault, match="规则算出的结果是“不符合”") as refused:
        world.visited(case, world.clerk, TUESDAY)
    assert "提出不予确认" in str(refused.value)
    case.refresh_from_db()
    assert case.stage == "visit"
    assert not PublicNotice.objects.filter(about=f"case:{case.pk}").exists()
    data = {"visited_on": "2026-03-03", "visitors": "张三、李四", "living": "存款是别人的",
            "matches": "否", "differs": "存款"}  # fmt: skip
    world.step(case, "visit", world.clerk, TUESDAY, "存款是村里寄放的, 有收据", **data)
    assert case.stage == "publicity"
