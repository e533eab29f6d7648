"""Organisations: bureaus, committees, operators; social organisations and their reports."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yingzhou.core.money import split_exactly
from yingzhou.demo import bulk
from yingzhou.demo.addresses import short_name
from yingzhou.demo.bulk import DayColumn
from yingzhou.demo.days import FOREVER, day, schedule
from yingzhou.demo.places import Places
from yingzhou.demo.rng import rng
from yingzhou.demo.stocks import stocks
from yingzhou.kernel.organisations import models, uscc

_AREAS = (
    "社区服务",
    "为老服务",
    "文化",
    "助残",
    "青少年事务",
    "生态养护",
    "花卉",
    "农业科技",
    "体育",
    "公益",
    "家政",
    "书画",
    "志愿服务",
    "心理关爱",
    "调解",
    "法律服务",
    "教育",
    "医疗健康",
    "养殖",
    "水利",
)
_FORMS = {"association": "协会", "service": "中心", "foundation": "基金会"}
# Nobody's: the registering authority 310199 does not exist, so no code here was ever issued.
_PREFIX = {
    "association": "51310199",
    "service": "52310199",
    "foundation": "53310199",
    "committee": "55310199",
    "company": "91310199",
    "public": "12310199",
}


@dataclass
class Social:
    """The social organisations: row ids with their spells, in order of founding."""

    ids: np.ndarray
    valid_from: np.ndarray
    valid_to: np.ndarray
    division: np.ndarray


@dataclass
class Institutions:
    social: Social
    operators: np.ndarray
    """Ids of companies and services that run elder homes."""
    bureau: int


def _codes(kind: str, first: int, count: int) -> list[str]:
    return [uscc.make(_PREFIX[kind], first + i) for i in range(count)]


def make_organisations(places: Places, today: int) -> Institutions:
    """All organisations; writes them and the yearly reports of the social ones."""
    generator = rng("organisations")
    valid_from, valid_to = schedule(stocks()["organisations"]["social"], generator)
    every = len(valid_from)
    kinds = generator.choice(["association", "service", "foundation"], every, p=[0.34, 0.65, 0.01])
    town = generator.choice(
        len(places.town_ids), every, p=places.residents / places.residents.sum()
    )
    # All are drawn before those yet to come are left out: the same ones on whatever day we build.
    known = valid_from <= today
    valid_from, valid_to = valid_from[known], np.where(valid_to > today, FOREVER, valid_to)[known]
    kinds, town, count = kinds[known], town[known], int(known.sum())
    names = _social_names(places, kinds.tolist(), town, generator)
    rows: dict[str, list] = {
        "uscc": [uscc.make(_PREFIX[kind], 1000 + i) for i, kind in enumerate(kinds.tolist())],
        "name": names,
        "kind": kinds.tolist(),
        "division": places.town_ids[town].tolist(),
    }
    starts, ends = valid_from.tolist(), valid_to.tolist()
    operators = _add(
        rows,
        starts,
        ends,
        "company",
        [f"上海瀛洲{_numeral(i)}养老服务有限公司" for i in range(30)],
        places,
    )
    _add(rows, starts, ends, "committee", [f"{n}" for n in places.names], places, per_village=True)
    bureau = _add(
        rows,
        starts,
        ends,
        "public",
        ["崇明区民政局(演示)", "崇明区未成年人救助保护中心(演示)"],
        places,
    )
    bulk.table(
        models.Organisation,
        {**rows, "valid_from": DayColumn(np.array(starts)), "valid_to": DayColumn(np.array(ends))},
    )
    social = Social(np.arange(1, count + 1), valid_from, valid_to, places.town_ids[town])
    _annual_reports(social, today)
    return Institutions(social, np.array(operators), bureau[0])


def _add(
    rows: dict[str, list],
    starts: list[int],
    ends: list[int],
    kind: str,
    names: list[str],
    places: Places,
    per_village: bool = False,
) -> list[int]:
    """Append organisations that have always been there; returns their ids."""
    first = len(starts) + 1
    rows["uscc"] += _codes(kind, 1000, len(names))
    rows["name"] += names
    rows["kind"] += [kind] * len(names)
    town = [int(places.town_ids[i % len(places.town_ids)]) for i in range(len(names))]
    rows["division"] += places.ids.tolist() if per_village else town
    starts += [day(2009)] * len(names)
    ends += [FOREVER] * len(names)
    return list(range(first, first + len(names)))


def _numeral(number: int) -> str:
    digits = "一二三四五六七八九十"
    return digits[number] if number < 10 else f"{digits[number // 10 - 1]}十{digits[number % 10]}"


def _social_names(
    places: Places, kinds: list[str], town: np.ndarray, generator: np.random.Generator
) -> list[str]:
    used: set[str] = set()
    names = []
    for index, kind in enumerate(kinds):
        place = places.town_names[town[index]].removesuffix("镇").removesuffix("乡")
        villages = places.of_town(int(town[index]))
        for attempt in range(200):
            area = _AREAS[int(generator.integers(len(_AREAS)))]
            where = (
                place
                if attempt < 3
                else place + short_name(places.names[int(generator.choice(villages))])
            )
            name = f"上海市崇明区{where}{area}{_FORMS[kind]}"
            if name not in used:
                break
        used.add(name)
        names.append(name)
    return names


def _annual_reports(social: Social, today: int) -> None:
    """Whoever stood at the year's end reports; the sums are the published ones, to the fen."""
    generator = rng("annual reports")
    size = generator.pareto(1.6, len(social.ids)) + 0.15
    written = 0
    for year, sums in stocks()["organisations"]["income"].items():
        end = day(year, 12, 31)
        who = np.flatnonzero((social.valid_from <= end) & (social.valid_to > end))
        if day(year + 1, 5, 31) > today and day(year, 12, 31) > today:
            continue
        weights = (size[who] * 1e6).astype("int64").tolist()
        purchase = split_exactly(sums["purchase"] * 100, weights)
        subsidy = split_exactly(sums["subsidy"] * 100, weights)
        own = split_exactly((sums["total"] - sums["purchase"] - sums["subsidy"]) * 100, weights)
        written += bulk.table(
            models.AnnualReport,
            {
                "organisation": social.ids[who],
                "year": [year] * len(who),
                "total_income": [a + b + c for a, b, c in zip(purchase, subsidy, own, strict=True)],
                "purchase_income": purchase,
                "subsidy_income": subsidy,
            },
            first_id=written + 1,
        )
