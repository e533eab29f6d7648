"""The law of one day: which version of each rule holds, the value of each parameter, the order in
which rules can be computed.

``Moment`` is what is asked: a month (money is computed by the month) or a day (may these two marry
on it). The law of a month is that of its first day; ages are those reached within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from yingzhou.policy.book import Book, Key
from yingzhou.policy.faults import Fault, PolicyError
from yingzhou.policy.files.parameters import Dated
from yingzhou.policy.rules import Rule
from yingzhou.policy.tree import Input, Lookup, Node, Param, Ref, nodes


@dataclass(frozen=True)
class Moment:
    """``day`` 0 is the whole month."""

    year: int
    month: int
    day: int = 0

    @classmethod
    def read(cls, text: str | date) -> Moment:
        """2025-07 or 2025-07-01. Raises ValueError in Chinese."""
        parts = str(text).split("-")
        try:
            if len(parts) == 2:
                date(int(parts[0]), int(parts[1]), 1)
                return cls(int(parts[0]), int(parts[1]))
            day = date.fromisoformat(str(text))
        except ValueError:
            raise ValueError(f"“{text}”不是月份或日期, 应如 2025-07 或 2025-07-01") from None
        return cls(day.year, day.month, day.day)

    @property
    def law_day(self) -> date:
        return date(self.year, self.month, self.day or 1)

    @property
    def as_of(self) -> int:
        """yyyymmdd up to which ages count: for a month its 31st, which every day of it precedes."""
        return self.year * 10_000 + self.month * 100 + (self.day or 31)

    def next_month(self) -> Moment:
        return Moment(self.year + self.month // 12, self.month % 12 + 1)

    def __str__(self) -> str:
        text = f"{self.year}-{self.month:02d}"
        return f"{text}-{self.day:02d}" if self.day else text


@dataclass(frozen=True)
class Law:
    """``figures``: other values of parameters than the book's (a reform)."""

    book: Book
    day: date
    figures: Mapping[str, tuple[int, ...]]

    @cached_property
    def rules(self) -> dict[Key, Rule]:
        """What holds, by lineage."""
        found = {key: self.book.version(key, self.day) for key in self.book.rules}
        return {key: rule for key, rule in found.items() if rule is not None}

    @cached_property
    def _dated(self) -> dict[str, Dated | None]:
        return {name: one.on(self.day) for name, one in self.book.parameters.items()}

    def dated(self, name: str) -> Dated | None:
        return self._dated[name]

    def value(self, name: str) -> tuple[int, ...]:
        """The cells of a parameter (one for a figure). Raises PolicyError where none holds."""
        if name in self.figures:
            return self.figures[name]
        found = self._dated[name]
        if found is None or found.value is None:
            one = self.book.parameters[name]
            raise PolicyError(
                Fault(one.file, one.line, f"参数 {name} 在 {self.day} 没有值", "补上这一天有效的值")
            )
        return found.value

    def order(self, wanted: Iterable[Key]) -> list[Key]:
        """``wanted`` and all they need, each after what it needs. Raises PolicyError on a cycle."""
        done: dict[Key, None] = {}
        for key in wanted:
            self._visit(key, done, [])
        return list(done)

    def _visit(self, key: Key, done: dict[Key, None], path: list[Key]) -> None:
        if key in done:
            return
        if key in path:
            circle = [*path[path.index(key) :], key]
            head = self.rules[key].heading
            words = " → ".join(f"{entity}.{name}" for entity, name in circle)
            raise PolicyError(
                Fault(head.file, head.line, f"规则互相依赖, 算不出来: {words}", "断开其中一步")
            )
        rule = self.rules.get(key)
        if rule is None:
            return
        for below in uses(rule).rules:
            self._visit(below, done, [*path, key])
        done[key] = None


@dataclass(frozen=True)
class Uses:
    """What a rule's text names."""

    rules: tuple[Key, ...]
    parameters: tuple[str, ...]
    inputs: tuple[Key, ...]


@cache
def uses(rule: Rule) -> Uses:
    """Other rules, parameters and facts that ``rule`` names, each once, in order of the text."""
    found: list[Node] = list(nodes(rule.body))
    return Uses(
        tuple(dict.fromkeys((n.entity, n.name) for n in found if isinstance(n, Ref))),
        tuple(dict.fromkeys(n.name for n in found if isinstance(n, Param | Lookup))),
        tuple(dict.fromkeys((n.entity, n.name) for n in found if isinstance(n, Input))),
    )


def law(book: Book, day: date, figures: Mapping[str, tuple[int, ...]] | None = None) -> Law:
    """The law of ``day``, with other ``figures`` where a reform is tried."""
    return Law(book, day, dict(figures or {}))
