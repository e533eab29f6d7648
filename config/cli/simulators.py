"""The demo's partners outside (data providers, insurer), started beside the server where none are
configured: :mod:`yingzhou.demo.simulators`."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.cli.identity import free_port

PARTNERS = {"EXCHANGE": "", "INSURER": "/insurer"}
"""For each: ``YINGZHOU_<name>_URL`` and ``_TOKEN``, and where below the simulators it answers."""


@contextmanager
def simulators_beside() -> Iterator[None]:
    """In the demo: a process on a free port of this machine, and the environment that lets server
    and worker find it. A partner that is configured is left alone."""
    if os.environ.get("YINGZHOU_DEMO") != "1":
        yield
        return
    from django.conf import settings

    port = free_port()
    os.environ |= {
        name: value
        for name, value in environment_for(port, settings.VAR_DIR).items()
        if not os.environ.get(name)
    }
    command = [sys.executable, "-m", "yingzhou.demo.simulators", str(port)]
    # A session of its own: Ctrl+C ends the server first, and the server ends this.
    process = subprocess.Popen(command, env=os.environ.copy(), start_new_session=True)  # noqa: S603
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def environment_for(port: int, var: Path) -> dict[str, str]:
    """What the house and its partners must both know; made anew at every start."""
    token = secrets.token_urlsafe(24)
    found = {
        "YINGZHOU_SIMULATORS_TOKEN": token,
        "YINGZHOU_SIMULATORS_SEED": str(var / "simulators.npz"),
    }
    for name, path in PARTNERS.items():
        found |= {
            f"YINGZHOU_{name}_URL": f"http://127.0.0.1:{port}{path}",
            f"YINGZHOU_{name}_TOKEN": token,
        }
    return found
