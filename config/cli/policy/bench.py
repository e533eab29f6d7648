"""``yingzhou policy bench``: what a month takes on this machine, for people who do not exist."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from config.cli.output import Row, console, json_lines, plain_errors, table
from config.cli.policy.common import AS_JSON, MONTH, house_book

if TYPE_CHECKING:
    from yingzhou.policy.law import Moment

TIMES = 5
COLUMNS = [
    ("what", "做什么", "words"),
    ("ms", "毫秒", "number"),
    ("ns", "每户纳秒", "number"),
    ("ratio", "与复制同样字节之比", "number"),
]


@click.command(short_help="How fast a month is on this machine.  测速")
@click.option("--households", default=230_000, show_default=True, help="How many to invent.")
@click.option("--unknown", default=0.0, show_default=True, help="Share of facts that are missing.")
@MONTH
@AS_JSON
def bench(households: int, unknown: float, month: Moment | None, as_json: bool) -> None:
    """All benefits of one month for invented households; no database is read.

    Shown beside the time that merely copying the same bytes takes, which no calculation can beat.
    The comparison with other engines stands in bench/policy.

    测速: 用虚构的家庭计算全部待遇一个月, 与复制同样多的字节相比; 不读数据库。
    """
    if households < 1 or not 0 <= unknown < 1:
        raise click.ClickException("户数至少是 1, 未知的比例在 0 与 1 之间")
    with plain_errors():
        book = house_book()
        from yingzhou.kernel.catalogue.book import paid, this_month

        moment = month or this_month()
        rows, about = _measured(book, list(paid()), households, unknown, moment)
    if as_json:
        json_lines([{**about, **row} for row in rows])
        return
    out = console()
    title = f"{about['persons']:,} 人, {households:,} 户, {about['results']} 项待遇 · {moment}"
    out.print(table([_for_people(row) for row in rows], COLUMNS, title, lambda _: ""))


def _measured(
    book: Any, wanted: list, households: int, unknown: float, moment: Moment
) -> tuple[list[Row], dict[str, Any]]:
    from yingzhou.policy.invented import invented
    from yingzhou.policy.run import Runner

    facts = invented(book, households, unknown=unknown)
    started = time.perf_counter()
    runner = Runner(facts.loaded(book), wanted)
    runner.month(moment, reuse=True)
    first = time.perf_counter() - started
    load = _median(lambda: Runner(facts.loaded(book), wanted))
    month = _median(lambda: runner.month(moment, reuse=True))
    fresh = _median(lambda: runner.month(moment))
    used = [facts.columns[".".join(key)] for key in runner.kernel.layout.plan.inputs]
    results = runner.month(moment, reuse=True).values.values()
    copy = _median(lambda: [one.copy() for one in (*used, *results)])
    found = {
        "第一次(没有编译过的先编译)": first,
        "装入并核对事实": load,
        "一个月, 新的结果数组": fresh,
        "一个月": month,
        "复制同样的字节(一个处理器)": copy,
    }
    about = {
        "at": str(moment),
        "households": households,
        "persons": facts.persons,
        "results": len(wanted),
        "bytes": sum(one.nbytes for one in (*used, *results)),
    }
    return [_row(what, seconds, households, copy) for what, seconds in found.items()], about


def _median(run: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _row(what: str, seconds: float, households: int, copy: float) -> Row:
    return {
        "what": what,
        "seconds": seconds,
        "ns_per_household": seconds * 1e9 / households,
        "ratio_to_copying": seconds / copy,
    }


def _for_people(row: Row) -> Row:
    return {
        "what": row["what"],
        "ms": f"{row['seconds'] * 1000:,.1f}",
        "ns": f"{row['ns_per_household']:,.0f}",
        "ratio": f"{row['ratio_to_copying']:,.1f}",
    }
