"""The Python in which OpenFisca runs: an environment of its own, from ``requirements.txt``.

It lies in ``bench-policy`` under ``YINGZHOU_VAR``, or else among the machine's temporary files, and
is kept until the lock changes. The product never sees it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

LOCK = Path(__file__).with_name("requirements.txt")


def folder() -> Path:
    var = os.environ.get("YINGZHOU_VAR")
    found = Path(var) if var else Path(tempfile.gettempdir()) / "yingzhou"
    made = found.resolve() / "bench-policy"
    made.mkdir(parents=True, exist_ok=True)
    return made


def python() -> Path:
    """The environment's interpreter; made now where there is none for this lock."""
    place = folder() / "environment"
    ready, digest = place / "ready", sha256(LOCK.read_bytes()).hexdigest()
    found = place / "bin" / "python"
    if ready.exists() and ready.read_text() == digest:
        return found
    print("· OpenFisca's environment (from bench/policy/requirements.txt) ...", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
    install = ["-m", "pip", "install", "-qq", "--require-hashes", "-r", LOCK]
    subprocess.run([found, *install], check=True)
    ready.write_text(digest)
    return found
