"""All items by programme, or those that a search finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from yingzhou.kernel.catalogue.health import BAD, DOUBT, SOURCE, Problem, problems
from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.kernel.catalogue.search import search

from .words import channels, programme_of, promised

LIMIT = 40
WELL = "well"
STATES = {
    "lacking": "要补的", "source": "指南来源待核", "doubt": "有未核实的", WELL: "没有要紧的",
}  # fmt: skip
WORST = (("lacking", BAD), ("source", SOURCE), ("doubt", DOUBT))


@dataclass(frozen=True)
class Wish:
    """``kind``: apply, guide or empty. ``only``: one of :data:`STATES`, or empty."""

    text: str = ""
    kind: str = ""
    only: str = ""


@dataclass(frozen=True)
class Row:
    item: Item
    programme: str
    channels: str
    promised: str
    problems: tuple[Problem, ...]
    why: str = ""

    @property
    def bad(self) -> int:
        return sum(1 for one in self.problems if one.severity == BAD)

    @property
    def state(self) -> str:
        """What matters most about it: each item is counted once."""
        found = {one.severity for one in self.problems}
        return next((key for key, severity in WORST if severity in found), WELL)

    @property
    def word(self) -> str:
        return STATES[self.state]

    @property
    def place(self) -> tuple[str, str]:
        """Programme and item, as in the address."""
        programme, _, name = self.item.code.partition("/")
        return programme, name


@dataclass(frozen=True)
class Shelf:
    name: str
    rows: tuple[Row, ...]


def shelves(wish: Wish, day: date) -> list[Shelf]:
    """By programme; one shelf in order of likeness where something is searched for."""
    if wish.text:
        found = [
            Row(**{**vars(_row(one.item, day)), "why": one.why})
            for one in search(wish.text, day, LIMIT)
        ]
        rows = tuple(row for row in found if _wished(row, wish))
        return [Shelf("", rows)] if rows else []
    by_name: dict[str, list[Row]] = {}
    for item in items(day).values():
        row = _row(item, day)
        if _wished(row, wish):
            by_name.setdefault(row.programme, []).append(row)
    return [Shelf(name, tuple(sorted(rows, key=_order))) for name, rows in by_name.items()]


def tally(kind: str, day: date) -> list[tuple[str, str, int]]:
    """State, word and how many items of this kind are in it, the worst first."""
    wish = Wish(kind=kind)
    found = Counter(row.state for row in _rows(day).values() if _wished(row, wish))
    return [(state, word, found[state]) for state, word in STATES.items()]


def _order(row: Row) -> tuple[bool, str]:
    return row.item.apply is None, row.item.code


def _wished(row: Row, wish: Wish) -> bool:
    if wish.only and row.state != wish.only:
        return False
    return not wish.kind or (wish.kind == "apply") == (row.item.apply is not None)


def _row(item: Item, day: date) -> Row:
    rows = _rows(day)
    return rows.get(item.code) or _made(item, day)


@lru_cache(maxsize=2)
def _kept(day: date, _: int) -> dict[str, Row]:
    return {code: _made(item, day) for code, item in items(day).items()}


def _rows(day: date) -> dict[str, Row]:
    """Files read anew are other objects: what was kept of the old ones is then not used."""
    return _kept(day, id(items(day)))


def _made(item: Item, day: date) -> Row:
    return Row(
        item,
        programme_of(item.code),
        "、".join(channels(item)),
        promised(item),
        tuple(problems(item, day)),
    )
