"""The small synthetic district that tests marked ``district`` and ``browser`` share.

Each worker fills its own test database once, outside any transaction; the tests then run in
transactions on top of it.
"""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path

import pytest

LOG: list[Path] = []
"""Where the build of this process was logged (empty: nothing was built)."""


def missing(config: pytest.Config) -> str:
    """Why the tests that need a district cannot run; empty when they can."""
    if find_spec("yingzhou.demo.build") is None:
        return "the demo builder is not there yet"
    if not config.getoption("--district"):
        return "needs the demo district: run pytest with --district"
    return ""


def build(scale: float, log: Path) -> None:
    """Fill the present (empty) database; everything that is logged meanwhile goes to ``log``."""
    from yingzhou.core import clock
    from yingzhou.demo.awards import begin_awards
    from yingzhou.demo.build import build_district

    handler = logging.FileHandler(log, encoding="utf-8")
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        build_district(scale=scale, workers=False)  # a child process has no part in this memory
        _open_the_demo_accounts()
        begin_awards(clock.today())
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
        handler.close()
    LOG.append(log)


def _open_the_demo_accounts() -> None:
    """Those that the builder has not opened itself."""
    from yingzhou.core import audit, clock
    from yingzhou.demo import residents
    from yingzhou.kernel.accounts import services
    from yingzhou.kernel.accounts.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
    from yingzhou.kernel.accounts.models import User
    from yingzhou.kernel.divisions.models import Division

    by_whom = {"actor": audit.SYSTEM, "at": clock.now()}
    for wanted in DEMO_ACCOUNTS:
        if User.objects.filter(username=wanted.username).exists():
            continue
        made = services.create_account(
            username=wanted.username, name=wanted.name, demo_password=DEMO_PASSWORD, **by_whom
        )
        place = Division.objects.get(code=wanted.division_code)
        for role in wanted.roles:
            services.assign(
                user=made.user,
                role=role,
                division=place,
                valid_from=clock.today(),
                unit=wanted.unit,
                **by_whom,
            )
    residents.settle()


def refuse_to_empty_tables(item: pytest.Item) -> None:
    """A test with real transactions empties all tables when it ends: the district would be gone."""
    mark = item.get_closest_marker("django_db")
    if mark is not None and mark.kwargs.get("transaction"):
        pytest.fail("transaction=True empties all tables: it cannot run with --district", False)
