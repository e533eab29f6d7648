"""What ``yingzhou check`` finds of cases where somebody changed the tables by hand."""

from __future__ import annotations

from datetime import date

from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.core.invariants import check_all
from yingzhou.kernel.cases.models import Case, Step
from yingzhou.kernel.cases.services.tend import fire_ended

HANDS, NUMBERS = "要两个人办的步骤不是同一个人办的", "办件编号没有缺号"


def _faults(name: str) -> list[str]:
    return next(one.faults for one in check_all() if one.name == name)


def _granted(world) -> Case:
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    world.visited(case, world.clerk, date(2026, 3, 9))
    fire_ended(at(date(2026, 3, 17)))
    case.refresh_from_db()
    world.step(case, "grant", world.approver, date(2026, 3, 18))
    return case


def test_who_visited_and_decided_is_found(world):
    case = _granted(world)
    assert _faults(HANDS) == []
    Step.objects.filter(case=case, transition="grant").update(user=world.clerk)
    (told,) = _faults(HANDS)
    assert told.startswith(f"办件 {case.number}: “登记入户结果”和“确认同意”都是")


def test_a_case_that_is_gone_leaves_a_gap(world):
    case = _granted(world)
    assert _faults(NUMBERS) == []
    Case.objects.filter(pk=case.pk).update(running=4)
    assert _faults(NUMBERS) == [f"{case.number.rpartition('-')[0]}: 缺第 1、2、3 件"]
