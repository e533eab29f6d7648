"""Everybody at once: facts as columns, households as spans of persons.

Persons of one household stand together. A *unit* is what a block may never cut: one household, or,
where rules look at registration (户籍户), all households that one registered household spans.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from yingzhou.policy.book import Book, Key
from yingzhou.policy.columns import column_dtype, labels_of, lowest
from yingzhou.policy.faults import Fault, PolicyError, nearest
from yingzhou.policy.files.inputs import InputSpec
from yingzhou.policy.ranges import MOST_MEMBERS
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED


@dataclass
class Population:
    """``columns``: by entity and name. Missing ones are unknown (or what their input assumes).

    ``hh_start[h] : hh_start[h + 1]`` are the persons of household h.
    """

    book: Book
    hh_start: np.ndarray
    columns: dict[Key, np.ndarray]
    person_reg: np.ndarray | None = None
    obl_start: np.ndarray | None = None
    _unknown: dict[Key, np.ndarray | None] = field(default_factory=dict)
    _settled: set[Key] = field(default_factory=set)

    def __post_init__(self) -> None:
        """A kernel walks through memory in steps of four bytes."""
        for name in ("hh_start", "person_reg", "obl_start"):
            found = getattr(self, name)
            if found is not None:
                setattr(self, name, np.ascontiguousarray(found, np.int32))
        _check_sizes(np.diff(self.hh_start), "户")
        if self.person_reg is not None and self.person_reg.size:
            _check_sizes(np.bincount(self.person_reg), "户籍户")

    @property
    def households(self) -> int:
        return len(self.hh_start) - 1

    @property
    def persons(self) -> int:
        return int(self.hh_start[-1])

    def size(self, entity: str) -> int:
        if entity == HOUSEHOLD:
            return self.households
        if entity == PERSON:
            return self.persons
        if entity == OBLIGOR:
            return int(self.obl_start[-1]) if self.obl_start is not None else 0
        return int(self.person_reg.max()) + 1 if self.person_reg is not None else self.households

    def column(self, key: Key) -> np.ndarray:
        """The facts of ``key``. What is missing, one value or all, is what its input assumes."""
        if key not in self._settled:
            self._settled.add(key)
            self.columns[key] = self._assumed(key, self.columns.get(key))
        return self.columns[key]

    def _assumed(self, key: Key, found: np.ndarray | None) -> np.ndarray:
        spec = self.book.inputs[key]
        dtype = column_dtype(spec.kind)
        bottom = lowest(dtype)
        value = bottom if spec.assume is None else self._coded(spec.assume)
        if found is None:
            return np.full(self.size(key[0]), value, dtype)
        # A kernel walks through memory in steps of this very type.
        found = np.ascontiguousarray(found, dtype)
        if value == bottom or not found.size or found.min() != bottom:
            return found
        return np.where(found == bottom, value, found).astype(dtype)

    def _coded(self, value: int | str) -> int:
        return labels_of(self.book)[value] if isinstance(value, str) else value

    def unknown_households(self, key: Key) -> np.ndarray | None:
        """Which households have an unknown in ``key``; None where there is none."""
        if key not in self._unknown:
            column = self.column(key)
            bad = column == lowest(column.dtype.type)
            self._unknown[key] = self._by_household(key[0], bad) if bad.any() else None
        return self._unknown[key]

    def _by_household(self, entity: str, bad: np.ndarray) -> np.ndarray:
        if entity == HOUSEHOLD:
            return bad
        if entity == OBLIGOR and self.obl_start is not None:
            bad = _any_in_spans(bad, self.obl_start)
        if entity == REGISTERED:
            bad = bad[self.person_reg] if self.person_reg is not None else bad
            if self.person_reg is None:
                return bad
        return _any_in_spans(bad, self.hh_start)


def _any_in_spans(bad: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Whether any within each span; empty spans have none."""
    total = np.concatenate([[0], np.cumsum(bad)])
    return total[starts[1:]] > total[starts[:-1]]


def load(
    book: Book,
    household_of: np.ndarray,
    columns: Mapping[str, np.ndarray],
    households: int,
    *,
    register_of: np.ndarray | None = None,
    obligor_of: np.ndarray | None = None,
) -> Population:
    """Checks and lays out the facts. ``household_of``: each person's household, ascending;
    ``obligor_of``: each obligor's person, ascending. Columns are named 人.出生日期, labels as text
    or codes of :func:`labels_of`, flags 0 and 1, money in fen; what is unknown is the lowest
    number of the column's own type (for floats NaN is refused: money is never float).

    Raises PolicyError naming the column; nothing is computed from a bad one.
    """
    hh_start = _starts(household_of, households, "每人所在的户")
    obl_start = None
    if obligor_of is not None:
        obl_start = _starts(obligor_of, int(hh_start[-1]), "每个义务人对应的人")
    if register_of is not None:
        _check_registers(register_of, int(hh_start[-1]))
    made = Population(book, hh_start, {}, register_of, obl_start)
    for name, values in columns.items():
        entity, _, word = name.partition(".")
        spec = book.inputs.get((entity, word))
        if spec is None:
            known = [f"{e}.{n}" for e, n in book.inputs]
            raise PolicyError(Fault(name, 0, "没有这项事实", nearest(name, known)))
        if len(values) != made.size(entity):
            raise PolicyError(Fault(name, 0, f"有 {len(values)} 个值, 应有 {made.size(entity)} 个"))
        made.columns[entity, word] = _checked(book, (entity, word), np.asarray(values))
    return made


def _check_sizes(sizes: np.ndarray, what: str) -> None:
    """What is worked out beforehand about 64 bits holds for groups up to a certain size."""
    largest = int(sizes.max(initial=0))
    if largest > MOST_MEMBERS:
        where = f"第 {int(sizes.argmax()) + 1} 个{what}"
        remedy = f"一个{what}最多 {MOST_MEMBERS} 人, 请核对"
        raise PolicyError(Fault(where, 0, f"有 {largest} 人", remedy))


def _check_registers(register_of: np.ndarray, persons: int) -> None:
    what = "每人所在的户籍户"
    if len(register_of) != persons:
        raise PolicyError(Fault(what, 0, f"有 {len(register_of)} 个值, 应有 {persons} 个"))
    if register_of.size and register_of.min() < 0:
        raise PolicyError(Fault(what, 0, "有负数", "没有户籍户的人各算一个"))


def _starts(group_of: np.ndarray, groups: int, what: str) -> np.ndarray:
    if group_of.size:
        if np.any(group_of[1:] < group_of[:-1]):
            raise PolicyError(Fault(what, 0, "要按户的顺序排列", "同一户的人放在一起"))
        if group_of[0] < 0 or group_of[-1] >= groups:
            raise PolicyError(Fault(what, 0, f"超出 0 到 {groups - 1}"))
    counts = np.bincount(group_of, minlength=groups)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def _checked(book: Book, key: Key, values: np.ndarray) -> np.ndarray:
    spec = book.inputs[key]
    want = column_dtype(spec.kind)
    if values.dtype.kind not in "iub":
        remedy = "用整数; 金额以分计, 日期写成 19500501"
        raise PolicyError(Fault(".".join(key), 0, f"类型 {values.dtype} 不对", remedy))
    if values.dtype == np.bool_:
        return values.view(np.int8)
    bottom = np.iinfo(values.dtype).min
    known = values
    if values.size and values.dtype.kind == "i" and values.min() == bottom:
        known = values[values != bottom]
    if not known.size:
        return _as(values, want, bottom)
    least, most = int(known.min()), int(known.max())
    low, high = (0, 1) if spec.kind.base == "flag" else (spec.least, most_of(spec))
    if least < low or most > high:
        bad = least if least < low else most
        factor = 100 if spec.kind.is_money else 1
        remedy = f"应在 {low / factor:g} 到 {high / factor:g} 之间({spec.kind})"
        raise PolicyError(Fault(".".join(key), 0, f"有不合理的值 {bad / factor:g}", remedy))
    return _as(values, want, bottom)


def _as(values: np.ndarray, want: type, bottom: int) -> np.ndarray:
    """In the kernel's own type; the mark of an unknown changes with the type."""
    if values.dtype == want:
        return values
    made: np.ndarray = values.astype(want)
    if values.dtype.kind == "i":
        made[values == bottom] = lowest(want)
    return made


def most_of(spec: InputSpec) -> int:
    """The largest number that a column of ``spec`` may hold."""
    if spec.kind.base == "day":
        return 99991231
    if spec.kind.base == "label":
        return 32_000
    return spec.most
