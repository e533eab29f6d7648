"""The house rules and the signals as the files say, checked when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from yingzhou.core.periods import Period, Unit

HERE = Path(__file__).parent
CONFIDENCE = ("seen", "memory", "unverified")
BENEFIT, SIGNAL = "benefit", "signal"
CLASS = 1000
"""A rank is its class times this, and what orders within the class."""


@dataclass(frozen=True)
class Margin:
    """See ``house.yaml``."""

    say: str
    of: str
    against: str = ""


@dataclass(frozen=True)
class House:
    """See ``house.yaml``."""

    basis: str
    confidence: str
    of_village: int
    of_town: int
    visit: Period
    quiet: Mapping[str, int]
    usual_class: int
    classes: Mapping[str, int]
    leave_out: frozenset[str]
    margins: Mapping[str, tuple[Margin, ...]]

    def class_of(self, item: str) -> int:
        return self.classes.get(item, self.usual_class)


@dataclass(frozen=True)
class Signal:
    """See ``signals.yaml``; ``figures``: what its source asks for."""

    key: str
    name: str
    source: str
    item: str
    rank: int
    unless: tuple[str, ...]
    basis: str
    confidence: str
    figures: Mapping[str, Any]


class FileFault(ValueError):
    """What is wrong in which file."""


def _said(name: str) -> dict[str, Any]:
    found = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    _must(isinstance(found, dict), name, "要写成“名称: 内容”")
    return dict(found)


def _must(ok: bool, where: str, words: str) -> None:
    if not ok:
        raise FileFault(f"{where}: {words}")


def _class(where: str, value: Any) -> int:
    _must(isinstance(value, int) and 1 <= value <= 9, where, "class 是 1 到 9")
    return int(value)


@cache
def house() -> House:
    return house_of(_said("house.yaml"))


def house_of(said: Mapping[str, Any]) -> House:
    where = "house.yaml"
    quiet, capacity, visit = said["quiet"], said["capacity"], said["visit"]
    _must(said["confidence"] in CONFIDENCE, where, f"confidence 要是 {'、'.join(CONFIDENCE)} 之一")
    _must(all(months > 0 for months in quiet.values()), where, "quiet 的月数要大于 0")
    _must(0 < capacity["village"] <= capacity["town"], where, "一个村居每月的上门数不能多过乡镇")
    return House(
        basis=said["basis"],
        confidence=said["confidence"],
        of_village=capacity["village"],
        of_town=capacity["town"],
        visit=Period(visit["length"], Unit(visit["unit"])),
        quiet=quiet,
        usual_class=_class(where, said["class"]),
        classes={item: _class(f"{where} {item}", one) for item, one in said["classes"].items()},
        leave_out=frozenset(said["leave_out"]),
        margins={
            item: tuple(Margin(**one) for one in some) for item, some in said["margins"].items()
        },
    )


@cache
def signals() -> dict[str, Signal]:
    return {key: signal_of(key, said) for key, said in _said("signals.yaml").items()}


def signal_of(key: str, said: Mapping[str, Any]) -> Signal:
    where = f"signals.yaml {key}"
    _must(said["confidence"] in CONFIDENCE, where, f"confidence 要是 {'、'.join(CONFIDENCE)} 之一")
    own = {"name", "source", "item", "class", "unless", "basis", "confidence"}
    figures = {name: value for name, value in said.items() if name not in own}
    _must(figures.get("months", 0) > 0, where, "months 要大于 0")
    return Signal(
        key=key,
        name=said["name"],
        source=said["source"],
        item=said["item"],
        rank=_class(where, said["class"]),
        unless=tuple(said["unless"]),
        basis=said["basis"],
        confidence=said["confidence"],
        figures=figures,
    )
