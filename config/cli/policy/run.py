"""``yingzhou policy run``: one month for everybody in the database."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from config.cli.output import Row, console, json_lines, plain_errors, table
from config.cli.policy.common import AS_JSON, MONTH, everybody, house_book, named, yuan

if TYPE_CHECKING:
    from yingzhou.policy.book import Book, Key
    from yingzhou.policy.law import Moment
    from yingzhou.policy.run import Results

COLUMNS = [
    ("title", "待遇", "words"),
    ("entity", "对象", "code"),
    ("receivers", "得到的", "number"),
    ("yuan", "金额(元)", "number"),
    ("unknown", "未知", "number"),
    ("checked", "依据", "code"),
]


@click.command(short_help="One month for the whole district.  计算全区一个月")
@MONTH
@click.option("--rule", "rules", multiple=True, metavar="RULE", help="Only this; may be repeated.")
@AS_JSON
def run(month: Moment | None, rules: tuple[str, ...], as_json: bool) -> None:
    """Every benefit for everybody in the configured database, by the law of that month.

    For each: who receives it, how much, and for how many it cannot be told because facts are
    missing (they are in no sum). Without --rule all benefits, after exclusions. The first run after
    the rules have changed compiles them (up to a minute); after that it takes seconds.

    计算全区一个月: 每项待遇有多少人(户)得到、多少钱、多少因事实不全而未知。

    \b
    Examples 示例:
      yingzhou policy run --month 2025-07
      yingzhou policy run --month 2025-07 --rule 符合低保 --rule 低保金 --json
    """
    with plain_errors():
        book = house_book()
        from yingzhou.kernel.catalogue.book import paid, this_month

        moment = month or this_month()
        wanted = named(book, rules) or list(paid())
        results, seconds = _computed(wanted, moment)
        rows = [_row(book, key, results, moment) for key in wanted]
    if as_json:
        json_lines([*rows, {"at": str(moment), "seconds": seconds}])
        return
    out = console()
    out.print(table([_for_people(row) for row in rows], COLUMNS, f"全区 · {moment}", _style))
    out.print("用时: " + ", ".join(f"{name} {value:.2f} 秒" for name, value in seconds.items()))


def _computed(wanted: list[Key], moment: Moment) -> tuple[Results, dict[str, float]]:
    from yingzhou.policy.run import Runner

    marks = [time.perf_counter()]
    population = everybody(moment)[0]
    marks.append(time.perf_counter())
    runner = Runner(population, wanted)
    first = runner.month(moment)
    marks.append(time.perf_counter())
    runner.month(moment, reuse=True)
    marks.append(time.perf_counter())
    names = ("读取事实", "准备和首次计算", "再算一次")
    took = [later - before for before, later in pairwise(marks)]
    return first, dict(zip(names, took, strict=True))


def _row(book: Book, key: Key, results: Results, moment: Moment) -> Row:
    from yingzhou.policy.columns import lowest

    values = results[key]
    known = values[values != lowest(values.dtype.type)]
    rule = book.version(key, moment.law_day)
    heading = (rule or book.rules[key][-1]).heading
    given = heading.kind.is_money
    return {
        "at": str(moment),
        "entity": key[0],
        "rule": key[1],
        "title": heading.shown,
        "in_force": rule is not None,
        "receivers": int((known > 0).sum()),
        "fen": int(known.sum()) if given else None,
        "unknown": len(values) - len(known),
        "of": len(values),
        "unverified": bool(rule and unverified(book, key, moment)),
    }


def unverified(book: Book, key: Key, moment: Moment) -> bool:
    """Whether anything that ``key`` may rest on that month is unverified."""
    from yingzhou.policy.law import law, uses

    found = law(book, moment.law_day)
    for one in found.order([key]):
        rule = found.rules[one]
        figures = [found.dated(name) for name in uses(rule).parameters]
        if rule.heading.is_unverified or any(f is not None and f.is_unverified for f in figures):
            return True
    return False


def _for_people(row: Row) -> dict[str, Any]:
    return {
        **row,
        "receivers": f"{row['receivers']:,}",
        "unknown": f"{row['unknown']:,}",
        "yuan": "" if row["fen"] is None else yuan(row["fen"]),
        "checked": "未施行" if not row["in_force"] else "未核实" if row["unverified"] else "已核实",
    }


def _style(row: Row) -> str:
    return "dim" if not row["in_force"] else "yellow" if row["unverified"] else ""
