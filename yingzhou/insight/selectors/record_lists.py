"""The records behind a figure as rows for people: keyset pages, names masked by rights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, Model, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, resolve, reverse

from yingzhou.core.access import declared, may_enter
from yingzhou.core.money import format_fen
from yingzhou.core.paging import Page, keyset
from yingzhou.core.spells import FOREVER
from yingzhou.insight import facts
from yingzhou.insight.engine import Cell
from yingzhou.insight.engine.counting import of_ages, rows_on
from yingzhou.insight.records import base_relation
from yingzhou.insight.relations import RELATIONS, Flow, Relation, Stock
from yingzhou.insight.relations.base import Column
from yingzhou.kernel.divisions.tree import Tree
from yingzhou.kernel.people.names import mask_name

from .asked import Asked

CLOSED = frozenset({"sensitive", "children"})
"""Classes whose lists are shut to those who do not hold them; other lists are shown masked."""

CLASS_WORDS = {
    "personal": "个人信息",
    "sensitive": "敏感信息(救助、残疾、补贴)",
    "children": "未成年人信息",
}
SIZE = 50
CAP = 50_000
"""Rows of one Excel file: a village or a town fits; a whole register is nobody's spreadsheet."""


@dataclass(frozen=True)
class Listed:
    """One record: its cells in the order of the columns, the place it counts for, its page."""

    cells: list[tuple[str, str, str]]
    place: str
    href: str


@dataclass(frozen=True)
class Access:
    """What the viewer may see of this relation's records in this division."""

    is_open: bool
    is_masked: bool
    may_follow: bool
    needed: str


@dataclass(frozen=True)
class Heading:
    """``asked`` is the relation of the address, ``relation`` the one whose rows are listed."""

    asked: Relation
    relation: Stock | Flow
    total: int | None


def heading(asked: Asked, code: str) -> Heading:
    """The relation and how many records its fact counts (None where no fact tells).

    KeyError for an unknown relation, TypeError for one without records.
    """
    relation = base_relation(code)
    if not isinstance(relation, Stock | Flow):
        raise TypeError(f"“{relation.title}”没有可列出的记录")
    total = None
    if not relation.amount:
        cells = facts.by_division(relation.code, asked.day, [asked.node.id])
        total = cells.get(asked.node.id, Cell(None, None)).numerator
    return Heading(RELATIONS[code], relation, total)


def access(user: Any, relation: Stock | Flow, held: frozenset[str]) -> Access:
    """``held``: the classes of data that the viewer may see in the division."""
    holds = relation.data in held
    return Access(
        is_open=holds or relation.data not in CLOSED,
        is_masked=not holds,
        may_follow=holds and _may_follow(user, relation),
        needed=CLASS_WORDS.get(relation.data, ""),
    )


def _may_follow(user: Any, relation: Stock | Flow) -> bool:
    """Whether there is a page for one record and the viewer may enter it."""
    if not relation.link:
        return False
    try:
        view = resolve(reverse(relation.link, args=[1])).func
    except NoReverseMatch:
        return False
    return may_enter(user, declared(view))


def page(asked: Asked, found: Heading, rights: Access, cursor: str) -> tuple[Page, list[Listed]]:
    """One page of rows; a record that met several partners is listed once."""
    relation = found.relation
    got = keyset(_query(asked, relation), list(relation.order), cursor, SIZE)
    return got, list(_listed(got.rows, relation, rights, asked.tree))


def every(asked: Asked, found: Heading, rights: Access, cap: int) -> Iterator[Listed]:
    """The first ``cap`` rows, read as they are written."""
    relation = found.relation
    query = _query(asked, relation).order_by(*relation.order)[:cap]
    return _listed(query.iterator(chunk_size=2000), relation, rights, asked.tree)


def _query(asked: Asked, relation: Stock | Flow) -> QuerySet:
    paths = {column.path for column in relation.columns} | {relation.link_path}
    paths |= set(relation.order) | {"pk", "d_id"}
    found = _rows(relation, asked.day)
    if not asked.is_district:
        # A village that belonged here then and elsewhere today counts, and is not listed.
        inside = {pk for pk in asked.tree.within(asked.node.id) if asked.sees(pk)}
        found = found.filter(d_id__in=inside)
        if relation.order[0] == relation.division:
            # Implied by the list: PostgreSQL then reads its index from there, not from the start.
            found = found.filter(d_id__gte=min(inside), d_id__lte=max(inside))
    return found.values(*sorted(paths))


def _rows(relation: Stock | Flow, day: date) -> QuerySet:
    """As the engine counts them. On SQLite ages are hidden from the index on birth dates: by that
    one it would sort all the old of the district; by places it reads a page in order. PostgreSQL
    knows how many are old and chooses well by itself."""
    if not isinstance(relation, Stock) or not relation.ages or connection.vendor != "sqlite":
        return rows_on(relation, day)
    found = rows_on(replace(relation, ages=()), day)
    found = found.annotate(birthday=Coalesce(F(relation.born), Value(date.min)))
    return found.filter(of_ages(replace(relation, born="birthday"), day))


def _listed(found: Any, relation: Stock | Flow, rights: Access, tree: Tree) -> Iterator[Listed]:
    labels = [_labels(relation, column) for column in relation.columns]
    last = None
    for row in found:
        if row["pk"] == last:
            continue
        last = row["pk"]
        cells = [
            (column.title, column.kind, _text(row[column.path], column, names, rights))
            for column, names in zip(relation.columns, labels, strict=True)
        ]
        home = tree.nodes.get(tree.home.get(row["d_id"], 0))
        href = ""
        if rights.may_follow and row[relation.link_path] is not None:
            href = reverse(relation.link, args=[row[relation.link_path]])
        yield Listed(cells, home.name if home else "", href)


def _labels(relation: Stock | Flow, column: Column) -> dict[Any, str]:
    """The words of a coded field, if the column is one."""
    model: type[Model] = relation.records().model
    *steps, name = column.path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return dict(getattr(model._meta.get_field(name), "flatchoices", ()))


def _text(value: Any, column: Column, labels: dict[Any, str], rights: Access) -> str:
    if value is None or value == "":
        return "—"
    if labels:
        return labels.get(value, str(value))
    if column.kind == "name" and rights.is_masked:
        return mask_name(value)
    return KINDS.get(column.kind, str)(value)


KINDS: dict[str, Callable[[Any], str]] = {
    "money": format_fen,
    "count": lambda value: f"{value:,}",
    "yes": lambda value: "是" if value else "否",
    "date": lambda value: "—" if value >= FOREVER else value.isoformat(),
}
