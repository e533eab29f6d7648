"""The demo's own identity service, started beside the server where none is configured."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

OWN_ADDRESSES = ("127.0.0.1", "localhost", "::1")


@contextmanager
def identity_service_beside(host: str) -> Iterator[None]:
    """In the demo: a process on a free port of this machine, and the environment that lets the
    server find it. Nothing outside the demo, where a service is configured, or where browsers of
    other machines are served (``host``): they could not reach it."""
    is_demo = os.environ.get("YINGZHOU_DEMO") == "1"
    if not is_demo or host not in OWN_ADDRESSES or os.environ.get("YINGZHOU_OIDC_URL"):
        yield
        return
    port = free_port()
    os.environ |= environment_for(port)
    command = [sys.executable, "-m", "yingzhou.demo.identity", str(port)]
    # A session of its own: Ctrl+C ends the server first, and the server ends this.
    process = subprocess.Popen(command, env=os.environ.copy(), start_new_session=True)  # noqa: S603
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def environment_for(port: int) -> dict[str, str]:
    """What client and service must both know; made anew at every start."""
    return {
        "YINGZHOU_OIDC_URL": f"http://127.0.0.1:{port}",
        "YINGZHOU_OIDC_CLIENT": "yingzhou-demo",
        "YINGZHOU_OIDC_SECRET": secrets.token_urlsafe(24),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
