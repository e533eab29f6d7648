"""What every test stands on: a closed network, a clean cache, templates that may not forget a name.

Options: ``--district`` fills the test database with a small synthetic district first; tests marked
``district`` or ``browser`` need it and are skipped without it (``scripts/test.sh`` runs both).
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings

from tests.support import district, network, templates

if TYPE_CHECKING:
    from django.test import Client

# Explaining a failure took five minutes where every example builds a small world in the database.
_PHASES = [phase for phase in Phase if phase is not Phase.explain]
hypothesis_settings.register_profile(
    "yingzhou", deadline=None, max_examples=50, database=None, phases=_PHASES
)
hypothesis_settings.load_profile("yingzhou")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--district", action="store_true", help="fill the database with a district")
    parser.addoption("--district-scale", type=float, default=0.05, help="1 is all 649,000 people")


def pytest_configure(config: pytest.Config) -> None:
    network.close()
    # Playwright's event loop lives in the thread of the tests; the database is not its business.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    reason = district.missing(config)
    for item in items:
        if item.get_closest_marker("district") or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=reason) if reason else pytest.mark.django_db)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.config.getoption("--district"):
        district.refuse_to_empty_tables(item)


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_setup, django_db_blocker, tmp_path_factory) -> None:
    """The empty test database, and on top of it the district where the run asks for one."""
    with django_db_blocker.unblock():
        _shuffle_unordered_rows(request.config)
        if request.config.getoption("--district") and not district.missing(request.config):
            log = tmp_path_factory.mktemp("district") / "build.log"
            district.build(request.config.getoption("--district-scale"), log)


def _shuffle_unordered_rows(config: pytest.Config) -> None:
    """On every second seed SQLite returns rows without ORDER BY backwards: do not rely on it."""
    from django.db import connection

    seed = config.getoption("randomly_seed", default=0)
    if connection.vendor == "sqlite" and random.Random(str(seed)).random() < 0.5:  # noqa: S311
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA reverse_unordered_selects = ON")


@pytest.fixture(scope="session", autouse=True)
def _undefined_variables_raise() -> None:
    templates.raise_on_undefined()


@pytest.fixture(autouse=True)
def _clean_caches() -> Iterator[None]:
    from django.core.cache import cache

    from yingzhou.kernel.divisions import tree

    cache.clear()
    tree.forget()
    yield
    cache.clear()
    tree.forget()


@pytest.fixture
def stop_clock() -> Iterator[Callable[[datetime | date], None]]:
    """Call it with a date (noon of that day) or a moment; time stands there until the test ends."""
    from yingzhou.core import clock

    with ExitStack() as stack:
        yield lambda moment: stack.enter_context(clock.stopped_at(moment))


@pytest.fixture
def client_as(db) -> Callable[..., Client]:
    """A client signed in with a role over a division: ``client_as("town", miaozhen).get(...)``."""
    from django.test import Client

    from tests import factories

    def sign_in(role: str, division=None, unit: str = "") -> Client:
        client = Client()
        user = factories.user_with(role, division, unit=unit)
        client.force_login(user, backend="yingzhou.kernel.accounts.backend.StaffBackend")
        return client

    return sign_in
