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
    from yingzhou.demo.build import build_district

    handler = logging.FileHandler(log, encoding="utf-8")
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        build_district(scale=scale)
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
        handler.close()
    LOG.append(log)


def refuse_to_empty_tables(item: pytest.Item) -> None:
    """A test with real transactions empties all tables when it ends: the district would be gone."""
    mark = item.get_closest_marker("django_db")
    if mark is not None and mark.kwargs.get("transaction"):
        pytest.fail("transaction=True empties all tables: it cannot run with --district", False)
