"""What the pages show of a batch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from yingzhou.core import crypto
from yingzhou.core.models import ImportBatch
from yingzhou.core.paging import Page

from .checking import prepared
from .definition import SHEETS, Candidate, Context, Problem, Row

SAME, DIFFERENT = "same", "different"


@dataclass(frozen=True)
class Comparison:
    """A row beside the records it may be about. ``decision``: same, different, or empty."""

    number: int
    candidates: Sequence[Candidate]
    is_known: bool
    decision: str


@dataclass(frozen=True)
class Counts:
    """Rows of a batch. ``bad`` have problems; ``known`` are there already; ``open`` wait."""

    rows: int
    good: int
    known: int
    asked: int
    open: int
    same: int

    @property
    def bad(self) -> int:
        return self.rows - self.good

    @property
    def new(self) -> int:
        """How many records a confirmation would make."""
        return self.good - self.known - self.same


def opened(batch: ImportBatch) -> list[Row]:
    """The rows that wait in ``batch``."""
    return [Row(**row) for row in json.loads(crypto.unseal(bytes(batch.payload)))]


def undecided(batch: ImportBatch) -> list[int]:
    """Numbers of the rows that still need a decision."""
    asked = set(batch.report["similar"]) - set(batch.report["same"]) - set(batch.decisions)
    return sorted(map(int, asked))


def counts(batch: ImportBatch) -> Counts:
    report = batch.report
    known = set(report["same"])
    asked = set(report["similar"]) - known
    same = [n for n in asked if batch.decisions.get(n) == SAME]
    return Counts(
        rows=report["rows"],
        good=report["good"],
        known=len(known),
        asked=len(asked),
        open=len(undecided(batch)),
        same=len(same),
    )


def problems(batch: ImportBatch) -> list[Problem]:
    return [Problem(*problem) for problem in batch.report["problems"]]


def comparisons(
    batch: ImportBatch, context: Context, cursor: str = "", size: int = 10
) -> tuple[list[Comparison], Page]:
    """A page of rows that may be known, each beside the records, which are read afresh."""
    page = part(sorted(map(int, batch.report["similar"])), cursor, size)
    rows = [row for row in opened(batch) if row.number in page.rows]
    sheet = SHEETS[batch.kind]
    found = sheet.find_similar(rows, prepared(sheet, rows, context))
    shown = [
        Comparison(
            row.number,
            found[row.number],
            any(one.is_same for one in found[row.number]),
            batch.decisions.get(str(row.number), ""),
        )
        for row in rows
        if found.get(row.number)
    ]
    return shown, page


def part(items: list, cursor: str, size: int = 50) -> Page:
    """A page of what a report holds; ``cursor`` is how many come before it."""
    start = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 7 else 0
    after = str(start + size) if len(items) > start + size else ""
    return Page(rows=items[start : start + size], after=after, is_first=start == 0)


def batches_of(actor_id: int) -> QuerySet[ImportBatch]:
    """A person's own uploads; nobody sees another's. The sealed rows stay where they are."""
    return ImportBatch.objects.filter(actor_id=actor_id).defer("payload")
