"""Published series: values by date with source and certainty, from ``insight/series/*.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "series"
CONFIDENCE_WORDS = {"seen": "已见来源", "memory": "待核", "unverified": "未核实"}


@dataclass(frozen=True)
class SeriesPoint:
    """One value (whole, in the series' unit) and the day from which it holds."""

    since: date
    value: int
    confidence: str
    source: str

    @property
    def confidence_words(self) -> str:
        return CONFIDENCE_WORDS[self.confidence]


@dataclass(frozen=True)
class SeriesTable:
    title: str
    unit: str
    yearly: bool
    points: tuple[SeriesPoint, ...]


@cache
def series_table(name: str) -> SeriesTable:
    """Read and check one series; ValueError names file and row."""
    path = FOLDER / f"{name}.yaml"
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    points = []
    for number, row in enumerate(raw["values"], 1):
        if row.get("confidence") not in CONFIDENCE_WORDS or not row.get("source"):
            raise ValueError(f"{path.name} 第 {number} 行缺来源或可信程度")
        points.append(SeriesPoint(row["from"], int(row["value"]), row["confidence"], row["source"]))
    ordered = tuple(sorted(points, key=lambda point: point.since))
    return SeriesTable(raw["title"], raw["unit"], bool(raw.get("yearly")), ordered)


def series_value(name: str, day: date, year_before: bool = False) -> SeriesPoint | None:
    """The value that holds on ``day``; for yearly series only that very year's value, or None."""
    table = series_table(name)
    if table.yearly:
        year = day.year - 1 if year_before else day.year
        return next((p for p in table.points if p.since.year == year), None)
    earlier = [point for point in table.points if point.since <= day]
    return earlier[-1] if earlier else None
