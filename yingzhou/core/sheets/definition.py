"""What a kind of spreadsheet is: its columns, its checks, and what is done with a good row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from yingzhou.core.audit import Actor
from yingzhou.core.registry import Registry
from yingzhou.core.timeline import Refused

from .parsers import text

WHOLE_ROW = "整行"


class Unreadable(Refused):
    """The file cannot be used at all; the message says why in Chinese, and nothing was stored."""


@dataclass(frozen=True)
class Column:
    """``parse`` makes a value of the cell's text, or raises ValueError with a Chinese reason."""

    key: str
    title: str
    parse: Callable[[str], Any] = text
    required: bool = True
    example: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    width: int = 18


@dataclass(frozen=True)
class Problem:
    """Why a row is not taken. ``row`` is its number in the spreadsheet, the header being 1."""

    row: int
    column: str
    reason: str


@dataclass
class Row:
    """``cells``: the text as read. ``values``: what the columns made of it (None where empty)."""

    number: int
    cells: dict[str, str]
    faults: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """One line of a comparison: what the row says, and what the record says."""

    label: str
    incoming: str
    known: str

    @property
    def differs(self) -> bool:
        return self.incoming != self.known


@dataclass(frozen=True)
class Candidate:
    """A record that a row may be about. ``is_same``: beyond doubt; the row will be skipped."""

    id: int
    is_same: bool
    label: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Context:
    """Who imports, when, and how far the permission reaches (``reach`` takes a division's id).

    ``known`` is what the sheet's ``prepare`` read for all rows at once.
    """

    actor: Actor
    at: datetime
    reach: Callable[[int], bool]
    known: Any = None


Reasons = Sequence[tuple[str, str]]
Candidates = Mapping[int, Sequence[Candidate]]


def _nothing(rows: Sequence[Row], context: Context) -> Any:
    del rows, context


def _no_reasons(row: Row, context: Context) -> Reasons:
    del row, context
    return ()


def _no_candidates(rows: Sequence[Row], context: Context) -> Candidates:
    del rows, context
    return {}


def _not_asked(row: Row, candidate_ids: Sequence[int], context: Context) -> None:
    del row, candidate_ids, context


@dataclass(frozen=True)
class Sheet:
    """A kind of spreadsheet.

    ``take(row, context)`` makes the record, or raises ``Refused``. ``check_row`` gives pairs of
    column key and reason. ``prepare`` reads what the checks of all rows need, in a few queries.
    ``find_similar`` gives, by row number, the records a row may be about. ``remember_different``
    is told that a person decided they are not. ``describe`` names a row in reports without personal
    data. ``unique``: sets of columns that no two rows share. ``url_name``: the page of a record.
    """

    name: str
    title: str
    permission: str
    columns: tuple[Column, ...]
    take: Callable[[Row, Context], Model]
    describe: Callable[[Row], str]
    intro: str = ""
    check_row: Callable[[Row, Context], Reasons] = _no_reasons
    prepare: Callable[[Sequence[Row], Context], Any] = _nothing
    find_similar: Callable[[Sequence[Row], Context], Candidates] = _no_candidates
    remember_different: Callable[[Row, Sequence[int], Context], None] = _not_asked
    unique: tuple[tuple[str, ...], ...] = ()
    url_name: str = ""
    max_rows: int = 2000

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def title_of(self, key: str) -> str:
        """The title of a column, or the words for a fault of the row as a whole."""
        return next((c.title for c in self.columns if c.key == key), WHOLE_ROW)


SHEETS: Registry[Sheet] = Registry("导入类别")
