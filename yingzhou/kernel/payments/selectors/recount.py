"""Earlier months computed again: the compiled engine finds who may differ, among those about whom
something was recorded; ``recalculate`` says what of it stands, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from yingzhou.core import clock
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.district import District, day_of, fresh_on, some_on
from yingzhou.kernel.catalogue.one_household import Households, Nobody
from yingzhou.kernel.payments.benefits import Benefit, benefits
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Award, Run
from yingzhou.kernel.payments.selectors import history, reach
from yingzhou.kernel.payments.selectors.due import Due, due_of, persons_in, together
from yingzhou.kernel.payments.selectors.established import completed
from yingzhou.kernel.payments.selectors.paid import Paid, net_in
from yingzhou.kernel.payments.selectors.reach import GoingOut, Marks
from yingzhou.policy.law import Moment
from yingzhou.policy.recalculate import recalculate
from yingzhou.policy.scalar import Case
from yingzhou.policy.tree import HOUSEHOLD

MOST = 8
"""So many reasons of one correction are kept."""


@dataclass(frozen=True)
class Found:
    """One holder whose going out is not what it ought to have been. ``due`` in fen; None where the
    rules cannot tell, ``needs`` then says what is missing."""

    benefit: Benefit
    month: date
    holder: int
    payee: int
    division: int
    persons: int
    paid: int
    due: int | None
    needs: tuple[str, ...]
    because: list[dict[str, Any]]


@dataclass
class _Month:
    """One month's registers as they are now: of some, or of everybody."""

    day: date
    district: District
    due: dict[str, Due]
    households: Households = field(init=False)

    def __post_init__(self) -> None:
        self.households = Households(self.district)


def found_for(run: Run) -> Iterator[Found]:
    """Everything that the run of a month has to put right. Queries by months, not by persons."""
    marked = reach.marks_since(reach.going_outs(run))
    some = _some(run, marked)
    everybody: dict[date, _Month] = {}
    for out, marks in marked:
        if out.everyone:
            for day in out.months:
                if day not in everybody:
                    everybody[day] = _month(run, day, fresh_on(_first(day)))
        months = everybody if out.everyone else some
        parts = [months[day] for day in out.months if day in months]
        yield from _of_going_out(out, marks, parts)


def _first(day: date) -> date:
    return day_of(Moment(day.year, day.month))


def _some(run: Run, marked: Iterable[tuple[GoingOut, Marks]]) -> dict[date, _Month]:
    """Each month once, with all households that any going out asks about."""
    persons: dict[date, set[int]] = {}
    for out, marks in marked:
        if out.everyone:
            continue
        for day in out.months:
            there = persons.setdefault(day, set())
            there |= marks.persons | reach.members_of(marks.households, day)
    return {
        day: _month(run, day, some_on(_first(day), sorted(wanted)))
        for day, wanted in persons.items()
        if wanted
    }


def _month(run: Run, day: date, district: District) -> _Month:
    if not len(district.person_id):
        return _Month(day, district, {})
    wanted = list(benefits(run.month).values())
    district = completed(district, wanted, day)
    computed = due_of(day, district, wanted)
    return _Month(day, district, {one.benefit.code: one for one in computed.due})


def _of_going_out(out: GoingOut, marks: Marks, parts: list[_Month]) -> Iterator[Found]:
    among = None if out.everyone else _holders(out.benefit, marks, parts)
    net = net_in(out.benefit.code, out.month, among)
    dues = [part.due[out.benefit.code] for part in parts if out.benefit.code in part.due]
    due = together(dues, out.month) if dues else None
    holders = net.holder if due is None else np.union1d(net.holder, due.holder)
    unknown = {one for part in dues for one in part.unknown.tolist()}
    differ = _amounts(due, holders) != net.of(holders)
    asked = sorted(set(holders[differ].tolist()) | unknown)
    beside = _Beside(net, due, _spells(out.benefit, asked), _held(out, asked))
    for holder in asked:
        found = _recounted(out, marks, parts, holder, beside)
        if found is not None:
            yield found


def _holders(benefit: Benefit, marks: Marks, parts: list[_Month]) -> list[int]:
    """Whose money may be another, for a fact of one of a household counts for all of it."""
    if benefit.is_of_household:
        found = set(marks.households)
        for part in parts:
            found |= {one for one in part.district.household_id.tolist() if one}
    else:
        found = set(marks.persons)
        for part in parts:
            found |= set(part.district.person_id.tolist())
    return sorted(map(int, found))


def _amounts(due: Due | None, holders: np.ndarray) -> np.ndarray:
    if due is None:
        return np.zeros(len(holders), "int64")
    return Paid(due.holder, due.payee, due.division, due.persons, due.amount).of(holders)


def _spells(benefit: Benefit, holders: list[int]) -> dict[int, list[Award]]:
    """Awards by holder, where the benefit needs one."""
    found: dict[int, list[Award]] = {}
    if benefit.by_registry:
        return found
    column = "household" if benefit.is_of_household else "person"
    for low in range(0, len(holders), reach.MANY):
        some = holders[low : low + reach.MANY]
        rows = Award.objects.filter(benefit=benefit.code, **{f"{column}__in": some})
        for row in rows.order_by("valid_from"):
            found.setdefault(row.holder, []).append(row)
    return found


def _held(out: GoingOut, holders: list[int]) -> dict[int, tuple[int, int]]:
    """Fen and persons of lines that went on until a decision (:mod:`.holding`): what they gave is
    theirs, whatever the registers said by then."""
    if not out.benefit.hearing:
        return {}
    found = history.held(out.benefit.code, out.month)
    wanted = set(holders)
    return {holder: one for holder, one in found.items() if holder in wanted}


@dataclass(frozen=True)
class _Beside:
    """Of a going out, of all holders that are looked at: what was paid, what the compiled rules
    give, awards, and what was held."""

    net: Paid
    due: Due | None
    spells: dict[int, list[Award]]
    held: dict[int, tuple[int, int]]


def _recounted(
    out: GoingOut, marks: Marks, parts: list[_Month], holder: int, beside: _Beside
) -> Found | None:
    benefit, net, due = out.benefit, beside.net, beside.due
    paid = int(net.of(np.array([holder], "int64"))[0])
    awards = None if benefit.by_registry else beside.spells.get(holder, [])
    asked = _Asked(benefit, holder, parts, awards)
    first, last = (Moment(day.year, day.month) for day in (out.months[0], out.month))
    label = "" if benefit.is_of_household else str(holder)
    months = recalculate(book(), benefit.key, first, last, asked.case, {last: paid}, label=label)
    needs = tuple(dict.fromkeys(need for one in months for need in one.needs))
    total = None if needs or any(one.due is None for one in months) else sum(
        one.due or 0 for one in months
    )  # fmt: skip
    if total is not None:
        _same_as_compiled(out, holder, total, due)
        total = max(total, asked.floor(out.month, *beside.held.get(holder, (0, 0))))
    if total == paid:
        return None
    payee, division, persons = _whose(holder, net, due, asked)
    return Found(
        benefit, out.month, holder, payee, division, persons, paid, total, needs,
        _because(out, marks, holder, asked.people),
    )  # fmt: skip


def _same_as_compiled(out: GoingOut, holder: int, total: int, due: Due | None) -> None:
    compiled = int(_amounts(due, np.array([holder], "int64"))[0])
    if total != compiled:
        raise PaymentFault(
            f"{out.benefit.name} {out.month:%Y年%-m月} 两种算法结果不一样"
            f"({compiled} 和 {total} 分), 已停下, 请报告系统维护"
        )


class _Asked:
    """One holder through the months: the case of each, as the engine wants it."""

    def __init__(
        self, benefit: Benefit, holder: int, parts: list[_Month], awards: list[Award] | None
    ) -> None:
        self.benefit, self.holder, self.awards = benefit, holder, awards
        self.parts = {(one.day.year, one.day.month): one for one in parts}
        entity = benefit.key[0]
        self.lines = {
            at: line
            for at, part in self.parts.items()
            if (line := part.households.line(entity, holder)) is not None
        }

    def case(self, moment: Moment) -> Case:
        at = (moment.year, moment.month)
        day = date(*at, 1)
        awarded = self.awards is None or any(one.holds_on(day) for one in self.awards)
        if at not in self.lines or not awarded:
            return Nobody()
        return self.parts[at].households.case(self.lines[at])

    def floor(self, month: date, fen: int, persons: int) -> int:
        """What was held for the month, where they are still entitled to be asked about, and as
        many as they were."""
        at = (month.year, month.month)
        if not fen or self.awards is None or at not in self.lines:
            return 0
        if not any(one.holds_on(month) for one in self.awards):
            return 0
        district, line = self.parts[at].district, self.lines[at]
        now = int(persons_in(self.benefit, district, np.array([line]))[0])
        return fen if not self.benefit.is_of_household or now >= persons else 0

    @property
    def people(self) -> set[int]:
        found = {self.holder} if self.benefit.key[0] != HOUSEHOLD else set()
        for at, line in self.lines.items():
            found |= set(self.parts[at].households.members(line))
        return found

    @property
    def place(self) -> tuple[int, int]:
        """Where they stand last, and how many they are."""
        for at in sorted(self.lines, reverse=True):
            homes, line = self.parts[at].district, self.lines[at]
            size = int(homes.hh_start[line + 1] - homes.hh_start[line])
            return int(homes.division[line]), size if self.benefit.is_of_household else 1
        return 0, 1


def _whose(holder: int, net: Paid, due: Due | None, asked: _Asked) -> tuple[int, int, int]:
    """To whom, where, for how many: as the month is now, else as it was paid."""
    if due is not None and (at := np.flatnonzero(due.holder == holder)).size:
        return int(due.payee[at[0]]), int(due.division[at[0]]), int(due.persons[at[0]])
    if (at := np.flatnonzero(net.holder == holder)).size:
        return int(net.payee[at[0]]), int(net.division[at[0]]), 1
    division, persons = asked.place
    payee = asked.awards[-1].payee_id if asked.awards else holder
    return payee, division, persons


def _because(out: GoingOut, marks: Marks, holder: int, people: set[int]) -> list[dict[str, Any]]:
    """What was recorded about them, in words that are kept."""
    of_home = out.benefit.is_of_household
    found: list[dict[str, Any]] = []
    for fact in marks.facts:
        is_theirs = fact.person_id in people or (of_home and fact.household == holder)
        if is_theirs:
            found.append(said("fact", fact, fact.before, fact.after))
    found += [said("award", one, "", "") for one in marks.awards if one.award.holder == holder]
    if out.everyone:
        found.append({"kind": "law", "what": "这个月适用的标准或规则后来改过", "by": "", "at": ""})
    if not found:
        what = "登记数据和当时计算用的不一样, 没有留下是谁改的"
        found.append({"kind": "unsaid", "what": what, "by": "", "at": ""})
    unique = {str(one): one for one in found}
    return list(unique.values())[-MOST:]


def said(kind: str, mark: Any, before: str, after: str) -> dict[str, Any]:
    """A mark in words that are kept, as ``explained`` tells them."""
    return {
        "kind": kind, "entry": mark.entry, "what": mark.what, "since": mark.since.isoformat(),
        "person": getattr(mark, "person_id", None), "before": before, "after": after,
        "at": clock.day_of(mark.recorded_at).isoformat(), "by": mark.recorded_by,
    }  # fmt: skip
