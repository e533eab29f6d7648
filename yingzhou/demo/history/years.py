"""Writes the sealed years; runs beside the rest of the build, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from yingzhou.demo.history import allowance, assistance, care, disability
from yingzhou.demo.history.figures import Figures
from yingzhou.demo.history.lines import Lines
from yingzhou.demo.history.source import PLANNED, Source
from yingzhou.demo.history.targets import target
from yingzhou.kernel.payments.sealing import files
from yingzhou.kernel.payments.services.totals import Row


@dataclass(frozen=True)
class Year:
    """``totals`` by month, benefit and town."""

    year: int
    written: files.Written
    totals: list[Row]


def write(source: Source, figures: Figures, last: int, folder: Path) -> list[Year]:
    """All years up to ``last``, those of the plan together: their sums are its."""
    spans = [PLANNED, *(range(year, year + 1) for year in range(PLANNED.stop, last + 1))]
    return [year for span in spans for year in _span(source, figures, span, folder)]


def _span(source: Source, figures: Figures, years: range, folder: Path) -> Iterator[Year]:
    blocks = list(_blocks(source, figures, years))
    for year in years:
        parts = [_of_year(block, year).frame(source) for block in blocks]
        frame = pl.concat(parts)
        totals = _totals(source, frame)
        yield Year(year, files.write(year, frame, folder), totals)


def _blocks(source: Source, figures: Figures, years: range) -> Iterator[Lines]:
    scale = source.scale
    yield allowance.allowance(source, figures, years, target("allowance", scale))
    yield from disability.both(source, figures, years, target("disability", scale))
    yield care.subsidy(source, figures, years, target("care", scale))
    yield from assistance.assistance(source, figures, years, target("assistance", scale))


def _of_year(lines: Lines, year: int) -> Lines:
    return lines.only(lines.month // 12 == year)


def _totals(source: Source, frame: pl.DataFrame) -> list[Row]:
    towns = pl.DataFrame({
        "division": source.village.astype("int32"), "town": source.town.astype("int32"),
    })  # fmt: skip
    sums = files.summed(frame.lazy()).join(towns, on="division")
    by_town = sums.group_by("month", "benefit", "town").agg(
        pl.col("lines").sum(), pl.col("persons").sum(), pl.col("amount").sum()
    )
    return by_town.sort("month", "benefit", "town").rows()
