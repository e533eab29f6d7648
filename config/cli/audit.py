"""``yingzhou audit verify``."""

from __future__ import annotations

import json

import click
import django

from config.cli.output import console, plain_errors


@click.group(short_help="Check the audit chain.  审计链")
def audit() -> None:
    """The audit chain: who did what, and when. Each entry is sealed to the one before it.

    审计链: 谁在何时做了什么; 每条都与前一条环环相扣。
    """


@audit.command(short_help="Recompute the whole chain.  校验审计链")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
def verify(as_json: bool) -> None:
    """Recompute the whole chain and name every entry that was changed, removed or cut off.

    The exit code is 1 when the chain does not hold.

    从头校验审计链, 指出被改动、删除或截断之处; 不完整时退出码为 1。
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
        out = console()
        for fault in faults:
            out.print(f"[red]✗[/] 第 {fault.seq} 条: {fault.reason}")
        mark = "[red]✗ 审计链不完整[/]" if faults else "[green]✓ 审计链完整[/]"
        out.print(f"{mark} · 共 {count} 条")
    if faults:
        raise SystemExit(1)
