"""The one book of rules of this installation: the shared facts and every programme's items.

A programme brings its rules in a folder ``items`` beside its ``module.py``; nothing is registered
by hand.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

from yingzhou.core import clock
from yingzhou.policy.book import Book, Key, load
from yingzhou.policy.exclusions import PAID
from yingzhou.policy.law import Moment
from yingzhou.policy.tree import HOUSEHOLD, PERSON

SHARED = Path(__file__).parent / "law"


def folders() -> tuple[Path, ...]:
    """Where items and rules stand, shared facts first; ``YINGZHOU_ITEMS`` names more of them."""
    own = [Path(app.path) / "items" for app in apps.get_app_configs() if _is_ours(app.name)]
    return (SHARED, *(folder for folder in (*own, *more_folders()) if folder.is_dir()))


def more_folders() -> tuple[Path, ...]:
    """Where this installation keeps items of its own, each below a folder of its programme:
    ``YINGZHOU_ITEMS``, or ``items`` beside the database."""
    named = os.environ.get("YINGZHOU_ITEMS", "").split(os.pathsep)
    return tuple(Path(path) for path in named if path) or (Path(settings.VAR_DIR) / "items",)


def _is_ours(name: str) -> bool:
    return name.startswith("yingzhou.programmes.")


@cache
def book() -> Book:
    """Raises PolicyError where a file has faults: the process does not start with a broken law."""
    return load(folders())


def paid() -> tuple[Key, ...]:
    """What is given after all exclusions, to persons or households: one result for each benefit."""
    return tuple(
        (entity, PAID + name) for entity, name in book().benefits if entity in (PERSON, HOUSEHOLD)
    )


def this_month() -> Moment:
    today = clock.today()
    return Moment(today.year, today.month)
