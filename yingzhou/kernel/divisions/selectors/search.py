"""Finding a unit by what people call it, or called it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from yingzhou.kernel.divisions import history as _history
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import Tree, name_on, tree_on

KINDS = dict(Division.Kind.choices)


@dataclass(frozen=True)
class Hit:
    """A unit found. ``note`` says what is unlike today: an old name, or what it was merged into."""

    id: int
    code: str
    name: str
    kind: str
    path: str
    note: str = ""


@cache
def _readings(name: str) -> tuple[str, str]:
    from pypinyin import Style, lazy_pinyin  # slow to load, and few processes spell

    letters = lazy_pinyin(name, style=Style.NORMAL)
    return "".join(letters), "".join(letter[0] for letter in letters)


def _matches(text: str, name: str, code: str) -> bool:
    if text in name or (text.isdigit() and code.startswith(text)):
        return True
    spelled, initials = _readings(name)
    return text.isascii() and text.isalpha() and (text in spelled or initials.startswith(text))


def search(text: str, day: date, limit: int = 50) -> list[Hit]:
    """Units of any day by name (old names too), pinyin, initials or the beginning of the code."""
    text = "".join(text.lower().split())
    if not text:
        return []
    history, tree = _history.history(), tree_on(day)
    hits = []
    for unit in history.units.values():
        names = [row.name for row in history.names.get(unit.id, [])]
        matched = [name for name in names if _matches(text, name, unit.code)]
        if matched:
            hits.append(_hit(unit, matched[-1], tree))
    hits.sort(key=lambda hit: (bool(hit.note), hit.code))
    return hits[:limit]


def _hit(unit: _history.Unit, matched: str, tree: Tree) -> Hit:
    name = name_on(unit.id, tree.day)
    home = tree.nodes.get(tree.home.get(unit.id, 0))
    note = ""
    if unit.id not in tree.nodes:
        note = f"{tree.day} 计入“{home.name}”" if home else f"{tree.day} 不存在"
    elif matched != name:
        note = f"曾用名“{matched}”"
    return Hit(unit.id, unit.code, name, KINDS[unit.kind], path_text(tree, unit.id), note)


def path_text(tree: Tree, division_id: int) -> str:
    """The units above it, ``崇明区 / 城桥镇``; of its successor where it is no more."""
    home = tree.home.get(division_id)
    return " / ".join(node.name for node in tree.path(home)[:-1]) if home else ""
