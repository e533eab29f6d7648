"""What the registers say now of a family that they did not say before, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from yingzhou.core.money import format_fen
from yingzhou.kernel.cases.reckoning import registered
from yingzhou.kernel.people.models import Person

MONEY = {"wage": "月劳动收入", "pension": "月养老金", "other": "月其他收入"}
IS = {"employed": "就业", "registered": "户籍在本区"}
OWN = {"disability_grade": "残疾等级"}
SHARED = {"money": "全家存款"}
HAS = {"vehicle": "机动车", "premises": "非居住房屋"}
COUNT = {"homes": "住房套数"}
NOT_KNOWN = "没有登记"


def changed(person: Person, before: date, now: date) -> list[str]:
    """Of the household of ``person``, between the law days of two months. A dozen queries."""
    was, is_ = registered(person, before), registered(person, now)
    names = {**was.names, **is_.names}
    old = {one["person_id"]: one for one in was.household["members"]}
    new = {one["person_id"]: one for one in is_.household["members"]}
    found = [f"{names[pk]}: 不在这一户了" for pk in old.keys() - new.keys()]
    found += [f"{names[pk]}: 新到这一户" for pk in new.keys() - old.keys()]
    for pk in old.keys() & new.keys():
        found += [f"{names[pk]}{line}" for line in _person(old[pk], new[pk])]
    return [*found, *_household(was.household, is_.household)]


def _person(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for key, label in MONEY.items():
        if old.get(key) != new.get(key):
            yield f"的{label}: {_money(old.get(key))} → {_money(new.get(key))}"
    for key, label in IS.items():
        if old.get(key) != new.get(key):
            was, now = (_flag(one.get(key), "是", "否") for one in (old, new))
            yield f"的{label}: {was} → {now}"
    for key, label in OWN.items():
        if old.get(key) != new.get(key):
            yield f"的{label}: {_plain(old.get(key))} → {_plain(new.get(key))}"


def _household(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for key, label in SHARED.items():
        if old.get(key) != new.get(key):
            yield f"{label}: {_money(old.get(key))} → {_money(new.get(key))}"
    for key, label in HAS.items():
        if old.get(key) != new.get(key):
            yield f"{label}: {_flag(old.get(key))} → {_flag(new.get(key))}"
    for key, label in COUNT.items():
        if old.get(key) != new.get(key):
            yield f"{label}: {_plain(old.get(key))} → {_plain(new.get(key))}"


def _money(fen: int | None) -> str:
    return NOT_KNOWN if fen is None else f"{format_fen(fen)} 元"


def _flag(value: Any, yes: str = "有", no: str = "没有") -> str:
    """The snapshot keeps yes and no as 1 and 0."""
    return NOT_KNOWN if value is None else yes if value else no


def _plain(value: Any) -> str:
    return NOT_KNOWN if value is None else str(value)
