"""Keyset pagination: a page begins after the last row seen, so page 9,000 costs as page 1."""

from __future__ import annotations

import base64
import binascii
import json
import math
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class Page:
    """``rows`` of this page; ``after`` is the next one's address parameter, or an empty string."""

    rows: list[Any]
    after: str
    is_first: bool


def _encode(values: list[Any]) -> str:
    text = json.dumps(values, default=str, ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str, width: int) -> list[Any] | None:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode()), parse_constant=_refuse)
    except (ValueError, binascii.Error, RecursionError):
        return None
    whole = isinstance(values, list) and len(values) == width
    return values if whole and all(map(_is_plain, values)) else None


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not in any order")


def _is_plain(value: Any) -> bool:
    """What a column can be compared with; PostgreSQL takes no text with a NUL in it."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) or (isinstance(value, str) and "\x00" not in value)


def _attribute(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = row[part] if isinstance(row, dict) else getattr(row, part)
    return row


def keyset(
    queryset: QuerySet,
    order: list[str],
    cursor: str = "",
    size: int = 50,
    shown: QuerySet | None = None,
) -> Page:
    """One page of ``queryset`` sorted by ``order``: field names (``-`` descends), the last unique.

    ``shown``: what to read of the chosen rows, of the same model: joins are made for one page and
    not for everything that is sorted. A broken cursor gives the first page: addresses get cut when
    people send them around.
    """
    values = _decode(cursor, len(order)) if cursor else None
    if values is not None:
        try:
            queryset = queryset.filter(_beyond(order, values))
        except (TypeError, ValueError, ValidationError):
            values = None
    chosen = queryset.order_by(*order)[: size + 1]
    if shown is not None:
        chosen = shown.filter(pk__in=chosen.values("pk")).order_by(*order)
    rows = list(chosen)
    more = len(rows) > size
    rows = rows[:size]
    after = _encode([_attribute(rows[-1], name.lstrip("-")) for name in order]) if more else ""
    return Page(rows=rows, after=after, is_first=values is None)


def _beyond(order: list[str], values: list[Any]) -> Q:
    """Rows after ``values``. The first condition follows from the others: databases do not look for
    a common range within OR, and it gives them a place in the index to start from."""
    names = [name.lstrip("-") for name in order]
    condition = Q(pk__in=[])
    for depth, name in enumerate(names):
        equal = dict(zip(names[:depth], values[:depth], strict=True))
        further = "lt" if order[depth].startswith("-") else "gt"
        condition |= Q(**equal, **{f"{name}__{further}": values[depth]})
    first = "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{names[0]}__{first}": values[0]}) & condition
