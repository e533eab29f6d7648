"""Whether the book holds together on every day on which anything changes.

Names, units, sources and branches are checked when the files are read (:mod:`.book`). Here: every
name that a rule uses is in force whenever the rule is, every parameter has a value, no rule waits
for itself, nothing outgrows 64 bits, nothing is divided by nought.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from yingzhou.policy.book import Book, Key
from yingzhou.policy.faults import Faults, PolicyError
from yingzhou.policy.law import law, uses
from yingzhou.policy.ranges import Ranges

HORIZON = date(2016, 1, 1)
"""The book is complete from this day on."""


def check(book: Book) -> list[date]:
    """The days that were checked. Raises PolicyError with every fault."""
    faults = Faults()
    days = sorted({HORIZON, *(day for day in book.changes if day > HORIZON)})
    said: set[tuple[int, object]] = set()
    for day in days:
        _day(book, day, faults, said)
    _circles(book, faults)
    faults.check()
    ranges = Ranges(book, faults)
    for key in book.rules:
        ranges.of(key)
    faults.check()
    return days


def check_figures(book: Book, figures: Mapping[str, tuple[int, ...]]) -> None:
    """Whether a reform's figures keep every number in 64 bits and every divisor above nought."""
    faults = Faults()
    ranges = Ranges(book, faults, figures)
    for key in book.rules:
        ranges.of(key)
    faults.check()


def _day(book: Book, day: date, faults: Faults, said: set[tuple[int, object]]) -> None:
    """What is missing on ``day``; each gap is told once, with the first day it shows."""
    found = law(book, day)
    for rule in found.rules.values():
        head, used = rule.heading, uses(rule)
        gaps: list[Key | str] = [key for key in used.rules if key not in found.rules]
        gaps = [key for key in gaps if not _may_be_absent(book, key)]
        gaps += [name for name in used.parameters if found.dated(name) is None]
        for gap in gaps:
            if (id(rule), gap) in said:
                continue
            said.add((id(rule), gap))
            if isinstance(gap, str):
                problem = f"参数 {gap} 在 {day} 没有值"
                remedy = "在 parameters.yaml 补上, 或写明规则的 自="
            else:
                problem = f"用到的“{'.'.join(gap)}”在 {day} 没有施行"
                remedy = '补上那一天有效的规则; 那时没有这种情形的, 给它写 未施行="无"'
            faults.add(head.file, head.line, f"{head.name}: {problem}", remedy)


def _may_be_absent(book: Book, key: Key | str) -> bool:
    """A benefit that does not exist yet gives nothing; a condition that does not exist is a gap."""
    heading = book.rules[key][-1].heading  # type: ignore[index]
    return bool(heading.benefit) or heading.may_be_absent


def _circles(book: Book, faults: Faults) -> None:
    from yingzhou.policy.compiled.plan import plan

    try:
        plan(book, book.rules)
    except PolicyError as error:
        faults.take(error)
