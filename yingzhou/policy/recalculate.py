"""A span of months under the law and the facts as now known, against what was paid.

Differences are signed: positive is owed to the household (补发), negative was paid too much (追回).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from yingzhou.policy.book import Book, Key
from yingzhou.policy.law import Moment, law
from yingzhou.policy.scalar import Case, Evaluation, Unknown


@dataclass(frozen=True)
class Month:
    """``due`` is None where it cannot be told; ``needs`` then says what is missing. In fen."""

    moment: Moment
    due: int | None
    paid: int
    needs: tuple[str, ...]

    @property
    def difference(self) -> int | None:
        return None if self.due is None else self.due - self.paid


def recalculate(
    book: Book,
    key: Key,
    first: Moment,
    last: Moment,
    case_at: Callable[[Moment], Case],
    paid: Mapping[Moment, int],
    *,
    label: str = "",
) -> list[Month]:
    """Every month from ``first`` to ``last``.

    ``label`` names the person where the benefit is a person's.
    """
    return [
        _month(book, key, moment, case_at(moment), paid.get(moment, 0), label)
        for moment in _span(first, last)
    ]


def _span(first: Moment, last: Moment) -> Iterator[Moment]:
    moment = first
    while (moment.year, moment.month) <= (last.year, last.month):
        yield moment
        moment = moment.next_month()


def _month(book: Book, key: Key, moment: Moment, case: Case, paid: int, label: str) -> Month:
    evaluation = Evaluation(law(book, moment.law_day), moment, case)
    found = [one for one in case.instances(key[0]) if not label or one.label == label]
    values = [evaluation.value(key, one) for one in found]
    unknown = [value for value in values if isinstance(value, Unknown)]
    if unknown:
        needs = dict.fromkeys(f"{n.of}的{n.name}" for value in unknown for n in value.needs)
        return Month(moment, None, paid, tuple(needs))
    return Month(moment, sum(values), paid, ())
