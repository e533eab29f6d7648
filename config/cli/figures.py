"""``yingzhou indicators``: the plan's indicators on any date, for any division."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click
import django

from config.cli.output import Row, console, json_lines, plain_errors, table

if TYPE_CHECKING:
    from yingzhou.insight.plan_files import Measure, Plan


class Day(click.ParamType):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期, 请写成 2025-12-31 这样", param, ctx)


@click.command(short_help="The plan's indicators on any date.  主要指标")
@click.option(
    "--at", type=Day(), help="The date. Default: the plan's last day, or today if that is earlier."
)
@click.option(
    "--division",
    default="",
    metavar="CODE",
    help="12-digit code of a town or village. Default: the whole district.",
)
@click.option(
    "--plan", "plan_code", default="", metavar="CODE", help="Code of the plan, e.g. 2021-2025."
)
@click.option("--all", "every", is_flag=True, help="Every division below the chosen one as well.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.option(
    "--rebuild",
    is_flag=True,
    help="First bring the board's kept values up to date, all quarters of all plans (nightly job).",
)
def indicators(
    at: date | None, division: str, plan_code: str, every: bool, as_json: bool, rebuild: bool
) -> None:
    """The main indicators of the five-year plan, on any date and for any division.

    Each is computed now, from the records themselves, never from stored results: its value, the
    plan's target, whether it is met, and the two numbers that it is the quotient of.

    主要指标: 任意日期、任意区划, 由记录现场计算; 列出数值、目标、状态和分子分母。

    \b
    Examples 示例:
      yingzhou indicators
      yingzhou indicators --at 2020-12-31
      yingzhou indicators --division 310151101000 --all
    """
    django.setup()
    from yingzhou.core import clock
    from yingzhou.insight.facts import refresh
    from yingzhou.insight.listing import indicator_rows
    from yingzhou.insight.plan_files import default_plan, plans

    with plain_errors():
        if rebuild:
            refresh()
        if plan_code and plan_code not in plans():
            raise ValueError(f"没有规划“{plan_code}”; 现有: {'、'.join(plans())}")
        plan = plans()[plan_code] if plan_code else default_plan()
        day = at or min(clock.today(), plan.last_day)
        rows = indicator_rows(plan, day, division, every)
    if as_json:
        json_lines(rows)
    else:
        _show(plan, day, rows, every)


def _show(plan: Plan, day: date, rows: list[Row], every: bool) -> None:
    notes = list(dict.fromkeys(row["note"] for row in rows if row["note"]))
    columns = [("division_name", "区划", "words")] if every else []
    columns += [
        ("number", "序", "number"),
        ("name", "指标", "words"),
        ("value", "数值", "number"),
        ("target", "目标", "number"),
        ("state_words", "状态", "code"),
        ("parts", "分子/分母", "number"),
    ]
    place = "" if every or not rows else f" · {rows[0]['division_name']}"
    out = console()
    out.print(
        table(
            [_for_people(row, plan, notes) for row in rows],
            columns,
            f"{plan.short_name}{place} · 截至 {day}",
            _state_style,
        )
    )
    for number, note in enumerate(notes, 1):
        out.print(f"注{number}  {note}", style="dim", markup=False)


def _for_people(row: Row, plan: Plan, notes: list[str]) -> Row:
    return {
        **row,
        "name": row["name"] + (f" 注{notes.index(row['note']) + 1}" if row["note"] else ""),
        "value": row["value"] if row["value"] == "—" else f"{row['value']} {row['unit']}",
        "parts": _parts(row, plan.indicator(row["number"]).measure),
    }


def _parts(row: Row, measure: Measure) -> str:
    """Both numbers with separators; money in yuan, and from a million yuan on in whole 万元."""
    from yingzhou.insight.relations import RELATIONS

    numbers = [row["numerator"]]
    numbers += [row["denominator"]] if measure.denominator else []
    unit, fen = "", 1
    if RELATIONS[measure.numerator].unit.startswith("分"):
        large = max(number or 0 for number in numbers) >= 100_000_000
        unit, fen = ("万元", 1_000_000) if large else ("元", 100)
    return "/".join("—" if n is None else f"{n // fen:,}" for n in numbers) + unit


def _state_style(row: Row) -> str:
    return {"met": "green", "behind": "red", "unknown": "dim"}.get(row["state"], "")
