"""``yingzhou demo``: build the synthetic district where it is not there yet, and serve it."""

from __future__ import annotations

import os
import time

import click

from config.cli.output import console, plain_errors
from config.cli.serve import PORT, prepare, require_free, run_server


@click.command(short_help="Build the synthetic district and serve it.  建演示区并启动")
@click.option(
    "--scale", default=1.0, show_default=True, help="Share of the people, 0.02 to 1; 0.1 is quick."
)
@click.option("--no-serve", is_flag=True, help="Build only, do not serve.")
@click.option("--rebuild", is_flag=True, help="Build again even if the district is there.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", type=PORT, default=8000, show_default=True, help="Port to serve on.")
def demo(scale: float, no_serve: bool, rebuild: bool, host: str, port: int) -> None:
    """Build the synthetic district (649,000 people, 2016 to today) and serve it.

    Everybody in it is invented. The second time it starts in seconds. With DATABASE_URL it builds
    into that PostgreSQL database instead of SQLite. A database that holds other data is never
    touched.

    建立合成的演示区并启动服务; 人物与记录均为合成。已有正式数据的库不会被覆盖。
    """
    if not 0.02 <= scale <= 1:
        raise click.BadParameter("应在 0.02 与 1 之间", param_hint="--scale")
    os.environ["YINGZHOU_DEMO"] = "1"
    from yingzhou.demo import command

    out = console()
    with plain_errors():
        if not no_serve:
            require_free(host, port)
        started = time.monotonic()
        if command.build_if_needed(scale, rebuild, out):
            out.print(f"[green]✓[/] 演示区已建成, 用时 {time.monotonic() - started:.0f} 秒")
        else:
            out.print("[green]✓[/] 演示区已在, 直接启动 (--rebuild 重建)")
    if no_serve:
        return
    import django

    django.setup()
    with plain_errors():
        prepare()
        command.print_logins(out)
        run_server(host, port, 2)
