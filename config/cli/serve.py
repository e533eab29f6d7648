"""``yingzhou serve``: the product's own web server (granian, WSGI)."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from threading import Thread

import click
import django

from config.cli.identity import OWN_ADDRESSES, identity_service_beside
from config.cli.output import console, plain_errors
from config.cli.simulators import simulators_beside

PORT = click.IntRange(1, 65535)
HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where all addresses are asked
"""Who listens on every address is asked on this machine's own."""


@click.command(short_help="Serve the configured database.  启动服务")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", type=PORT, default=8000, show_default=True, help="Port to serve on.")
@click.option("--workers", default=2, show_default=True, help="Processes; one a core is right.")
@click.option("--no-worker", is_flag=True, help="Run `python -m django work` yourself.")
def serve(host: str, port: int, workers: int, no_worker: bool) -> None:
    """Serve the configured database with the product's own web server, until Ctrl+C.

    A database that was built by `yingzhou demo` is served as a demo: every page says that all is
    invented, and the demo logins are open. On any other address than this machine's own that
    needs YINGZHOU_DEMO=1, so that nobody opens the demo logins to a network by mistake.
    Beside the server runs one worker, which sends messages and watches the clocks of the law.

    启动服务, 按 Ctrl+C 停止。演示区的数据库自动以演示方式启动; 对外提供时须设 YINGZHOU_DEMO=1。
    """
    django.setup()
    with plain_errors():
        require_free(host, port)
        prepare(host)
        run_server(host, port, workers, with_worker=not no_worker)


def prepare(host: str = "127.0.0.1") -> None:
    """Static files, migrations, the right mode; ValueError (Chinese) where something is missing."""
    from django.conf import settings
    from django.core.management import call_command

    if not (settings.BASE_DIR / "node_modules").is_dir():
        raise ValueError("页面所需的样式与字体还没有安装, 请先运行 make setup")
    call_command("migrate", verbosity=0)
    _choose_mode(host)
    _note_versions()
    call_command("collectstatic", interactive=False, verbosity=0)


def _note_versions() -> None:
    """The present version of every item is in the database before anybody asks for one."""
    from yingzhou.core import clock
    from yingzhou.kernel.catalogue import versions

    versions.sync(clock.now())


def _choose_mode(host: str) -> None:
    """A demo says on every page that it is one; a real district never asks for less at login."""
    from django.conf import settings

    from yingzhou.core.models import Installation
    from yingzhou.kernel.people.models import Person

    is_demo = Installation.objects.filter(name="demo", value="1").exists()
    if is_demo and not settings.DEMO:
        if host not in OWN_ADDRESSES:
            raise ValueError(
                "这是演示区的数据库, 演示账号人人知道: 要对外提供, 请明确设置 YINGZHOU_DEMO=1。"
            )
        os.environ["YINGZHOU_DEMO"] = "1"
        console().print("这是演示区的数据库: 以演示方式启动, 账号见登录页。")
    if settings.DEMO and not is_demo and Person.objects.exists():
        raise ValueError("这不是演示区的数据库: 请去掉环境变量 YINGZHOU_DEMO 再启动。")


def require_free(host: str, port: int) -> None:
    """ValueError (Chinese) where nobody could listen there."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"端口 {port} 已被占用: 请先停掉占用它的程序, 或用 --port 换一个"
        else:
            message = (
                f"不能在 {host} 的端口 {port} 上启动 ({error.strerror}): 请换 --host 或 --port"
            )
        raise ValueError(message) from error


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _get_ready_beside() -> None:
    """The server is up at once, and some seconds later so is the what-if room."""
    from yingzhou.kernel.catalogue import district, prepare
    from yingzhou.kernel.catalogue.book import this_month

    prepare.start(district.day_of(this_month()))


@contextmanager
def _worker_beside(wanted: bool) -> Iterator[None]:
    """``python -m django work``, as long as the server runs; it ends too where that is killed."""
    if not wanted:
        yield
        return
    command = [sys.executable, "-m", "django", "work", "--beside", str(os.getpid())]
    # A session of its own: Ctrl+C at the server lets it finish what it is at.
    worker = subprocess.Popen(command, env=os.environ.copy(), start_new_session=True)  # noqa: S603
    try:
        yield
    finally:
        worker.terminate()
        _stopped(worker)


def run_server(host: str, port: int, workers: int, *, with_worker: bool = True) -> None:
    """Run until interrupted."""
    require_free(host, port)
    out = console()
    out.print("正在启动…")
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host]
    command += ["--port", str(port), "--workers", str(workers), "--blocking-threads", "1"]
    command += ["--no-ws", "--log-level", "warning", "config.wsgi:application"]
    os.environ.setdefault("YINGZHOU_ADDRESS", f"http://{_in_address(host)}:{port}")
    _get_ready_beside()
    with identity_service_beside(host), simulators_beside(), _worker_beside(with_worker):
        _serve_until_stopped(command, host, port)
    out.print("已停止。")


def _serve_until_stopped(command: list[str], host: str, port: int) -> None:
    """Ctrl+C reaches the server by itself; a service manager's SIGTERM is passed on to it."""
    server = subprocess.Popen(command, env=os.environ.copy())  # noqa: S603 - our own words
    Thread(target=_say_when_it_answers, args=(server, host, port), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        server.wait()
    except KeyboardInterrupt:
        _stopped(server)


def _say_when_it_answers(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Whoever opens the address that they read here finds somebody there."""
    while server.poll() is None:
        if _answers(HERE.get(host, host), port):
            address = f"[bold]http://{_in_address(host)}:{port}/[/]"
            console().print(f"[green]●[/] 已启动: {address}   (Ctrl+C 停止)")
            return
        time.sleep(0.2)


def _answers(host: str, port: int) -> bool:
    """Whatever it says: also a no is an answer."""
    asking = HTTPConnection(host, port, timeout=10)
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status > 0
    except (OSError, HTTPException):
        return False
    finally:
        asking.close()


def _stopped(process: subprocess.Popen[bytes], patience: float = 10) -> None:
    """It finishes what it is at; after ``patience`` seconds it has to go all the same."""
    try:
        process.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
