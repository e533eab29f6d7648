"""``yingzhou indicators`` and ``yingzhou reconcile``."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import click
import django

from config.cli.output import console, emit, plain_errors

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.option("--at", type=_DAY, help="Date, YYYY-MM-DD. Default: the plan's last day, or today.")
@click.option(
    "--division", default="", help="12-digit code of a town or village. Default: district."
)
@click.option("--plan", "plan_code", default="", help="Code of the plan. Default: the first one.")
@click.option("--all", "every", is_flag=True, help="Every division below the chosen one as well.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def indicators(
    at: datetime | None, division: str, plan_code: str, every: bool, as_json: bool
) -> None:
    """The plan's indicators, computed now from the records (never from stored results).

    主要指标: 任意日期、任意区划, 由记录现场计算。
    """
    django.setup()
    from yingzhou.core import clock
    from yingzhou.insight.listing import indicator_rows
    from yingzhou.insight.plan_files import default_plan, plans

    with plain_errors():
        if plan_code and plan_code not in plans():
            raise ValueError(f"没有规划“{plan_code}”; 现有: {'、'.join(plans())}")
        plan = plans()[plan_code] if plan_code else default_plan()
        day = at.date() if at else min(clock.today(), plan.last_day)
        rows = indicator_rows(plan, day, division, every)
    columns = [("division_name", "区划")] if every else []
    columns += [
        ("number", "序"),
        ("name", "指标"),
        ("value", "数值"),
        ("unit", "单位"),
        ("target", "目标"),
        ("state_words", "状态"),
        ("numerator", "分子"),
        ("denominator", "分母"),
        ("note", "说明"),
    ]
    emit(rows, columns, as_json, f"{plan.short_name} · 截至 {day}", _state_style)


def _state_style(row: dict[str, Any]) -> str:
    return {"met": "green", "behind": "red", "unknown": "dim"}.get(row["state"], "")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--status", default="", help="Only these: exact, explained, off, 'not kept yet'.")
def reconcile(as_json: bool, status: str) -> None:
    """Every figure the plan publishes, recomputed from the records.

    Status: exact (equal to the published digit), explained (a contradiction in the publication, with
    its reason), off (different, no reason known; exit code 1), not kept yet (the records come with
    later work, whose home is named).

    与公布数核对: 逐条给出公布数、计算数、差与状态。
    """
    django.setup()
    from yingzhou.insight.reconcile import OFF
    from yingzhou.insight.reconcile import reconcile as run

    with plain_errors():
        lines = run()
    rows = [line.as_json() for line in lines if not status or line.status == status]
    emit(
        rows,
        [
            ("id", "编号"),
            ("subject", "公布数"),
            ("as_of", "时点"),
            ("published", "公布"),
            ("computed", "计算"),
            ("difference", "差"),
            ("unit", "单位"),
            ("status", "状态"),
            ("reason", "理由"),
        ],
        as_json,
        "与规划公布数核对",
        lambda row: {"exact": "green", "off": "bold red", "explained": "yellow"}.get(
            row["status"], "dim"
        ),
    )
    if not as_json:
        counted = Counter(line.status for line in lines)
        console.print(" · ".join(f"{word} {number}" for word, number in counted.items()))
    if any(line.status == OFF for line in lines):
        raise SystemExit(1)
