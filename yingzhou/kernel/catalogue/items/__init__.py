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
from yingzhou.policy.book import Key
from yingzhou.policy.faults import Faults, nearest
from yingzhou.policy.files import schema as files
from yingzhou.policy.files.lines import line_of, read

from ..book import book, folders
from . import build, schema
from .parts import Apply, Field, Item, Material, Process, Stage, Transition
from .processes import resolved

__all__ = [
    "Apply",
    "Field",
    "Item",
    "Material",
    "Process",
    "Stage",
    "Transition",
    "item_of",
    "item_on",
    "items",
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


@cache
def _all() -> dict[str, tuple[tuple[date, Item], ...]]:
    faults = Faults()
    found: dict[str, list[tuple[date, Item]]] = {}
    for path in _paths():
        item = _read(path, faults)
        if item is not None:
            dated = _DATED.fullmatch(path.name)
            since = date.fromisoformat(dated[1]) if dated else FIRST
            found.setdefault(item.code, []).append((since, item))
    faults.check()
    return {code: tuple(sorted(versions, key=_since)) for code, versions in found.items()}


def _since(version: tuple[date, Item]) -> date:
    return version[0]


def _paths() -> Iterator[Path]:
    for folder in folders():
        for path in sorted(folder.rglob("service*.yaml")):
            if path.name == "service.yaml" or _DATED.fullmatch(path.name):
                yield path


def _read(path: Path, faults: Faults) -> Item | None:
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
        _check_apply(content["apply"], str(path), faults)
    programme = folder.parent.parent if folder.parent.name == "items" else folder.parent
    code = f"{programme.name}/{folder.name}"
    return build.item(code, made, book().folders.get(str(folder), ()), folder)


def _check_apply(apply: dict[str, Any], file: str, faults: Faults) -> None:
    """Names of rules, facts and earlier questions."""
    law = book()
    for part in ("rule", "amount"):
        named = apply.get("decision", {}).get(part)
        try:
            if named:
                law.find(named)
        except KeyError as error:
            faults.add(file, line_of(apply, ["decision", part]), str(error.args[0]))
    seen: set[str] = set()
    for number, field in enumerate(apply.get("form", ())):
        line = line_of(apply, ["form", number])
        if field["key"] in seen:
            faults.add(file, line, f"“{field['key']}”写了两次", "换一个 key")
        seen.add(field["key"])
        if field.get("fact") and _key(field["fact"]) not in law.inputs:
            known = [f"{entity}.{name}" for entity, name in law.inputs]
            faults.add(file, line, f"没有事实“{field['fact']}”", nearest(field["fact"], known))
        for name in field.get("when", {}):
            if name not in seen:
                faults.add(file, line, f"“{name}”要先问", nearest(name, seen))
    for number, material in enumerate(apply.get("materials", ())):
        for name in material.get("when", {}):
            if name not in seen:
                line = line_of(apply, ["materials", number])
                faults.add(file, line, f"没有问题“{name}”", nearest(name, seen))


def _key(named: str) -> Key:
    entity, _, name = named.partition(".")
    return (entity, name)
