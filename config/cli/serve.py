"""``yingzhou serve``: the product's own web server (granian, WSGI)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import click
import django

from config.cli.output import console, plain_errors


@click.command(short_help="Serve the configured database.  启动服务")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", default=8000, show_default=True, help="Port to serve on.")
@click.option("--workers", default=2, show_default=True, help="Processes; one a core is right.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the configured database with the product's own web server, until Ctrl+C.

    A database that was built by `yingzhou demo` opens its demo logins only there, or with
    YINGZHOU_DEMO=1.

    启动服务, 按 Ctrl+C 停止。演示账号只在 yingzhou demo 或 YINGZHOU_DEMO=1 时有效。
    """
    django.setup()
    with plain_errors():
        prepare()
        run_server(host, port, workers)


def prepare() -> None:
    """Static files and migrations; ValueError (Chinese) where assets are missing."""
    from django.conf import settings
    from django.core.management import call_command

    if not (settings.BASE_DIR / "node_modules").is_dir():
        raise ValueError("页面所需的样式与字体还没有安装, 请先运行 make setup")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def run_server(host: str, port: int, workers: int) -> None:
    """Run until interrupted."""
    if not port_is_free(host, port):
        raise ValueError(f"端口 {port} 已被占用: 请先停掉占用它的程序, 或用 --port 换一个")
    out = console()
    out.print(f"[green]●[/] 已启动: [bold]http://{host}:{port}/[/]   (Ctrl+C 停止)")
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host]
    command += ["--port", str(port), "--workers", str(workers), "--blocking-threads", "1"]
    command += ["--no-ws", "--log-level", "warning", "config.wsgi:application"]
    try:
        subprocess.run(command, check=False, env=os.environ.copy())  # noqa: S603 - our own words
    except KeyboardInterrupt:
        out.print("已停止。")
