"""Whoever asks for a time gets a day and a part of it, as long as there is room: a workday, not
today, not too far ahead, and no more people than the counter can see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from yingzhou.core.workdays import is_workday
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Appointment, Case
from yingzhou.kernel.cases.places import desk_id
from yingzhou.kernel.cases.registers import ASKED_FOR
from yingzhou.kernel.catalogue.items import Apply, Slots
from yingzhou.kernel.divisions.models import Division

WALK_IN = ("counter", "village")
"""Ways in which somebody is there already: no day means now."""
SHOWN = 3


def book(case: Case, apply: Apply, today: date) -> Appointment | None:
    """Where room is counted is locked meanwhile: two never get the last place."""
    said, values = apply.slots, case.answers.get("values", {})
    if said is None or case.channel not in ASKED_FOR:
        return None
    day, part = values.get(said.day), values.get(said.part)
    if not day and not part and case.channel in WALK_IN:
        return None
    if not day or not part:
        raise CaseFault("要先约哪天、上午还是下午来: 两样都请选好")
    wanted, place = date.fromisoformat(day), _locked(_where(case, apply, today))
    if wrong := why_not(said, wanted, today):
        raise CaseFault(f"{wrong}。{_instead(case, apply, place, today)}")
    if not _left(case, said, place, wanted, part):
        full = f"{_written(wanted)}{part}已经约满"
        raise CaseFault(f"{full}。{_instead(case, apply, place, today)}")
    return Appointment.objects.create(
        case=case, place_id=place, item=case.item, day=wanted, part=part
    )


def moved(case: Case, apply: Apply, day: str | None, today: date) -> None:
    """The desk confirms it, perhaps for another day: as long as there is room there."""
    row = Appointment.objects.filter(case=case).first() if apply.slots and day else None
    if row is None or apply.slots is None or day is None:
        return
    wanted = date.fromisoformat(day)
    if wanted == row.day:
        return
    if wrong := why_not(apply.slots, wanted, today):
        raise CaseFault(f"{wrong}。{_instead(case, apply, row.place_id, today)}")
    if not _left(case, apply.slots, _locked(row.place_id), wanted, row.part):
        raise CaseFault(f"{_written(wanted)}{row.part}已经约满")
    row.day = wanted
    row.save(update_fields=["day"])


def cannot_be(apply: Apply, place: str, value: Any, today: date) -> str:
    """Why an answer of a form at home names no time: told at the question, not at the end. Whether
    there is room shows when it is handed in."""
    said = apply.slots
    if said is None or place not in (said.day, said.part):
        return ""
    if value is None:
        return "网上先填的一定要约: 哪天、上午还是下午来, 都请选好"
    return why_not(said, date.fromisoformat(value), today) if place == said.day else ""


def why_not(said: Slots, day: date, today: date) -> str:
    if day <= today:
        return "要约明天或以后的日子; 今天要办的直接到窗口"
    if day > today + timedelta(days=said.ahead):
        return f"最多提前 {said.ahead} 天约"
    return "" if is_workday(day) else f"{_written(day)}不上班, 请约工作日"


def _where(case: Case, apply: Apply, today: date) -> int:
    """Whose room it is: of the desk that begins it. What the district does itself has one room for
    all towns, whichever counter took it in."""
    begins = apply.process.stages[apply.process.start].by
    return desk_id(begins, case.place_id, case.home_id, today) or case.place_id


def _locked(place: int) -> int:
    """Nobody else books there until this is written; what only refers to the place goes on."""
    return Division.objects.select_for_update(no_key=True).only("pk").get(pk=place).pk


def _left(case: Case, said: Slots, place: int, day: date, part: str) -> int:
    taken = Appointment.objects.filter(
        place=place, item=case.item, day=day, part=part, case__is_open=True
    )
    return max(said.capacity - taken.exclude(case=case).count(), 0)


def _instead(case: Case, apply: Apply, place: int, today: date) -> str:
    """The first times that are free."""
    said = apply.slots
    assert said is not None  # noqa: S101 - asked only of what can be booked
    parts = next((one.options for one in apply.form if one.key == said.part), ())
    free = []
    for ahead in range(1, said.ahead + 1):
        day = today + timedelta(days=ahead)
        if is_workday(day):
            free += [
                f"{_written(day)}{part}" for part in parts if _left(case, said, place, day, part)
            ]
        if len(free) >= SHOWN:
            return f"还有: {'、'.join(free[:SHOWN])}"
    return "这一段都约满了, 请过几天再约, 或直接到窗口"


def _written(day: date) -> str:
    return f"{day.month}月{day.day}日"
