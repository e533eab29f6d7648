"""Service items (事项) as files: ``service.yaml`` beside the rules that decide.

Only what finding and explaining an item needs; applying for it comes with the counter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yingzhou.policy.book import Key
from yingzhou.policy.faults import Faults
from yingzhou.policy.files import schema
from yingzhou.policy.files.lines import read

from .book import book, folders

_BASIS = schema.entry(
    ["law"],
    {
        "law": schema.TEXT,
        "article": schema.TEXT,
        "from": schema.DAY,
        "until": schema.DAY,
        "note": schema.TEXT,
        "source": schema.TEXT,
        "confidence": schema.CONFIDENCE,
    },
)
_FILE = schema.entry(
    ["name", "plain", "basis", "who", "where"],
    {
        "name": schema.TEXT,
        "plain": schema.TEXT,
        "pinyin": schema.TEXT,
        "synonyms": {"type": "array", "items": schema.TEXT},
        "basis": {"type": "array", "items": _BASIS, "minItems": 1},
        "who": schema.TEXT,
        "where": schema.TEXT,
        "rules": {"type": "array", "items": schema.TEXT},
        "decides": schema.TEXT,
        "benefit": {"type": ["string", "array"]},
        "notes": {"type": ["string", "array"]},
    },
)


@dataclass(frozen=True)
class Item:
    """``code``: programme and folder, such as relief/dibao. ``rules``: those of its folder."""

    code: str
    name: str
    plain: str
    synonyms: tuple[str, ...]
    basis: tuple[dict[str, Any], ...]
    who: str
    where: str
    rules: tuple[Key, ...]
    folder: Path


@cache
def items() -> dict[str, Item]:
    """All items by code. Raises PolicyError with every fault of every file."""
    faults = Faults()
    found = {}
    paths = sorted(p for folder in folders() for p in folder.rglob("service.yaml"))
    for path in paths:
        content = read(path)
        if schema.check(content, _FILE, str(path), faults):
            item = _item(path, content)
            found[item.code] = item
    faults.check()
    return found


def _item(path: Path, content: dict[str, Any]) -> Item:
    folder = path.parent
    programme = folder.parent.parent.name
    return Item(
        code=f"{programme}/{folder.name}",
        name=content["name"],
        plain=content["plain"],
        synonyms=tuple(content.get("synonyms", ())),
        basis=tuple(content["basis"]),
        who=content["who"],
        where=content["where"],
        rules=book().folders.get(str(folder), ()),
        folder=folder,
    )


def item_of(key: Key) -> Item | None:
    """The item in whose folder the rule stands."""
    return next((item for item in items().values() if key in item.rules), None)
