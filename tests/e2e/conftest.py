"""Browser tests: a real server over a copy of the populated test database, and Debian's Chromium.

    @pytest.mark.browser
    def test_a_leader_opens_the_board(page, login, axe):
        login(page, "leader")
        page.goto("/board/")
        axe(page)

``page`` is a desktop (1440), ``phone`` a phone (390). Both fail the test in the end if the page
asked another host for anything, reported a script error or showed an undefined template variable.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support import browser as support
from tests.support import residents
from tests.support.source import ROOT

if TYPE_CHECKING:
    from yingzhou.kernel.people.models import Person


@dataclass(frozen=True)
class Site:
    """``identity``: the demo's identity service, the one other host that pages may lead to.
    ``clock``: what is written there is the time of the site (tests/support/time_machine.py)."""

    address: str
    log: Path
    identity: str
    clock: Path
    environment: dict[str, str]

    def work(self, moment: datetime) -> None:
        """One round of the worker at ``moment``."""
        script = (
            "import django; django.setup()\n"
            "from datetime import datetime\n"
            "from django.core.management import call_command\n"
            "from yingzhou.core import clock\n"
            f"with clock.stopped_at(datetime.fromisoformat({moment.isoformat()!r})):\n"
            "    call_command('work', '--once')\n"
        )
        subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=self.environment, check=True, timeout=120
        )


@contextmanager
def serving(blocker: Any, folder: Path, var: Path) -> Iterator[Site]:
    """The server over a copy of this worker's database in ``folder``."""
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("browser tests run on SQLite")
    with blocker.unblock():
        connection.ensure_connection()
        copy = sqlite3.connect(folder / "copy.sqlite3")
        connection.connection.backup(copy)
        copy.close()
    environment = (
        os.environ
        | support.identity_environment()
        | {
            "YINGZHOU_DEMO": "1",
            "DATABASE_URL": f"sqlite:///{folder / 'copy.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "config.settings_test",
            "YINGZHOU_VAR": str(var),
            "YINGZHOU_TEST_CLOCK": str(folder / "clock"),
        }
    )
    log = folder / "server.log"
    with support.identity_service(environment, log), support.served(environment, log) as address:
        identity = environment["YINGZHOU_OIDC_URL"]
        yield Site(address, log, identity, folder / "clock", dict(environment))


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Site]:
    """Tests may write to it. A story that needs months nobody else pays has a site of its own
    (:func:`serving`)."""
    from django.conf import settings

    folder = tmp_path_factory.mktemp("site")
    with serving(django_db_blocker, folder, settings.VAR_DIR) as made:
        yield made


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if support.chromium() is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    with support.launched() as browser:
        yield browser


@contextmanager
def _opened(chromium: Browser, site: Site, size: dict[str, int]) -> Iterator[Page]:
    phone = size == support.PHONE
    context = chromium.new_context(
        base_url=site.address, viewport=size, locale="zh-CN", has_touch=phone, is_mobile=phone
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("request", lambda request: _note_outside(request.url, site, complaints))
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("response", lambda answer: _note_fault(answer.status, answer.url, complaints))
    try:
        yield page
        if "未定义的模板变量" in page.content():
            complaints.append("the page shows an undefined template variable")
        assert not complaints, "\n".join(complaints)
    finally:
        print(site.log.read_text(errors="replace")[-2000:])  # shown where the test fails
        context.close()


def _note_outside(address: str, site: Site, complaints: list[str]) -> None:
    if not address.startswith((site.address, site.identity, "data:", "blob:", "about:")):
        complaints.append(f"asked another host: {address}")


def _note_fault(status: int, address: str, complaints: list[str]) -> None:
    if status >= 500:
        complaints.append(f"the server failed ({status}): {address}")


@pytest.fixture
def page(chromium: Browser, site: Site) -> Iterator[Page]:
    with _opened(chromium, site, support.DESKTOP) as page:
        yield page


@pytest.fixture
def phone(chromium: Browser, site: Site) -> Iterator[Page]:
    with _opened(chromium, site, support.PHONE) as page:
        yield page


@pytest.fixture
def login() -> Callable[..., None]:
    """``login(page, "leader")``: sign in through the real form."""
    return support.login


@pytest.fixture
def resident_login() -> Callable[[Page, Person], None]:
    """``resident_login(page, person)``: by the demo's identity service, as a resident does."""
    return residents.login


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """``axe(page)``: fails with a readable list when the page breaks WCAG 2.2 AA."""
    return support.axe
