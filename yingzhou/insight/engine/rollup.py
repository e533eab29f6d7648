"""Adds counts up the tree of each day, and answers the relations that are about the tree itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from yingzhou.insight.relations.base import RELATIONS, Covered, Flow, Relation, Series, Stock, Units
from yingzhou.insight.series_data import series_value
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import Tree, tree_on

from .counting import counts

MISSING = np.iinfo("int64").min
"""Stands for “does not apply here” in an array of whole numbers."""


@dataclass
class Frame:
    """The days asked, the tree of each, and where every division sits in the arrays."""

    days: list[date]
    trees: list[Tree]
    index: dict[int, int]

    @classmethod
    def of(cls, days: list[date]) -> Frame:
        ids = list(Division.objects.order_by("id").values_list("id", flat=True))
        return cls(days, [tree_on(day) for day in days], {pk: i for i, pk in enumerate(ids)})

    def matrix(self, tree: Tree) -> np.ndarray:
        """0/1 array: row = unit of that day, column = any unit whose records count for it."""
        matrix = np.zeros((len(self.index), len(self.index)), "int64")
        for unit, home in tree.home.items():
            for node in tree.path(home):
                matrix[self.index[node.id], self.index[unit]] = 1
        return matrix


class Rollup:
    """Values of relations, each computed once, for every division and day of a frame."""

    def __init__(self, days: list[date]) -> None:
        self.frame = Frame.of(days)
        self._known: dict[str, np.ndarray] = {}
        self._matrices: dict[int, np.ndarray] = {}

    def values(self, code: str) -> np.ndarray:
        """int64 array (divisions, days); ``MISSING`` where the relation does not apply."""
        if code not in self._known:
            self._known[code] = self._compute(RELATIONS[code])
        return self._known[code]

    def _compute(self, relation: Relation) -> np.ndarray:
        if isinstance(relation, Stock | Flow):
            return self._add_up(counts(relation, self.frame.days, self.frame.index))
        if isinstance(relation, Covered):
            return self._per_unit(relation.level, self.values(relation.by))
        if isinstance(relation, Units):
            return self._per_unit(relation.level, None)
        if isinstance(relation, Series):
            return self._series(relation)
        raise TypeError(f"不认识的关系类型: {relation!r}")

    def _matrix(self, column: int) -> np.ndarray:
        tree = self.frame.trees[column]
        key = id(tree)
        if key not in self._matrices:
            previous = self.frame.trees[column - 1] if column else None
            same = (
                previous is not None and previous.nodes == tree.nodes and previous.home == tree.home
            )
            self._matrices[key] = self._matrices[id(previous)] if same else self.frame.matrix(tree)
        return self._matrices[key]

    def _add_up(self, base: np.ndarray) -> np.ndarray:
        result = np.empty_like(base)
        for column in range(base.shape[1]):
            result[:, column] = self._matrix(column) @ base[:, column]
        return result

    def _per_unit(self, level: int, by: np.ndarray | None) -> np.ndarray:
        """Units of a level (with ``by``: that have any), added up; nothing below the level."""
        ones = np.zeros((len(self.frame.index), len(self.frame.days)), "int64")
        for column, tree in enumerate(self.frame.trees):
            for node in tree.at_level(level):
                row = self.frame.index[node.id]
                if not node.is_statistical and (by is None or by[row, column] > 0):
                    ones[row, column] = 1
        result = self._add_up(ones)
        for column, tree in enumerate(self.frame.trees):
            for node in tree.nodes.values():
                if node.level > level:
                    result[self.frame.index[node.id], column] = MISSING
        return result

    def _series(self, relation: Series) -> np.ndarray:
        row = []
        for day in self.frame.days:
            found = series_value(relation.series, day, relation.year_before)
            row.append(MISSING if found is None else found.value)
        return np.tile(np.array(row, "int64"), (len(self.frame.index), 1))
