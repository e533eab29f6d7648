"""The benchmark's law a second time, by hand, in plain numpy on whole fen.

Written from the policy facts and not from ``law/``; it shares no code and no file with the engine.
Its figures stand below as they were published, in yuan from the month they began to hold.
"""

from __future__ import annotations

import numpy as np
from people import LABELS, People

STANDARD = {
    (2019, 4): 1160, (2020, 7): 1240, (2021, 7): 1330, (2022, 7): 1420, (2023, 7): 1510,
    (2024, 7): 1595, (2025, 7): 1650,
}  # fmt: skip
EXTRA_TENTHS = {(2019, 4): 2, (2022, 7): 3}
WAGE = {(2019, 4): 2480, (2021, 7): 2590, (2023, 7): 2690, (2025, 7): 2740}
EXEMPT_PERCENT, EXEMPT_MOST = 15, {(2019, 4): 500, (2023, 7): 600}
WEALTH, WEALTH_EDGE = (33_000, 30_000), (55_000, 50_000)
"""For one or two members; for three and more."""
AGES, BY_AGE = (65, 70, 80, 90, 100), (0, 75, 150, 180, 350, 600)
LIVING = {(2016, 1): (330, 300), (2021, 1): (410, 410)}
"""Households on the allowance; severely disabled and without work."""
CARE = {
    (2019, 4): ((750, 600), (700, 500), (500, 300)),
    (2022, 1): ((1110, 888), (1036, 740), (740, 444)),
}
"""By level 1, 2 to 4, 5 and 6: on the allowance; low income."""
HOUSEHOLD_RESULTS = ("家庭月收入", "符合低保", "低保金", "低收入家庭")
PERSON_RESULTS = (
    "老年综合津贴", "困难残疾人生活补贴", "重度残疾人护理补贴", "养老服务补贴",
)  # fmt: skip
NAMES = (*HOUSEHOLD_RESULTS, *PERSON_RESULTS)


def month(people: People, year: int, number: int) -> dict[str, np.ndarray]:
    """The eight results: money in fen, yes and no as 0 and 1, all int64."""
    at = (year, number)
    facts = {name.partition(".")[2]: values for name, values in people.columns.items()}
    age = _age(facts["出生日期"], at)
    severe = _severe(facts)
    found = _households(people, facts, age, severe, at)
    of = people.household_of
    found |= _persons(facts, age, severe, at, found["符合低保"][of], found["低收入家庭"][of])
    return {name: found[name].astype(np.int64) for name in NAMES}


def _since(history: dict, at: tuple[int, int]):  # type: ignore[no-untyped-def]
    return history[max(start for start in history if start <= at)]


def _age(born: np.ndarray, at: tuple[int, int]) -> np.ndarray:
    """Years that are full at the end of the month."""
    year, number = at
    later = (born // 100 % 100) > number
    return year - born // 10_000 - later


def _severe(facts: dict[str, np.ndarray]) -> np.ndarray:
    grade, kind = facts["残疾等级"], facts["残疾类别"]
    mind = (kind == LABELS.index("智力")) | (kind == LABELS.index("精神"))
    return (grade == 1) | (grade == 2) | ((grade == 3) & mind)


def _income(facts: dict[str, np.ndarray], at: tuple[int, int]) -> np.ndarray:
    """Each person's income that counts. Halves of a fen of the exempted part go up."""
    wage = facts["月劳动收入"]
    works = (facts["就业"] == 1) & (wage >= _since(WAGE, at) * 100)
    part = (wage * EXEMPT_PERCENT + 50) // 100
    exempt = np.where(works, np.minimum(part, _since(EXEMPT_MOST, at) * 100), 0)
    return wage - exempt + facts["月养老金"] + facts["月其他收入"]


def _totals(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Sums by household in whole numbers; a household without members has none."""
    running = np.concatenate([[0], np.cumsum(values, dtype=np.int64)])
    return running[starts[1:]] - running[starts[:-1]]


def _households(
    people: People,
    facts: dict[str, np.ndarray],
    age: np.ndarray,
    severe: np.ndarray,
    at: tuple[int, int],
) -> dict[str, np.ndarray]:
    starts = np.searchsorted(people.household_of, np.arange(people.households + 1))
    size = np.diff(starts)
    standard = _since(STANDARD, at) * 100
    income = _totals(_income(facts, at), starts)
    home = (facts["有机动车"] == 0) & (facts["住房套数"] <= 1)
    wealth, big = facts["货币财产"], size >= 3
    low = np.where(big, WEALTH[1], WEALTH[0]) * 100 * size
    edge = np.where(big, WEALTH_EDGE[1], WEALTH_EDGE[0]) * 100 * size
    poor = (income < standard * size) & (wealth <= low) & home
    near = ~poor & (income < 2 * standard * size) & (wealth <= edge) & home
    special = (age >= 60) | (age < 18) | severe | (facts["大重病"] == 1)
    extra = standard * _since(EXTRA_TENTHS, at) * _totals(special, starts)
    paid = standard * size - income + extra // 10  # a standard in whole yuan: no remainder
    return {
        "家庭月收入": income,
        "符合低保": poor,
        "低保金": np.where(poor, paid, 0),
        "低收入家庭": near,
    }


def _persons(
    facts: dict[str, np.ndarray],
    age: np.ndarray,
    severe: np.ndarray,
    at: tuple[int, int],
    poor: np.ndarray,
    near: np.ndarray,
) -> dict[str, np.ndarray]:
    local, injured = facts["本市户籍"] == 1, facts["工伤护理费"] == 1
    by_age = np.array(BY_AGE)[np.searchsorted(AGES, age, side="right")]
    may = local & (facts["残疾等级"] > 0) & (facts["孤儿保障"] == 0) & ~injured
    idle = severe & (facts["就业"] == 0) & (age >= 18) & (age < 60)
    on_allowance, without_work = _since(LIVING, at)
    living = np.where(poor, on_allowance, np.where(idle, without_work, 0))
    nursing = np.where(facts["残疾等级"] == 1, 300, 150)
    level = facts["照护等级"]
    row = np.select([level == 1, level <= 4], [0, 1], 2)
    care = np.array(_since(CARE, at))[row, np.where(poor, 0, 1)]
    cared = local & (age >= 60) & (level > 0) & (poor | near)
    return {
        "老年综合津贴": np.where(local, by_age, 0) * 100,
        "困难残疾人生活补贴": np.where(may, living, 0) * 100,
        "重度残疾人护理补贴": np.where(local & severe & ~injured, nursing, 0) * 100,
        "养老服务补贴": np.where(cared, care, 0) * 100,
    }
