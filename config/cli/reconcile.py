"""``yingzhou reconcile``: every figure that the plan publishes against the records."""

from __future__ import annotations

from collections import Counter, defaultdict

import click
import django
from rich.console import Console

from config.cli.output import Row, console, json_lines, paragraph, plain_errors, table

STATUSES = ("exact", "explained", "off", "not kept yet")
_STYLE = {"exact": "green", "explained": "yellow", "off": "bold red"}
_COLUMNS = [
    ("id", "编号", "code"),
    ("subject", "公布的内容", "words"),
    ("span", "时点", "code"),
    ("published", "公布", "number"),
    ("computed", "计算", "number"),
    ("difference", "差", "number"),
    ("status", "状态", "code"),
]


@click.command(short_help="Published figures against the records.  与公布数核对")
@click.option("--status", type=click.Choice(STATUSES), help="Show only figures of this status.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
def reconcile(status: str | None, as_json: bool) -> None:
    """Recompute every figure that the plan publishes from the records, and compare.

    \b
    exact         equal, to the published digit
    explained     different for a known reason, which is given
    off           different, no reason known (the exit code is then 1)
    not kept yet  the records come with later work, whose home is named

    与公布数核对: 逐条给出公布数、计算数、差与状态。状态依次为: 一致、有说明、不符 (退出码 1)、
    记录尚未建立 (注明由哪项工作产生)。
    """
    django.setup()
    from yingzhou.insight.reconcile import reconcile as run

    with plain_errors():
        lines = run()
    rows = [line.as_json() for line in lines if status in (None, line.status)]
    if as_json:
        json_lines(rows)
    else:
        _show(rows)
    if any(line.status == "off" for line in lines):
        raise SystemExit(1)


def _show(rows: list[Row]) -> None:
    out = console()
    out.print(
        table(
            [_for_people(row) for row in rows],
            _COLUMNS,
            "与规划公布数核对",
            lambda row: _STYLE.get(row["status"], "dim"),
        )
    )
    for status in ("off", "explained", "not kept yet"):
        _reasons(out, status, [row for row in rows if row["status"] == status])
    counted = Counter(row["status"] for row in rows)
    out.print(" · ".join(f"{word} {counted[word]}" for word in STATUSES if counted[word]))


def _for_people(row: Row) -> Row:
    return {
        **row,
        "subject": f"{row['subject']} ({row['unit']})",
        "span": _span(row["as_of"]),
        "computed": row["computed"] or "—",
        "difference": row["difference"] or "—",
    }


def _span(as_of: str) -> str:
    """A day as it is; a period as its years, from the end of one year to that of another."""
    first, _, last = as_of.partition(" 至 ")
    if not last:
        return first
    start = int(first[:4]) + (0 if first.endswith("01-01") else 1)
    return f"{start}-{last[:4]}"


def _reasons(out: Console, status: str, rows: list[Row]) -> None:
    """Each reason once, with the figures it holds for."""
    by_reason: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_reason[row["reason"]].append(row)
    for reason, alike in by_reason.items():
        ids = "、".join(row["id"] for row in alike)
        subject = f" {alike[0]['subject']}" if len(alike) == 1 else ""
        paragraph(out, f"{status} · {ids}{subject}", reason or "原因不明, 请核对记录")
