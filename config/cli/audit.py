"""``yingzhou audit verify``."""

from __future__ import annotations

import json

import click
import django

from config.cli.output import console, plain_errors


@click.group()
def audit() -> None:
    """The audit chain: who did what, when. 审计链。"""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def verify(as_json: bool) -> None:
    """Recompute the whole chain and name every entry that was changed, removed or cut off.

    Exit code 1 when the chain does not hold. 从头校验审计链, 指出被改动、删除或截断之处。
    """
    django.setup()
    from yingzhou.core.audit import verify as run

    with plain_errors():
        count, faults = run()
    if as_json:
        click.echo(json.dumps({"entries": count, "intact": not faults}, ensure_ascii=False))
        for fault in faults:
            click.echo(json.dumps({"seq": fault.seq, "reason": fault.reason}, ensure_ascii=False))
    else:
        for fault in faults:
            console.print(f"[red]✗[/] 第 {fault.seq} 条: {fault.reason}")
        mark = "[red]✗ 审计链不完整[/]" if faults else "[green]✓ 审计链完整[/]"
        console.print(f"{mark} · 共 {count} 条")
    if faults:
        raise SystemExit(1)
