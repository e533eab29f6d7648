"""What the what-if room shows of an answer: tiles, lines by benefit and by town, map and curve."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.safestring import SafeString

from yingzhou.core.money import format_fen
from yingzhou.insight.law.selectors import whatif
from yingzhou.insight.law.selectors.levers import Lever, figures, plain
from yingzhou.insight.law.selectors.whatif import Answer, Room
from yingzhou.insight.selectors.places import OUTLINES
from yingzhou.insight.series_data import series_table
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.policy.exclusions import PAID
from yingzhou.policy.law import law, uses
from yingzhou.ui import charts, maps

POINTS = 7


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    unit: str
    note: str
    icon: str


def tiles(found: Answer) -> list[Tile]:
    dibao = next((e for e in found.effects if e.key == whatif.DIBAO), None)
    made = [
        _cost("每月支出", found, 1, "ti-coin-yuan"),
        _cost("全年支出", found, 12, "ti-calendar"),
    ]
    if dibao is not None:
        before, after = int(dibao.cases_before.sum()), int(dibao.cases_after.sum())
        persons = found.dibao_persons
        note = f"{_moved(before, after, '户')}; {persons[1]:,} 人, {_moved(*persons, '人')}"
        made.append(Tile("享受低保", f"{after:,}", "户", note, "ti-home-heart"))
    net = found.net
    won, lost = int(net.winners.sum()), int(net.losers.sum())
    gain, loss = _each(net.gain, won, "多得"), _each(net.loss, lost, "少得")
    made.append(Tile("受益家庭", f"{won:,}", "户", gain, "ti-trending-up"))
    made.append(Tile("受损家庭", f"{lost:,}", "户", loss, "ti-trending-down"))
    return made


def _cost(label: str, found: Answer, months: int, icon: str) -> Tile:
    change = _signed((found.cost_after - found.cost_before) * months, "万元")
    return Tile(label, ten_thousand(found.cost_after * months), "万元", change, icon)


def ten_thousand(fen: int) -> str:
    return f"{Decimal(fen) / 1_000_000:,.2f}"


def _signed(fen: int, unit: str) -> str:
    if not fen:
        return "和现在一样"
    return f"比现在{'多' if fen > 0 else '少'} {ten_thousand(abs(fen))} {unit}"


def _moved(before: int, after: int, unit: str) -> str:
    if before == after:
        return "没有变化"
    return f"{'多' if after > before else '少'} {abs(after - before):,} {unit}"


def _each(money: Any, households: int, word: str) -> str:
    if not households:
        return "没有"
    return f"平均每户每月{word} {format_fen(round(int(money.sum()) / households))} 元"


def by_benefit(found: Answer) -> list[dict[str, Any]]:
    """One line for each benefit that changes or that somebody has."""
    lines = []
    for one in found.effects:
        before, after = int(one.cost_before.sum()), int(one.cost_after.sum())
        cases = int(one.cases_before.sum()), int(one.cases_after.sum())
        if not (before or after or any(cases)):
            continue
        heading = book().rules[one.key][-1].heading
        lines.append(
            {
                "title": heading.shown.removeprefix(PAID),
                "key": (one.key[0], one.key[1].removeprefix(PAID)),
                "before": before,
                "after": after,
                "change": after - before,
                "cases": cases[1],
                "cases_change": cases[1] - cases[0],
                "unit": "户" if one.key[0] == "户" else "人",
                "unknown": int(one.unknown.sum()),
            }
        )
    return sorted(lines, key=lambda line: -abs(line["change"]))


def by_town(found: Answer) -> list[dict[str, Any]]:
    towns, net = found.room.towns, found.net
    lines = [
        {
            "code": code,
            "name": name,
            "winners": int(net.winners[n]),
            "losers": int(net.losers[n]),
            "gain": int(net.gain[n]),
            "loss": int(net.loss[n]),
            "change": int(net.gain[n]) - int(net.loss[n]),
        }
        for n, (code, name) in enumerate(zip(towns.codes, towns.names, strict=True))
    ]
    return [line for line in lines if line["code"] or line["winners"] or line["losers"]]


@cache
def _outlines() -> tuple[maps.Outline, ...]:
    return maps.read_outlines(OUTLINES)


def town_map(found: Answer, lines: list[dict[str, Any]]) -> SafeString:
    """Ten thousand yuan a month more or less, by town."""
    tree = tree_on(found.room.district.day)
    spots = tuple(
        maps.Place(node.code, node.name, node.lon, node.lat)
        for node in tree.children[tree.root.id]
        if node.lon is not None and node.lat is not None
    )
    values = {line["code"]: line["change"] / 1_000_000 for line in lines if line["code"]}
    return maps.render(
        maps.build(spots, _outlines()),
        values,
        unit="万元",
        title="每月支出变化, 按乡镇",
        decimals=2,
    )


def curve(room: Room, chosen: list[Lever]) -> charts.Chart:
    """Monthly cost along the first lever, the others held."""
    first, parameter = chosen[0], book().parameters[chosen[0].name]
    scale = 100
    low, high = (round(float(text) * scale) for text in (first.low, first.high))
    grain = int(first.step) * scale
    step = max(-(-(high - low) // (POINTS - 1) // grain) * grain, grain)
    values = [low + n * step for n in range(POINTS)]
    others = {name: cells for name, cells in figures(chosen).items() if name != first.name}
    points = whatif.curve(room, first.name, values, others)
    labels = [plain(parameter, value) for value, _, _ in points]
    costs = [round(cost / 1_000_000, 2) for _, cost, _ in points]
    return charts.bars(labels, {"每月支出": costs}, unit="万元")


def indicator(found: Answer, chosen: list[Lever]) -> dict[str, Any] | None:
    """Indicator 1: 低保标准 to the district's monthly consumption of the year before."""
    day = found.room.moment.law_day
    standard = figures(chosen).get("低保.标准") or law(book(), day).value("低保.标准")
    points = [one for one in series_table("consumption").points if one.since.year < day.year]
    if not points:
        return None
    last = points[-1]
    share = Decimal(standard[0]) * 12 / Decimal(last.value) * 100
    return {
        "value": f"{share:.2f}",
        "year": last.since.year,
        "is_late": last.since.year < day.year - 1,
        "words": last.confidence_words,
        "unverified": last.confidence != "seen",
    }


def doubts(found: Answer) -> list[str]:
    """Unverified figures that the changed benefits rest on."""
    day = found.room.moment.law_day
    names: dict[str, None] = {}
    stack, seen = [one.key for one in found.effects], set()
    while stack:
        key = stack.pop()
        rule = book().version(key, day)
        if key in seen or rule is None:
            continue
        seen.add(key)
        used = uses(rule)
        stack += used.rules
        for name in used.parameters:
            dated = book().parameters[name].on(day)
            if dated is not None and dated.is_unverified:
                names[name] = None
    return sorted(names)
