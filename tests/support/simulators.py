"""The demo's simulators in their own process, over real HTTP: for tests of what asks partners."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.browser import ROOT, free_port

TOKEN = "only-for-the-test"


class Running:
    def __init__(self, port: int) -> None:
        self.url, self.token = f"http://127.0.0.1:{port}", TOKEN

    def faults(self, name: str, *faults: dict[str, Any]) -> None:
        """Sets what goes wrong with a simulator; without any it is well."""
        self._call("PUT", f"/control/{name}", list(faults))

    def asked(self, name: str) -> dict[str, int]:
        """How often, by Idempotency-Key."""
        return self._call("GET", f"/control/{name}/asked")

    def believe(self, number: str, **facts: Any) -> None:
        """What they all know of a person from now on."""
        self._call("PUT", "/control/people", {"number": number, "facts": facts})

    def call(self, name: str, path: str, body: dict[str, Any], key: str = "k") -> dict[str, Any]:
        return self._call("POST", f"/{name}{path}", body, key)

    def _call(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.load(answer)


@contextmanager
def running(seed: Path | None = None) -> Iterator[Running]:
    service = Running(free_port())
    environment = {**os.environ, "YINGZHOU_SIMULATORS_TOKEN": TOKEN}
    environment["YINGZHOU_SIMULATORS_SEED"] = str(seed or "")
    port = service.url.rpartition(":")[2]
    command = [sys.executable, "-m", "yingzhou.demo.simulators", port]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait(service.url, process)
        yield service
    finally:
        process.terminate()
        process.wait(10)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{url}/ready", timeout=5).close()  # noqa: S310
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the simulators do not answer")
