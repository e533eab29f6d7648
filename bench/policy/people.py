"""The people of the benchmark: made up, the same for every engine, from one seed.

Facts are numpy columns named as in ``law/inputs.yaml``: money in whole fen (int64), days as
yyyymmdd (int32), yes and no as int8, counts as int16, categories as the place in LABELS (int16).
Persons of one household stand together. Some households have no members, the last one among them.
Some sit exactly on a line of the law, or one fen beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

LABELS = ("", "无", "视力", "听力", "言语", "肢体", "智力", "精神", "多重")
"""人.残疾类别. The first, empty one is never given to anybody."""
STANDARDS = np.array([1160, 1240, 1330, 1420, 1510, 1595, 1650]) * 100
"""Of the minimum living allowance since 2019, fen: some households are put on these lines."""
EMPTY = 0.004
SIZES, WEIGHTS = np.arange(1, 7), np.array([0.14, 0.28, 0.27, 0.16, 0.09, 0.06])


@dataclass(frozen=True)
class People:
    """``household_of``: each person's household, ascending. ``columns``: by the fact's name."""

    household_of: np.ndarray
    households: int
    columns: dict[str, np.ndarray]

    @property
    def persons(self) -> int:
        return len(self.household_of)

    @property
    def nbytes(self) -> int:
        return self.household_of.nbytes + sum(one.nbytes for one in self.columns.values())

    def save(self, path: Path) -> None:
        np.savez(path, _of=self.household_of, _count=np.array(self.households), **self.columns)

    @classmethod
    def read(cls, path: Path) -> People:
        with np.load(path) as stored:
            found = dict(stored)
        return cls(found.pop("_of"), int(found.pop("_count")), found)


def made(persons: int, households: int, seed: int = 20250701) -> People:
    """``persons`` people in ``households``; between one and six in each that is not empty."""
    draw = np.random.default_rng(seed)
    sizes = _sizes(draw, persons, households)
    household_of = np.repeat(np.arange(households, dtype=np.int32), sizes)
    columns = _persons(draw, household_of, households) | _households(draw, sizes)
    _on_the_line(draw, columns, household_of, sizes)
    return People(household_of, households, columns)


def _sizes(draw: np.random.Generator, persons: int, households: int) -> np.ndarray:
    sizes = draw.choice(SIZES, households, p=WEIGHTS)
    empty = draw.random(households) < EMPTY
    empty[-1] = True
    sizes[empty] = 0
    while (short := persons - int(sizes.sum())) != 0:
        step = 1 if short > 0 else -1
        free = np.flatnonzero(~empty & (sizes < 6 if step > 0 else sizes > 1))
        if not free.size:
            raise ValueError(f"{persons} persons do not fit into {households} households")
        sizes[draw.choice(free, min(abs(short), free.size), replace=False)] += step
    return sizes


def _flag(draw: np.random.Generator, chance: np.ndarray | float, count: int) -> np.ndarray:
    return (draw.random(count) < chance).astype(np.int8)


def _money(draw: np.random.Generator, middle: float, spread: float, count: int) -> np.ndarray:
    """Fen: four in five whole yuan, the others to the fen."""
    fen = np.rint(draw.lognormal(np.log(middle * 100), spread, count)).astype(np.int64)
    return np.where(draw.random(count) < 0.8, fen // 100 * 100, fen)


def _persons(
    draw: np.random.Generator, household_of: np.ndarray, households: int
) -> dict[str, np.ndarray]:
    count = len(household_of)
    year = draw.integers(1920, 2025, count)
    born = year * 10_000 + draw.integers(1, 13, count) * 100 + draw.integers(1, 29, count)
    age = 2025 - year
    # Poverty is a matter of whole households: a seventh of them earn little.
    poor = (draw.random(households) < 0.15)[household_of]
    works = ((age >= 18) & (age < 62) & (draw.random(count) < np.where(poor, 0.3, 0.8))).astype(
        np.int8
    )
    wage = np.where(poor, _money(draw, 2500, 0.3, count), _money(draw, 6000, 0.5, count))
    pension = np.where(poor, _money(draw, 1100, 0.3, count), _money(draw, 3200, 0.5, count))
    grade = np.where(draw.random(count) < 0.08, draw.integers(1, 5, count), 0).astype(np.int16)
    kind = np.where(grade > 0, draw.integers(2, len(LABELS), count), 1).astype(np.int16)
    care = np.where((age >= 60) & (draw.random(count) < 0.3), draw.integers(1, 7, count), 0)
    return {
        "人.出生日期": born.astype(np.int32),
        "人.本市户籍": _flag(draw, 0.93, count),
        "人.月劳动收入": np.where(works, wage, 0).astype(np.int64),
        "人.月养老金": np.where(age >= 60, pension, 0).astype(np.int64),
        "人.月其他收入": np.where(draw.random(count) < 0.1, _money(draw, 300, 0.8, count), 0),
        "人.就业": works,
        "人.残疾类别": kind,
        "人.残疾等级": grade,
        "人.照护等级": care.astype(np.int16),
        "人.大重病": _flag(draw, 0.02, count),
        "人.孤儿保障": _flag(draw, np.where(age < 18, 0.01, 0.0), count),
        "人.工伤护理费": _flag(draw, 0.005, count),
    }


def _households(draw: np.random.Generator, sizes: np.ndarray) -> dict[str, np.ndarray]:
    count = len(sizes)
    wealth = _money(draw, 40_000, 1.1, count) * np.maximum(sizes, 1)
    return {
        "户.货币财产": wealth,
        "户.住房套数": draw.choice(3, count, p=[0.2, 0.7, 0.1]).astype(np.int16),
        "户.有机动车": _flag(draw, 0.3, count),
    }


def _on_the_line(
    draw: np.random.Generator,
    columns: dict[str, np.ndarray],
    household_of: np.ndarray,
    sizes: np.ndarray,
) -> None:
    """Three in a hundred households with income, or wealth, on a line or one fen beside it."""
    count = len(sizes)
    chosen = (draw.random(count) < 0.03) & (sizes > 0)
    first = np.searchsorted(household_of, np.flatnonzero(chosen))
    inside = chosen[household_of]
    for name in ("人.月劳动收入", "人.月养老金", "人.月其他收入"):
        columns[name][inside] = 0
    many = int(chosen.sum())
    line = draw.choice(STANDARDS, many) * draw.integers(1, 3, many) * sizes[chosen]
    columns["人.月养老金"][first] = line + draw.integers(-1, 2, many)
    wealth = draw.choice([30_000, 33_000, 50_000, 55_000], many) * 100 * sizes[chosen]
    columns["户.货币财产"][chosen] = wealth + draw.integers(-1, 2, many)
    columns["户.有机动车"][chosen] = 0
