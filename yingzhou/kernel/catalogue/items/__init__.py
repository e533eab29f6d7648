"""Service items (事项) as files: ``service.yaml`` beside the rules that decide.

An item without an ``apply`` part is a guide; with one it can be applied for. A file named
``service.2027-01-01.yaml`` beside it is the version from that day on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from yingzhou.core import clock
from yingzhou.kernel.catalogue.book import book, folders
from yingzhou.policy.book import Book, Key
from yingzhou.policy.faults import Faults
from yingzhou.policy.files import schema as files
from yingzhou.policy.files.lines import read

from . import build, schema
from .applying import check_names, check_outside
from .parts import (
    Apply,
    Checks,
    Department,
    Field,
    FollowUp,
    Item,
    Material,
    Process,
    Slots,
    Stage,
    Transition,
)
from .processes import resolved

__all__ = [
    "FIRST",
    "Apply",
    "Checks",
    "Department",
    "Field",
    "FollowUp",
    "Item",
    "Material",
    "Process",
    "Slots",
    "Stage",
    "Transition",
    "forget",
    "holds_from",
    "item_of",
    "item_on",
    "items",
    "reading",
    "since",
    "wordings",
]

_DATED = re.compile(r"service\.(\d{4}-\d{2}-\d{2})\.yaml")
FIRST = date(2000, 1, 1)


def items(day: date | None = None) -> dict[str, Item]:
    """All items by code, as their files say for ``day`` (today). Raises PolicyError with every
    fault of every file."""
    return _items(day or clock.today())


@lru_cache(maxsize=32)
def _items(day: date) -> dict[str, Item]:
    found = {}
    for code, versions in _all().items():
        holding = [item for since, item in versions if since <= day]
        if holding:
            found[code] = holding[-1]
    return found


def item_on(code: str, day: date | None = None) -> Item:
    """KeyError where there is none."""
    return items(day)[code]


def item_of(key: Key) -> Item | None:
    """The item in whose folder the rule stands."""
    return next((item for item in items().values() if key in item.rules), None)


def since(item: Item) -> date:
    """The day from which the files of ``item`` hold: that of the file's name, or what it says."""
    named = next((day for day, one in wordings(item.code) if one is item), FIRST)
    said = item.content.get("from")
    return said if named == FIRST and isinstance(said, date) else named


def wordings(code: str) -> tuple[tuple[date, Item], ...]:
    """All that the files say of an item, past, present and to come; the oldest first."""
    return _all().get(code, ())


def forget() -> None:
    """Files are read anew: after an import, and where a test writes some."""
    for kept in (_all, _items, book):
        kept.cache_clear()


@cache
def _all() -> dict[str, tuple[tuple[date, Item], ...]]:
    faults = Faults()
    found: dict[str, list[tuple[date, Item]]] = {}
    for path in _paths():
        item, begins = reading(path, faults), holds_from(path, faults)
        if item is not None and begins is not None:
            found.setdefault(item.code, []).append((begins, item))
    faults.check()
    return {code: tuple(sorted(versions, key=_since)) for code, versions in found.items()}


def _since(version: tuple[date, Item]) -> date:
    return version[0]


def _paths() -> Iterator[Path]:
    for folder in folders():
        for path in sorted(folder.rglob("service*.yaml")):
            if path.name == "service.yaml" or _DATED.fullmatch(path.name):
                yield path


def holds_from(path: Path, faults: Faults) -> date | None:
    """The day from which a file's wording holds, by its name; None where that is no day."""
    dated = _DATED.fullmatch(path.name)
    if dated is None:
        return FIRST
    try:
        return date.fromisoformat(dated[1])
    except ValueError:
        faults.add(str(path), 1, f"文件名里的“{dated[1]}”不是一天", "写成 service.2027-01-01.yaml")
        return None


def reading(path: Path, faults: Faults, law: Book | None = None) -> Item | None:
    """The item of one file; None where it has faults. ``law``: other rules than the house's, for
    an item that is not here yet."""
    law = law or book()
    content = read(path)
    if not files.check(content, schema.SERVICE, str(path), faults):
        return None
    folder = path.parent
    made: dict[str, Any] = dict(content)
    if "apply" in content:
        process = resolved(folder, content["apply"], str(path), faults)
        if not process:
            return None
        made["apply"] = {
            key: value
            for key, value in content["apply"].items()
            if key not in ("clocks", "letters")
        } | {"process": process}
        check_names(content["apply"], str(path), faults, law)
        check_outside(content["apply"], process, str(path), faults)
    programme = folder.parent.parent if folder.parent.name == "items" else folder.parent
    code = f"{programme.name}/{folder.name}"
    return build.item(code, made, law.folders.get(str(folder), ()), folder)
