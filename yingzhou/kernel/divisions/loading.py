"""The real towns, villages and neighbourhoods of Chongming, from the files in ``data/``.

``divisions.csv`` is the National Bureau of Statistics' list (统计用区划代码); its three enterprise
units and their virtual areas have no government of their own and are flagged statistical.
``towns.csv`` gives each town's seat (CGCS2000) and area.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from yingzhou.kernel.divisions import tree
from yingzhou.kernel.divisions.models import Division, DivisionName

DATA = Path(__file__).parent / "data"
_KINDS = {
    "市辖区": Division.Kind.DISTRICT,
    "镇": Division.Kind.TOWN,
    "乡": Division.Kind.TOWNSHIP,
    "村委会": Division.Kind.VILLAGE,
    "居委会": Division.Kind.NEIGHBOURHOOD,
}
LEVELS = {
    Division.Kind.DISTRICT: Division.Level.DISTRICT,
    Division.Kind.TOWN: Division.Level.TOWN,
    Division.Kind.TOWNSHIP: Division.Level.TOWN,
    Division.Kind.STATISTICAL: Division.Level.TOWN,
    Division.Kind.VILLAGE: Division.Level.VILLAGE,
    Division.Kind.NEIGHBOURHOOD: Division.Level.VILLAGE,
    Division.Kind.STATISTICAL_AREA: Division.Level.VILLAGE,
}


@dataclass(frozen=True)
class TownFacts:
    """``area`` in square kilometres; ``residents`` an estimate."""

    code: str
    lon: float
    lat: float
    area: float
    residents: int


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def town_facts() -> dict[str, TownFacts]:
    """By town code."""
    return {
        row["code"]: TownFacts(
            row["code"],
            float(row["lon"]),
            float(row["lat"]),
            float(row["area_km2"]),
            int(row["resident_population_estimate"]),
        )
        for row in _rows("towns.csv")
    }


def _kind(text: str) -> Division.Kind:
    if text in _KINDS:
        return _KINDS[text]
    if text.startswith("类似"):
        return Division.Kind.STATISTICAL_AREA
    if "统计用" in text:
        return Division.Kind.STATISTICAL
    raise ValueError(f"divisions.csv 中有不认识的类别“{text}”")


@transaction.atomic
def load_divisions(at: date) -> int:
    """Make the units that are missing, existing from ``at`` on; how many were made.

    Units that are known by their code are left alone, whatever has happened to them since.
    """
    known = set(Division.objects.values_list("code", flat=True))
    seats = town_facts()
    rows = [row for row in _rows("divisions.csv") if row["code"] not in known]
    Division.objects.bulk_create(_unit(row, seats.get(row["code"]), at) for row in rows)
    ids = dict(Division.objects.values_list("code", "id"))
    DivisionName.objects.bulk_create(
        DivisionName(
            division_id=ids[row["code"]],
            name=row["name"],
            parent_id=ids.get(row["parent"]),
            valid_from=at,
        )
        for row in rows
    )
    tree.forget()
    return len(rows)


def _unit(row: dict[str, str], seat: TownFacts | None, at: date) -> Division:
    kind = _kind(row["kind"])
    return Division(
        code=row["code"],
        kind=kind,
        level=LEVELS[kind],
        lon=seat.lon if seat else None,
        lat=seat.lat if seat else None,
        valid_from=at,
    )
