"""``sync``: notes the present version of every item."""

from __future__ import annotations

import click
import django

from config.cli.output import console, plain_errors


@click.command(short_help="Note the present version of every item.  记下版本")
def sync() -> None:
    """Notes the present version of every item in the database; starting the server does it too.

    记下版本: 把每个事项现在的版本记进数据库, 在办的一直按自己的版本办。
    """
    django.setup()
    from yingzhou.core import clock
    from yingzhou.kernel.catalogue.versions import sync as note

    with plain_errors():
        new = note(clock.now())
    console().print(f"[green]✓[/] 新记下 {new} 个版本" if new else "[green]✓[/] 都记过了")
