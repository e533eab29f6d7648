"""What stands first in an officer's queue."""

from __future__ import annotations

from datetime import timedelta

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.models import Case, Delegation
from yingzhou.kernel.cases.selectors import queue
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items


def _line(world, days: int, *, is_urgent: bool = False) -> int:
    """A received complaint, due ``days`` from Monday."""
    values = {"kind": "养老机构", "who": "敬老院", "what": f"第{days}天饭是凉的", "open": False}
    request = Request(
        items()["oversight/complaint"], world.mother, "counter", forms.empty() | {"values": values},
        place=world.town,
    )  # fmt: skip
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    Case.objects.filter(pk=case.pk).update(
        due_on=MONDAY + timedelta(days=days), is_urgent=is_urgent
    )
    return case.pk


def _shown(world) -> list[list[int]]:
    pages, after = [], ""
    while not pages or after:
        rows = queue.todo(world.counter)
        page, lines = queue.page(rows, world.counter, MONDAY, after)
        pages.append([line.case.pk for line in lines])
        after = page.after
    return pages


def test_what_is_urgent_stands_before_what_is_late(world, monkeypatch):
    monkeypatch.setattr(queue, "SIZE", 2)
    late, soon = _line(world, -3), _line(world, 1)
    urgent, another = _line(world, 5, is_urgent=True), _line(world, 2, is_urgent=True)
    last = _line(world, 9)
    assert _shown(world) == [[another, urgent], [late, soon], [last]]


def test_a_line_says_who_has_it_in_hand_and_for_whom_one_stands_in(world):
    """What an absent colleague had begun is not called nobody's, nor what one answers for and
    somebody else works on."""
    pk = _line(world, 1)
    other = factories.user_with("counter", world.town)
    Delegation.objects.create(
        absent=world.counter, substitute=other, reason="年假", valid_from=MONDAY,
        valid_to=MONDAY + timedelta(days=2), made_by="主管", made_at=at(MONDAY),
    )  # fmt: skip

    def why(rows, user) -> list[str]:
        return [line.why for line in queue.page(rows, user, MONDAY)[1]]

    assert why(queue.todo(other), other) == ["还没有人接手"]
    Case.objects.filter(pk=pk).update(handler=world.counter)
    assert why(queue.todo(other), other) == [f"替{world.counter}办"]
    assert why(queue.owned(world.counter), world.counter) == ["您正在办"]
    Case.objects.filter(pk=pk).update(handler=other)
    assert why(queue.owned(world.counter), world.counter) == [f"{other}正在办"]
