"""Debian's Chromium, driven by Playwright: used by the browser tests and by the screenshots."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.source import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
AXE = ROOT / "node_modules/axe-core/axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def chromium() -> str | None:
    """The path of the browser, or None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def launched() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(environment: Mapping[str, str], log: Path) -> Iterator[str]:
    """The real server in a process of its own; yields its address."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "1"]
    command += ["config.wsgi:application"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=dict(environment), stdout=output, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/", server, log)
            yield address
        finally:
            _stop(server)


def identity_environment() -> dict[str, str]:
    """What the server and the demo's identity service must both know."""
    from config.cli.identity import environment_for

    return environment_for(free_port())


@contextmanager
def identity_service(environment: Mapping[str, str], log: Path) -> Iterator[None]:
    """The demo's identity service in a process of its own."""
    address = environment["YINGZHOU_OIDC_URL"]
    command = [sys.executable, "-m", "yingzhou.demo.identity", address.rpartition(":")[2]]
    with log.with_name("identity.log").open("wb") as output:
        service = subprocess.Popen(
            command, cwd=ROOT, env=dict(environment), stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(f"{address}/jwks", service, log.with_name("identity.log"))
            yield
        finally:
            _stop(service)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 - http on loopback
        except urllib.error.HTTPError as answer:  # it answers: what, is for the tests to say
            answer.close()
            return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server does not answer:\n" + log.read_text(errors="replace")[-3000:])


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def login(page: Page, username: str, password: str = "") -> None:
    """Through the real form; the demo's password if none is given."""
    from yingzhou.kernel.accounts.demo_accounts import DEMO_PASSWORD

    page.goto("/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password or DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def axe(page: Page) -> None:
    """Fails with a list that can be read when the page, as it stands now, breaks WCAG 2.2 AA."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options: dict[str, Any] = {"runOnly": WCAG, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    assert not found, f"{page.url}: axe found\n" + "\n".join(map(_described, found))


def _described(violation: Mapping[str, Any]) -> str:
    places = "".join(
        f"\n      {' '.join(map(str, node['target']))}\n        {_last_line(node)}"
        for node in violation["nodes"][:5]
    )
    more = len(violation["nodes"]) - 5
    rest = f"\n      ... {more} more" if more > 0 else ""
    return f"  [{violation['impact']}] {violation['id']}: {violation['help']}{places}{rest}"


def _last_line(node: Mapping[str, Any]) -> str:
    return str(node.get("failureSummary", "")).strip().splitlines()[-1].strip()
