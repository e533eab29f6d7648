"""Why a line of a run is not what the going out before gave: how many are counted, which fact was
recorded since and by whom, or that the law is another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, OuterRef, Q, Subquery

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.payments.benefits import Benefit, benefits
from yingzhou.kernel.payments.models import AwardChange, Run, RunLine
from yingzhou.kernel.people.models import FactChange, Membership
from yingzhou.policy.standing import standing

from .explained import sentences
from .history import persons_of_last
from .recount import said

CHANGED = (RunLine.Why.NEW, RunLine.Why.RAISED, RunLine.Why.LOWERED)
LOOKED = 4
"""Runs; a fact of now that was recorded before them is not looked for."""
BY = Subquery(User.objects.filter(username=OuterRef("recorded_by")).values("name")[:1])
"""Who recorded it, by name."""
MOST = 3
"""So many facts of one line are told, the latest."""


def reasons(run: Run, lines: Sequence[RunLine]) -> dict[int, list[str]]:
    """By key of the line, in sentences; what is as before is not there. Five queries for a page,
    and the last sealed year where nothing of theirs is in the table."""
    some = [one for one in lines if one.why in CHANGED]
    if not some or some[0].benefit not in benefits(run.month):
        return {}
    benefit = benefits(run.month)[some[0].benefit]
    runs = Run.objects.filter(month__lt=run.month, number=0).exclude(approved_by="")
    earlier = list(runs.order_by("-month")[:LOOKED])
    before = next((one for one in earlier if benefit.is_due(one.month)), None)
    told = _Told(
        counted=_counted(run, benefit, [one.holder for one in some]),
        law=_law(benefit, run.month, before),
        facts=_facts(_Asked(run, benefit, before, _since(earlier)), some) if before else {},
    )
    found = {one.pk: told.of(one) for one in some}
    return {key: words for key, words in found.items() if words}


@dataclass(frozen=True)
class _Told:
    """``counted``: persons of the going out before, by holder; ``facts``: sentences, by holder."""

    counted: dict[int, int]
    law: str
    facts: dict[int, list[str]]

    def of(self, line: RunLine) -> list[str]:
        words: list[str] = []
        was = self.counted.get(line.holder)
        if was and was != line.persons and line.why != RunLine.Why.NEW:
            words.append(f"上次按 {was} 人算, 这次按 {line.persons} 人")
        words += self.facts.get(line.holder, [])[-MOST:]
        if self.law and line.why != RunLine.Why.NEW:
            words.append(self.law)
        return words


def _since(earlier: Sequence[Run]) -> int:
    """Everything, where there are only a few runs."""
    return earlier[-1].seen if len(earlier) == LOOKED else 0


def _counted(run: Run, benefit: Benefit, holders: list[int]) -> dict[int, int]:
    rows = RunLine.objects.filter(
        benefit=benefit.code, holder__in=holders, run__month__lt=run.month
    )
    months = rows.exclude(run__approved_by="").values("holder", "month")
    found = {
        row["holder"]: row["many"] for row in months.annotate(many=Max("persons")).order_by("month")
    }
    rest = [one for one in holders if one not in found]
    return persons_of_last(benefit.code, rest) | found if rest else found


def _law(benefit: Benefit, month: date, before: Run | None) -> str:
    if before is None:
        return ""
    then, now = (standing(book(), benefit.key, day) for day in (before.month, month))
    return "" if then == now else "标准或规则和上次不是同一个版本"


@dataclass(frozen=True)
class _Asked:
    """``before``: the going out before; ``since``: from which audit entry on is looked."""

    run: Run
    benefit: Benefit
    before: Run
    since: int

    @property
    def span(self) -> Q:
        """Recorded since the registers were read for the going out before, or known then and
        beginning only now."""
        is_new = Q(entry__gt=self.before.seen) | Q(since__gt=self.before.month)
        days = Q(since__lte=self.run.month, until__gt=self.before.month)
        return days & is_new & Q(entry__gt=self.since)


def _facts(asked: _Asked, lines: Sequence[RunLine]) -> dict[int, list[str]]:
    payees = {one.holder: one.payee_id for one in lines}
    of_home = asked.benefit.is_of_household
    holder_of, names = _people(asked, lines)
    whose = Q(person__in=holder_of) | (Q(household__in=payees) if of_home else Q())
    facts = FactChange.objects.filter(asked.span & whose)
    theirs = Q(award__household__in=payees) if of_home else Q(award__person__in=payees)
    rows = AwardChange.objects.filter(asked.span & theirs, award__benefit=asked.benefit.code)
    kept: dict[int, list[dict[str, Any]]] = {}
    users: dict[str, str] = {}
    for fact in facts.annotate(by=BY).order_by("entry"):
        home = fact.household if of_home and fact.household in payees else None
        holder = home or holder_of[fact.person_id or 0]
        kept.setdefault(holder, []).append(said("fact", fact, fact.before, fact.after))
        users[fact.recorded_by] = fact.by or ""
    for row in rows.select_related("award").annotate(by=BY).order_by("entry"):
        kept.setdefault(row.award.holder, []).append(said("award", row, "", ""))
        users[row.recorded_by] = row.by or ""
    return sentences(kept, payees, names, users)


def _people(asked: _Asked, lines: Sequence[RunLine]) -> tuple[dict[int, int], dict[int, str]]:
    """Whose line it is, and their names; of a household everybody who was in it since."""
    if not asked.benefit.is_of_household:
        return (
            {one.holder: one.holder for one in lines},
            {one.holder: one.payee.name for one in lines if one.holder == one.payee_id},
        )
    rows = Membership.objects.filter(
        household__in=[one.holder for one in lines],
        valid_from__lte=asked.run.month,
        valid_to__gt=asked.before.month,
    )
    found = rows.order_by("valid_from").values_list("person", "household", "person__name")
    some = list(found)
    return {one: home for one, home, _ in some}, {one: name for one, _, name in some}
