"""The five kinds of relation. All numbers are whole: counts, fen, square centimetres."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from yingzhou.core.registry import Registry
from yingzhou.kernel.divisions.models import Division

Level = Division.Level


@dataclass(frozen=True)
class Column:
    """A column of a list of records.

    ``kind``: text, name (a person's, masked), date, money, count or yes.
    """

    title: str
    path: str
    kind: str = "text"


@dataclass(frozen=True)
class Relation:
    """What every kind has: a code, a name for people, the query in words, and a unit."""

    code: str
    title: str
    words: str
    unit: str


@dataclass(frozen=True)
class _Records(Relation):
    """Relations over records of a table.

    ``records`` gives the rows (already filtered), ``division`` is the path to the division they
    count for. ``amount`` is the field to add up; without it rows are counted, each once. ``data``
    is the class of data a viewer needs to see the rows themselves. ``link`` is the url name of one
    record's page and ``link_path`` the path to its key.
    """

    records: Callable[[], QuerySet] = Division.objects.none
    division: str = "division_id"
    amount: str = ""
    columns: tuple[Column, ...] = ()
    order: tuple[str, ...] = ("pk",)
    data: str = "public"
    link: str = ""
    link_path: str = "pk"


@dataclass(frozen=True)
class Stock(_Records):
    """Rows that hold on a day: each pair of ``spells`` (paths of from and to) must hold."""

    spells: tuple[tuple[str, str], ...] = (("valid_from", "valid_to"),)
    once: str = ""
    """Path of whom a row is about, where that counts once however many rows hold (two certificates
    of one person)."""
    born: str = ""
    ages: tuple[tuple[int, int], ...] = ()
    """With ``born`` (path of a birth date): only ages within these spans, ends included."""

    @property
    def is_joined(self) -> bool:
        """More than one spell: a row may then meet several partners and must still count once."""
        return len(self.spells) > 1

    @property
    def key(self) -> str:
        """Path of what counts once."""
        return self.once or "pk"


@dataclass(frozen=True)
class Flow(_Records):
    """Rows of a period. ``on`` is a date, or with ``yearly`` a year that counts once it has ended.

    Asked for a day, the period is the twelve months that end on it (for yearly rows: the last full
    year); the published figures ask for longer ones.
    """

    on: str = "on"
    yearly: bool = False

    @staticmethod
    def twelve_months_to(day: date) -> tuple[date, date]:
        """First and last day of the year that ends on ``day``."""
        try:
            before = day.replace(year=day.year - 1)
        except ValueError:  # 29 February
            before = day.replace(year=day.year - 1, day=28)
        return before + timedelta(days=1), day


@dataclass(frozen=True)
class Covered(Relation):
    """How many units of ``level`` have at least one row of ``by``."""

    by: str = ""
    level: int = Level.TOWN


@dataclass(frozen=True)
class Units(Relation):
    """How many units of ``level`` there are on the day (without the statistical ones)."""

    level: int = Level.TOWN


@dataclass(frozen=True)
class Series(Relation):
    """A published series of numbers (a standard, a survey result): the same everywhere.

    ``year_before`` asks for the value of the year before the day, as the plan's 上年度 does.
    """

    series: str = ""
    year_before: bool = False


RELATIONS: Registry[Relation] = Registry("关系")


def define(relation: Relation) -> Relation:
    """Register a relation under its code."""
    return RELATIONS.add(relation.code, relation)
