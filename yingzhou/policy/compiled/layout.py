"""Where everything stands in a kernel's arguments: columns, parameters, tables, labels, results."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from yingzhou.policy.book import Key
from yingzhou.policy.columns import column_dtype, labels_of, lowest
from yingzhou.policy.files.parameters import Parameter
from yingzhou.policy.law import Law, uses

from .plan import Plan


@dataclass(frozen=True)
class AxisPlace:
    is_steps: bool
    first: int
    size: int


@dataclass(frozen=True)
class TablePlace:
    axes: tuple[AxisPlace, ...]
    first: int
    size: int


@dataclass
class Layout:
    plan: Plan
    labels: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        book = self.plan.book
        self.labels = labels_of(book)
        self.numbers = {key: number for number, key in enumerate(self.plan.keys)}
        self.columns = {key: number for number, key in enumerate(self.plan.inputs)}
        plain = [n for n in self.plan.parameters if not book.parameters[n].axes]
        self.places = {name: number for number, name in enumerate(plain)}
        self.tables, self.fixed = _tables(self.plan, self.labels)

    def number(self, key: Key) -> int:
        return self.numbers[key]

    def column(self, key: Key) -> tuple[str, str]:
        """The column's name in the kernel, and the number that stands for 未知 in it."""
        kind = self.plan.book.inputs[key].kind
        return f"c{self.columns[key]}", str(lowest(column_dtype(kind)))

    def parameter(self, name: str) -> int:
        return self.places[name]

    def table(self, name: str) -> TablePlace:
        return self.tables[name]

    def label(self, text: str) -> int:
        return self.labels[text]

    def word(self, text: str) -> int:
        return self.words.setdefault(text, len(self.words))

    def values(self, law: Law) -> tuple[np.ndarray, np.ndarray]:
        """The parameters and the tables of one law, as the kernel reads them.

        A parameter that has no value on the day is only allowed where no rule of the day uses it.
        """
        used = {name for rule in law.rules.values() for name in uses(rule).parameters}
        plain = np.zeros(max(1, len(self.places)), np.int64)
        for name, place in self.places.items():
            if name in used:
                plain[place] = law.value(name)[0]
        cells = self.fixed.copy()
        for name, table in self.tables.items():
            if name in used:
                cells[table.first : table.first + table.size] = law.value(name)
        return plain, cells


def _tables(plan: Plan, labels: dict[str, int]) -> tuple[dict[str, TablePlace], np.ndarray]:
    """Places of all tables, and the array with their steps already in it."""
    fixed: list[int] = []
    places = {}
    for name in plan.parameters:
        parameter: Parameter = plan.book.parameters[name]
        if not parameter.axes:
            continue
        axes = []
        for axis in parameter.axes:
            axes.append(AxisPlace(bool(axis.steps), len(fixed), axis.size))
            fixed += axis.steps or [labels[label] for label in axis.labels]
        size = int(np.prod([axis.size for axis in parameter.axes]))
        places[name] = TablePlace(tuple(axes), len(fixed), size)
        fixed += [0] * size
    return places, np.array(fixed or [0], np.int64)
