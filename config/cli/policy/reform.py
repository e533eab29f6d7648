"""``yingzhou policy reform``: what other figures or other rules would cost, and whom."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.cli.output import Row, console, json_lines, plain_errors, table
from config.cli.policy.common import AS_JSON, MONTH, everybody, house_book, yuan

if TYPE_CHECKING:
    import numpy as np

    from yingzhou.policy.book import Book
    from yingzhou.policy.given.reforms import Reform
    from yingzhou.policy.law import Moment
    from yingzhou.policy.population import Population
    from yingzhou.policy.reform import Effect

FIGURES = ("cases_before", "cases_after", "winners", "losers", "unknown")
MONEY = ("cost_before", "cost_after", "gain", "loss")
COLUMNS = [
    ("cases", "得到的(前 → 后)", "number"),
    ("cost", "每月支出变化(元)", "number"),
    ("winners", "增加", "number"),
    ("losers", "减少", "number"),
    ("unknown", "未知", "number"),
]


@click.command(short_help="Cost, winners and losers of a change.  试算调整")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@MONTH
@AS_JSON
def reform(file: Path, month: Moment | None, as_json: bool) -> None:
    """One month as the law is and as FILE would have it, for everybody in the configured database.

    FILE is YAML: a name, and other values of parameters, or a file of other rules beside it.
    Nothing is stored, and nothing of it remains in any later calculation.

    试算调整: 每项待遇、每个街镇的支出变化、得到的人(户)数、增加的、减少的。

    \b
    Example 示例 (提标.yaml):
      name: 低保标准提到 1,800 元
      parameters:
        低保.标准: 1800
    """
    with plain_errors():
        book = house_book()
        from yingzhou.kernel.catalogue.book import this_month
        from yingzhou.policy.check import check_figures
        from yingzhou.policy.given.reforms import load

        moment = month or this_month()
        plan = load(book, file)
        check_figures(book, plan.figures)
        started = time.perf_counter()
        names, effects = _effects(plan, moment)
        seconds = time.perf_counter() - started
    rows = [_row(book, effect, names, place) for effect in effects for place in _places(effect)]
    if as_json:
        json_lines([{"at": str(moment), "reform": plan.name, **row} for row in rows])
        return
    _show(plan.name, moment, rows, seconds)


def _effects(plan: Reform, moment: Moment) -> tuple[list[str], list[Effect]]:
    from config.cli.policy.towns import towns_of
    from yingzhou.kernel.catalogue.book import folders, paid
    from yingzhou.policy.book import load
    from yingzhou.policy.check import check
    from yingzhou.policy.law import law
    from yingzhou.policy.reform import compare
    from yingzhou.policy.run import Runner

    people, divisions = everybody(moment)
    names, groups = towns_of(divisions, moment.law_day)
    runner = Runner(people, paid())
    before = runner.month(moment)
    if plan.rules is not None:
        other = load(folders(), instead=plan.rules)
        check(other)
        wanted = [key for key in paid() if key in other.rules]
        runner = Runner(_under(other, people), wanted)
    after = runner.month(moment, law(runner.book, moment.law_day, plan.figures))
    return names, compare(before, after, groups)


def _under(book: Book, people: Population) -> Population:
    """The same people under other rules; the facts and their codes are the same."""
    from dataclasses import replace

    return replace(people, book=book, columns=dict(people.columns), _unknown={}, _settled=set())


def _places(effect: Effect) -> list[int | None]:
    """The whole district, then each town in which anybody has it or might."""
    there = effect.cases_before + effect.cases_after + effect.unknown > 0
    return [None, *(int(place) for place in there.nonzero()[0])]


def _row(book: Book, effect: Effect, names: list[str], place: int | None) -> Row:
    def of(values: np.ndarray) -> int:
        return int(values.sum() if place is None else values[place])

    figures: Mapping[str, int] = {name: of(getattr(effect, name)) for name in (*FIGURES, *MONEY)}
    return {
        "entity": effect.key[0],
        "rule": effect.key[1],
        "title": book.rules[effect.key][-1].heading.shown,
        "town": "全区" if place is None else names[place],
        "place": place,
        "whole": place is None,
        **figures,
        "cost": figures["cost_after"] - figures["cost_before"],
    }


def _show(name: str, moment: Moment, rows: list[Row], seconds: float) -> None:
    whole = [row for row in rows if row["whole"] and (row["winners"] or row["losers"])]
    out = console()
    if not whole:
        out.print(f"{name} · {moment}: 没有人的待遇因此变化。")
    else:
        columns = [("title", "待遇", "words"), ("entity", "对象", "code"), *COLUMNS]
        title = f"{name} · {moment} · 全区"
        out.print(table([_for_people(row) for row in whole], columns, title, lambda _: ""))
        columns = [("town", "街镇", "words"), *COLUMNS]
        out.print(table([_for_people(row) for row in _by_town(rows)], columns, "各街镇", _style))
        out.print("各街镇和全区是各项待遇之和: 一人得几项就算几份。", style="dim")
    out.print(f"用时 {seconds:.2f} 秒; 事实不全的不计入, 见“未知”。", style="dim")


def _by_town(rows: list[Row]) -> list[Row]:
    """All benefits of each town together, in the order of the towns; the district last."""
    added = (*FIGURES, *MONEY, "cost")
    towns: dict[str, Row] = {}
    for row in rows:
        town = towns.setdefault(
            row["town"], {name: row[name] for name in ("town", "place", "whole")}
        )
        town.update({name: town.get(name, 0) + row[name] for name in added})
    return sorted(towns.values(), key=lambda row: (row["whole"], row["place"]))


def _for_people(row: Row) -> Row:
    shown = {name: f"{row[name]:,}" for name in ("winners", "losers", "unknown")}
    cases = f"{row['cases_before']:,} → {row['cases_after']:,}"
    cost = f"{'+' if row['cost'] > 0 else ''}{yuan(row['cost'])}"
    return {**row, **shown, "cases": cases, "cost": cost}


def _style(row: Row) -> str:
    return "bold" if row["whole"] else ""
