"""The records behind a figure: the rows that count, for one division on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import QuerySet

from yingzhou.insight.engine.counting import amount_of, fetch, rows_on, within
from yingzhou.insight.relations import RELATIONS, Covered, Flow, Relation, Series, Stock
from yingzhou.kernel.divisions.tree import tree_on


def base_relation(code: str) -> Relation:
    """The relation whose rows can be listed: for “towns with any X” the X themselves."""
    relation = RELATIONS[code]
    return RELATIONS[relation.by] if isinstance(relation, Covered) else relation


def rows(code: str, day: date, division_id: int) -> QuerySet:
    """The rows of a relation that count for ``division_id`` on ``day``; each once.

    Raises TypeError for relations without rows of their own (series, units).
    """
    relation = base_relation(code)
    if not isinstance(relation, Stock | Flow):
        raise TypeError(f"“{relation.title}”没有可列出的记录")
    found = rows_on(relation, day)
    tree = tree_on(day)
    if division_id != tree.root.id:
        found = found.filter(d_id__in=tree.within(division_id))
    return found


def has_rows(code: str) -> bool:
    return isinstance(base_relation(code), Stock | Flow)


def is_series(code: str) -> bool:
    return isinstance(RELATIONS[code], Series)


@dataclass(frozen=True)
class Evidence:
    """What a figure rested on: record ids, ascending, and the amount of each (1 where counted)."""

    keys: np.ndarray
    amounts: np.ndarray

    @classmethod
    def of(cls, pairs: list[tuple]) -> Evidence:
        """From (id, amount) or (id,) tuples; an id that appears twice is kept once."""
        table = np.array(pairs, "int64").reshape(len(pairs), -1)
        keys, first = np.unique(table[:, 0], return_index=True)
        amounts = table[first, 1] if table.shape[1] > 1 else np.ones(len(keys), "int64")
        return cls(keys, amounts)


NO_EVIDENCE = Evidence(np.zeros(0, "int64"), np.zeros(0, "int64"))


def evidence(code: str, day: date, division_id: int) -> Evidence:
    """All rows behind one number; empty for relations that have none."""
    relation = base_relation(code)
    if not isinstance(relation, Stock | Flow):
        return NO_EVIDENCE
    found = rows(code, day, division_id)
    if relation.amount:
        pairs = fetch(found.annotate(amount_=amount_of(relation)), ["pk", "amount_"])
    else:
        pairs = fetch(found, ["pk"])
    return Evidence.of(pairs) if pairs else NO_EVIDENCE


def period_total(code: str, first: date, last: date) -> int:
    """A flow's total over a period, both days included (for published figures of five years)."""
    from yingzhou.insight.engine.counting import grouped

    relation = RELATIONS[code]
    if not isinstance(relation, Flow):
        raise TypeError(f"“{relation.title}”不是期间数, 不能按期间合计")
    return sum(grouped(relation, within(relation, first, last)).values())
