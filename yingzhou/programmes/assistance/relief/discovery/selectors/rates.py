"""Whether it was worth the way: found, visited, willing, granted; by what, by place, by month."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, Q

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import name_on, tree_on
from yingzhou.programmes.assistance.relief.discovery.models import Finding
from yingzhou.ui import charts
from yingzhou.ui.chart_parts import Chart

from .lists import Asked, narrowed, town_of
from .words import kind_of, name_of

State = Finding.State
HEADS = {
    "found": "找到", "visited": "上门看过", "willing": "愿意申请", "granted": "办成了",
    "pending": "还没有结果", "declined": "不愿意", "missed": "上门没有办成", "gone": "情况变了",
}  # fmt: skip
GROUP_OF = {
    "found": "", "visited": "visited", "willing": "said_yes", "granted": "granted",
    "pending": "open", "declined": "declined", "missed": "missed", "gone": "gone",
}  # fmt: skip
"""Which list of findings stands behind a figure."""


@dataclass
class Sums:
    found: int = 0
    visited: int = 0
    willing: int = 0
    granted: int = 0
    pending: int = 0
    declined: int = 0
    missed: int = 0
    gone: int = 0

    def add(self, row: dict[str, Any]) -> None:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + row[field.name])

    @property
    def hit_rate(self) -> float | None:
        """Of those who were visited, how many were granted what they lacked."""
        return self.granted / self.visited if self.visited else None

    @property
    def rate(self) -> str:
        return "—" if self.hit_rate is None else f"{self.hit_rate:.0%}"

    def cells(self) -> Iterator[tuple[str, str, int]]:
        for key, word in HEADS.items():
            yield key, word, getattr(self, key)


@dataclass(frozen=True)
class Line:
    key: str
    name: str
    kind: str
    sums: Sums

    def cells(self) -> list[tuple[str, str, int, str]]:
        """Name, word, figure, and the group of the list behind it."""
        return [(key, word, n, GROUP_OF[key]) for key, word, n in self.sums.cells()]


@dataclass(frozen=True)
class Rates:
    total: Sums
    by_what: list[Line]
    by_place: list[Line]
    by_month: list[Line]
    funnel: Chart | None
    over_time: Chart | None


OPEN = Q(state__in=Finding.OPEN)
MISSED = Q(state__in=(State.REFUSED, State.DROPPED, State.NOT_FIT, State.NOT_FOUND, State.ALREADY))


def counted(user: User, asked: Asked, today: date) -> list[dict[str, Any]]:
    """One row for each month, thing and division. One query."""
    rows: Any = narrowed(user, asked, today).order_by()
    return list(
        rows.values("round__month", "what", "division").annotate(
            found=Count("pk"),
            visited=Count("pk", filter=Q(visited_on__isnull=False)),
            willing=Count("pk", filter=Q(willing_on__isnull=False)),
            granted=Count("pk", filter=Q(state=State.GRANTED)),
            pending=Count("pk", filter=OPEN),
            declined=Count("pk", filter=Q(state=State.DECLINED)),
            missed=Count("pk", filter=MISSED),
            gone=Count("pk", filter=Q(state=State.GONE)),
        )
    )


def rates(user: User, asked: Asked, today: date) -> Rates:
    rows = counted(user, asked, today)
    total = Sums()
    for row in rows:
        total.add(row)
    by_month = _grouped(rows, lambda row: f"{row['round__month']:%Y-%m}")
    by_month.sort(key=lambda line: line.key)
    by_what = _grouped(rows, lambda row: row["what"], name_of, kind_of)
    return Rates(
        total=total,
        by_what=by_what,
        by_place=_places(rows, today),
        by_month=by_month,
        funnel=_funnel(by_what),
        over_time=_over_time(by_month),
    )


def _grouped(
    rows: list[dict[str, Any]],
    key: Callable[[dict[str, Any]], str],
    name: Callable[[str], str] = str,
    kind: Callable[[str], str] = lambda _: "",
) -> list[Line]:
    found: dict[str, Sums] = {}
    for row in rows:
        found.setdefault(key(row), Sums()).add(row)
    lines = [Line(one, name(one), kind(one), sums) for one, sums in found.items()]
    return sorted(lines, key=lambda line: (-line.sums.found, line.name))


def _places(rows: list[dict[str, Any]], today: date) -> list[Line]:
    """By town; within one town by village."""
    tree = tree_on(today)

    def town(row: dict[str, Any]) -> str:
        node = town_of(tree, row["division"])
        return str(node.id) if node else ""

    def village(row: dict[str, Any]) -> str:
        path = tree.path(tree.home.get(row["division"], row["division"]))
        found = [node for node in path if node.level == Division.Level.VILLAGE]
        return str(found[0].id) if found else ""

    def name(key: str) -> str:
        return name_on(int(key), today) if key else "其他"

    by_town = _grouped(rows, town, name)
    return by_town if len(by_town) != 1 else _grouped(rows, village, name)


def _funnel(lines: list[Line]) -> Chart | None:
    if not lines:
        return None
    steps = ("found", "visited", "willing", "granted")
    series = {HEADS[step]: [getattr(line.sums, step) for line in lines] for step in steps}
    return charts.bars([line.name for line in lines], series, unit="条", horizontal=True)


def _over_time(lines: list[Line]) -> Chart | None:
    lines = [line for line in lines if line.sums.visited]
    if len(lines) < 2:
        return None
    values = [round(100 * (line.sums.hit_rate or 0), 1) for line in lines]
    return charts.bars([line.name for line in lines], {"命中率": values}, unit="%")


def as_rows(user: User, asked: Asked, today: date) -> Iterator[list[Any]]:
    """For a spreadsheet: a line for each month, thing and village."""
    tree = tree_on(today)
    rows = sorted(
        counted(user, asked, today),
        key=lambda row: (row["round__month"], row["what"], row["division"]),
    )
    for row in rows:
        town = town_of(tree, row["division"])
        yield [
            f"{row['round__month']:%Y-%m}",
            kind_of(row["what"]),
            name_of(row["what"]),
            town.name if town else "其他",
            name_on(row["division"], today),
            *(row[key] for key in HEADS),
        ]
