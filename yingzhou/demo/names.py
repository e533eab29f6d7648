"""Names that look real: surnames as frequent as on the island, given names of their time."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from yingzhou.demo.crowd import Crowd
from yingzhou.demo.days import day
from yingzhou.demo.rng import rng
from yingzhou.kernel.people import names as spelling

_COHORTS = ("old", "middle", "young")


@dataclass
class NameColumns:
    """Distinct names with their spellings, and for each person which one is theirs."""

    names: list[str]
    pinyin: list[str]
    sound: list[str]
    initials: list[str]
    of_person: np.ndarray


@cache
def _tables() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "names.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def surname_weights() -> tuple[int, np.ndarray]:
    """How many surnames there are, and how frequent each is."""
    weights = np.array(list(_tables()["surnames"].values()), float)
    return len(weights), weights / weights.sum()


class Naming:
    """Everyone being named, in a worker process when a pool is given; ``result`` waits for it."""

    def __init__(self, crowd: Crowd, pool: ProcessPoolExecutor | None) -> None:
        self._columns = crowd.surname, crowd.birth, crowd.sex
        self._made = pool.submit(name_everyone, *self._columns) if pool else None

    def result(self) -> NameColumns:
        return self._made.result() if self._made else name_everyone(*self._columns)


def name_everyone(surname: np.ndarray, birth: np.ndarray, sex: np.ndarray) -> NameColumns:
    """Given names by sex and time of birth; about one in four old people has a single character."""
    generator = rng("given names")
    size = len(_tables()["old"]["male"])
    popularity = 1 / (np.arange(size) + 4)
    popularity /= popularity.sum()
    first = generator.choice(size, len(birth), p=popularity)
    second = generator.choice(size, len(birth), p=popularity[::-1])
    single = generator.random(len(birth)) < 0.16
    cohort = np.digitize(birth, [day(1958), day(1992)])
    is_woman = sex.astype("int64") - 1
    code = (((surname * 3 + cohort) * 2 + is_woman) * 40 + first) * 40
    code += np.where(single, 39, second)
    distinct, of_person = np.unique(code, return_inverse=True)
    names = [_spell(int(value)) for value in distinct]
    return NameColumns(
        names=names,
        pinyin=[spelling.pinyin(name) for name in names],
        sound=[spelling.sound(name) for name in names],
        initials=[spelling.initials(name) for name in names],
        of_person=of_person,
    )


@cache
def _surnames() -> list[str]:
    return list(_tables()["surnames"])


def _spell(code: int) -> str:
    code, second = divmod(code, 40)
    code, first = divmod(code, 40)
    code, sex = divmod(code, 2)
    surname, cohort = divmod(code, 3)
    chars = _tables()[_COHORTS[cohort]]["female" if sex else "male"]
    given = chars[first] + (chars[second] if second < len(chars) else "")
    return _surnames()[surname] + given
