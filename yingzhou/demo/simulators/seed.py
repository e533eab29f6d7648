"""What the providers believe of a person, by identity number.

``YINGZHOU_SIMULATORS_SEED`` names a file that the demo's build made of its district
(:mod:`yingzhou.demo.sowing`): hashes of identity numbers, sorted, and columns of facts beside them.
Of a few in a hundred something else is told than the district knows. Without the file, and for whom
it does not name, all is drawn by the number.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from yingzhou.demo.simulators.contract import keyed

YUAN = 100
STAGES = ("无", "学前", "义务教育", "普通高中", "中职", "高校")
FLAGS = ("employed", "illness", "vehicle", "premises")
SINCE = 2025
"""Ages are those of this year, so that an answer is the same on every day."""
DIFFERS = 0.08
"""So many of the people are known differently by one provider or another."""


@cache
def _file() -> Mapping[str, np.ndarray]:
    name = os.environ.get("YINGZHOU_SIMULATORS_SEED", "")
    if not name or not Path(name).is_file():
        return {}
    with np.load(name, allow_pickle=False) as found:
        return {column: found[column] for column in found.files}


_told: dict[int, dict[str, Any]] = {}


def mixed(bodies: np.ndarray) -> np.ndarray:
    """A whole district's identity numbers at once (their first seventeen digits, uint64), so that
    they do not stand in the file: SplitMix64 over a secret. Of real people it would not be enough,
    for there are not that many numbers; here all are invented."""
    with np.errstate(over="ignore"):
        x = bodies ^ np.uint64(0x59_49_4E_47_5A_48_4F_55)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return x ^ (x >> np.uint64(31))


def believe(number: str, facts: Mapping[str, Any]) -> None:
    """From now on this is what they know of a person, as far as it goes; empty: as before."""
    _told[keyed("person", number)] = dict(facts)


def facts_of(number: str) -> dict[str, Any]:
    believed = _told.get(keyed("person", number))
    if believed:
        return _known(number, with_slips=False) | believed
    return _known(number)


def _known(number: str, with_slips: bool = True) -> dict[str, Any]:
    known = _sown(number)
    facts = known if known is not None else _drawn(number)
    slips = _different(number, facts) if with_slips else {}
    return facts | _of_civil_affairs(number) | slips


def _sown(number: str) -> dict[str, Any] | None:
    columns = _file()
    if not columns or not number[:17].isdigit():
        return None
    key = mixed(np.array([number[:17]], "U17").astype("uint64"))[0]
    at = int(np.searchsorted(columns["key"], key))
    if at >= len(columns["key"]) or columns["key"][at] != key:
        return None
    facts = {name: int(values[at]) for name, values in columns.items() if name != "key"}
    facts |= {name: bool(facts[name]) for name in FLAGS}
    return facts | {"schooling": STAGES[facts["schooling"]]}


def _share(*words: str) -> float:
    return keyed(*words) / 2**64


def _drawn(number: str) -> dict[str, Any]:
    """As age and sex make it likely."""
    age, is_woman = SINCE - int(number[6:10]), int(number[16]) % 2 == 0
    luck = _share("wage", number)
    works = 22 <= age < (55 if is_woman else 60) and luck < 0.8
    retired = age >= (55 if is_woman else 60)
    owns = age >= 30 and _share("homes", number) < 0.3
    return {
        "wage": round(2740 + 6000 * luck) * YUAN if works else 0,
        "pension": round(1500 + 3000 * _share("pension", number)) * YUAN if retired else 0,
        "other_income": 0,
        "employed": works,
        "schooling": _school(age),
        "illness": _share("illness", number) < 0.02,
        "money": round(40_000 * _share("money", number)) * YUAN if age >= 18 else 0,
        "vehicle": age >= 20 and _share("vehicle", number) < 0.1,
        "premises": False,
        "homes": int(owns),
        "floor_area": 72 if owns else 0,
    }


def _school(age: int) -> str:
    for until, stage in ((3, 0), (6, 1), (15, 2), (18, 3)):
        if age < until:
            return STAGES[stage]
    return STAGES[0]


def _of_civil_affairs(number: str) -> dict[str, Any]:
    age = SINCE - int(number[6:10])
    married = age >= 24 and _share("married", number) < 0.7
    return {"married": married, "aid_elsewhere": _share("aid", number) < 0.003}


def _different(number: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody forgot to tell, or what changed since."""
    age = SINCE - int(number[6:10])
    if age < 18 or _share("differs", number) >= DIFFERS:
        return {}
    kinds = ("pension", "money", "vehicle") if age >= 60 else ("wage", "money", "vehicle")
    what = kinds[keyed("which", number) % len(kinds)]
    if what == "vehicle":
        return {"vehicle": True}
    more = {"pension": 2400, "wage": 1800, "money": 96_000}[what] * YUAN
    return {what: int(facts[what]) + more, **({"employed": True} if what == "wage" else {})}
