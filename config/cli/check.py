"""``yingzhou check``: what must always hold in the records."""

from __future__ import annotations

import json

import click
import django

from config.cli.output import console, plain_errors


@click.command(short_help="What must always hold, in the records as they are.  核对")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
def check(as_json: bool) -> None:
    """Ask of the whole database what must hold whatever happened: the books balance, nobody is paid
    twice for a month or after their death, nobody approved what they entered, and the money of run,
    bank file and books is the same to the fen.

    The exit code is 1 where something does not hold; the first twenty faults of each are named.

    核对记录里必须成立的事, 逐条给出; 有不成立的, 列出前二十处, 退出码为 1。
    """
    django.setup()
    from yingzhou.core.invariants import check_all

    failed = 0
    out = console()
    with plain_errors():
        for found in check_all():
            failed += bool(found.count)
            if as_json:
                click.echo(json.dumps(vars(found), ensure_ascii=False))
                continue
            out.print(f"[red]✗[/] {found.name} · {found.count} 处" if found.count
                      else f"[green]✓[/] {found.name}")  # fmt: skip
            for fault in found.faults:
                out.print(f"    {fault}")
    if failed:
        raise SystemExit(1)
