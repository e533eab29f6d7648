"""``yingzhou serve``: one server, one worker beside it, and both are gone when it is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.browser import free_port
from tests.support.source import ROOT

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")


def wait_for(what: Callable[[], object], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.2)


def running(folder: Path) -> list[str]:
    """The command lines of all processes that have this folder for their data."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"YINGZHOU_VAR={folder}\0".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
    return [line for line in found if line]


def answers(port: int) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
        return answer.status == 200
    return False


def serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    environment |= {"YINGZHOU_VAR": str(folder), "DATABASE_URL": ""}
    command = [sys.executable, "-m", "config.cli", "serve", "--workers", "1", "--port", str(port)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def test_the_worker_runs_beside_the_server_and_both_go_together(tmp_path):
    port = free_port()
    server = serve(tmp_path, port)
    try:
        said = next(line for line in server.stdout if "已启动".encode() in line)
        assert f"http://127.0.0.1:{port}/".encode() in said
        assert answers(port), "whoever opens the address at once is answered"
        wait_for(lambda: any(" work --beside " in line for line in running(tmp_path)))
        server.terminate()
        assert server.wait(timeout=60) == 0
        ours = ("granian", " work ")
        wait_for(lambda: not any(word in line for line in running(tmp_path) for word in ours))
    finally:  # where the test fails, nothing is left running
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.stdout.close()
