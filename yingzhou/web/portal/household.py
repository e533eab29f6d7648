"""我家: what the family gets and why, when it is looked at again, what is being asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import OuterRef, Q, Subquery

from yingzhou.core import clock
from yingzhou.core.money import format_fen
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.cases.models import Decision
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.books import name_of
from yingzhou.kernel.payments.models import Award, Heard, RunLine, SealedYear
from yingzhou.kernel.payments.selectors import history
from yingzhou.kernel.people.models import Membership, Person
from yingzhou.kernel.visits.selectors.coming import comes_until
from yingzhou.programmes.assistance.relief.codes import REVIEW, STOP
from yingzhou.programmes.assistance.relief.models import ExitFinding
from yingzhou.programmes.assistance.relief.selectors.classes import (
    EDGE_ITEM,
    OF_AWARDS,
    edge_decision,
    since_of,
)
from yingzhou.web.receiving import STILL

REVIEWS = ("dibao_review", "review")
RECENT = 5
ASKED = {
    False: "正在核实, 决定以前照发",
    True: "家里有人迁出, 正在核实还在不在一起生活",  # a smaller household is not held
}
HEARD = ("is_open", "item", "number", "applicant")


@dataclass(frozen=True)
class Benefit:
    """``whose``: 全家, or of the person alone. ``because``: the case that granted it, where the
    viewer may read it. ``review``: the day until which somebody comes to look again. ``asked``:
    what is being asked about it, with its case. ``ends``: the first month without it, where that
    is known; ``is_to_come``: it begins with a later month; ``decided``: what was decided about it
    after they were heard, from this month or a later one on; ``is_nothing``: they were recognised,
    and the rule gives nothing so far."""

    name: str
    guide: tuple[str, str]
    whose: str
    since: date | None
    last: str
    because: str = ""
    review: date | None = None
    asked: str = ""
    asked_case: str = ""
    ends: date | None = None
    is_to_come: bool = False
    decided: str = ""
    is_nothing: bool = False


@dataclass(frozen=True)
class Recognised:
    """What the family was found to be, though nothing is paid for that alone."""

    guide: tuple[str, str]
    since: date
    because: str


class Family:
    """Of one person and today's household; each question is asked once."""

    def __init__(self, person: Person) -> None:
        self.person, self.today = person, clock.today()

    @cached_property
    def members(self) -> list[tuple[str, str]]:
        """Name and what they are to the head."""
        return [(row.person.name, row.get_relation_display()) for row in self._rows]

    @cached_property
    def _rows(self) -> list[Membership]:
        own = Membership.objects.on(self.today).filter(person=self.person).values("household")
        rows = Membership.objects.on(self.today).filter(household__in=own)
        return list(rows.select_related("person").order_by("relation", "person__birth_date"))

    @property
    def household(self) -> int | None:
        return self._rows[0].household_id if self._rows else None

    @cached_property
    def benefits(self) -> list[Benefit]:
        awarded = list(self._awarded())
        there = {one.name for one in awarded}
        return [*awarded, *(one for one in self._registered() if one.name not in there)]

    @property
    def awards(self) -> list[Award]:
        return [award for award, *_ in self._awards]

    @cached_property
    def _awards(self) -> list[tuple[Award, str, bool]]:
        """Each with what it will be by the last decision about it, from which month on, and whether
        it was granted with nothing to be paid (刚性支出: recognised only)."""
        theirs = Q(person=self.person)
        if self.household is not None:
            theirs |= Q(household=self.household)
        rows = Award.objects.filter(theirs, valid_to__gt=self.today)  # what begins next month, too
        said = Heard.objects.filter(
            award=OuterRef("pk"), revoked_at=None, month__gte=self.today.replace(day=1)
        ).order_by("-made_at", "-pk")
        made = Decision.objects.filter(
            case=OuterRef("case"), result=Decision.Result.GRANT, revoked_at=None
        ).order_by("-made_at", "-pk")
        rows = rows.annotate(
            heard_month=Subquery(said.values("month")[:1]),
            heard_amount=Subquery(said.values("amount")[:1]),
            heard_item=Subquery(said.values("case__item")[:1]),
            granted=Subquery(made.values("amount")[:1]),
        )
        rows = rows.select_related("case").order_by("valid_from", "pk")
        return [
            (one, _said(one.heard_month, one.heard_amount, one.heard_item), one.granted == 0)
            for one in rows
        ]

    def _awarded(self) -> Iterator[Benefit]:
        known, lines = items(self.today), self._last_lines()
        review = self._review() if self.awards else None
        asked = self._asked()
        for award, decided, is_nothing in self._awards:
            if award.benefit not in known:
                continue
            case = award.case if award.case and award.case.applicant_id == self.person.pk else None
            found = None if decided else asked.get(award.pk)
            of_home = award.household_id is not None
            own = found is not None and found[1] == self.person.pk
            yield Benefit(
                name=name_of(award.benefit),
                guide=_address(award.benefit),
                whose="全家" if of_home else "本人",
                since=award.valid_from,
                last=lines.get((award.benefit, award.holder))
                or _before_this_year(award, self._sealed),
                because=case.number if case else "",
                review=review if of_home and award.valid_to == FOREVER else None,
                asked=ASKED[found[2]] if found is not None else "",
                asked_case=found[0] if found is not None and own else "",
                is_to_come=award.valid_from > self.today,
                is_nothing=is_nothing and (award.benefit, award.holder) not in lines,
                decided=decided if award.valid_to == FOREVER else "",
                ends=award.valid_to if award.valid_to != FOREVER else None,
            )

    def _last_lines(self) -> dict[tuple[str, int], str]:
        """Of this year's runs, the latest of each award."""
        if not self.awards:
            return {}
        wanted = Q(pk__in=())
        for award in self.awards:
            wanted |= Q(benefit=award.benefit, holder=award.holder)
        rows = RunLine.objects.filter(wanted).exclude(run__approved_by="").order_by("month")
        found = rows.values_list("benefit", "holder", "month", "amount")
        return {
            (benefit, holder): f"{month.year}年{month.month}月 {format_fen(amount)} 元"
            for benefit, holder, month, amount in found
        }

    def _review(self) -> date | None:
        """The next visit of the town to this household."""
        home = self.household
        return comes_until(home, REVIEWS, self.today) if home is not None else None

    def _asked(self) -> dict[int, tuple[str, int | None, bool]]:
        """Award → number and applicant of the open case by which they are heard: what looks into
        it, or, where that ended in a possible stop, the hearing that followed it; whether somebody
        left. One query."""
        rows = ExitFinding.objects.filter(award__in=self.awards, case__isnull=False)
        told = [f"{one}__{name}" for one in ("case", "case__following") for name in HEARD]
        found: dict[int, tuple[str, int | None, bool]] = {}
        for award, source, *cases in rows.order_by("pk").values_list("award", "source", *told):
            for is_open, item, number, applicant in (cases[:4], cases[4:]):
                if is_open and item in (REVIEW, STOP):
                    found[award] = (number, applicant, source == ExitFinding.Source.EVENT)
        return found

    @cached_property
    def recognised(self) -> Recognised | None:
        """As 低保边缘, where they get nothing that says more."""
        if any(one.benefit in OF_AWARDS for one in self.awards):
            return None
        homes = [self.household] if self.household is not None else []
        made = edge_decision(self.person, homes, self.today)
        if made is None:
            return None
        own = made.case.applicant_id == self.person.pk
        return Recognised(_address(EDGE_ITEM), since_of(made), made.case.number if own else "")

    @cached_property
    def _sealed(self) -> list[SealedYear]:
        return history.sealed_years()

    def _registered(self) -> Iterable[Benefit]:
        """Paid straight from the registers into one's own hand, as last paid."""
        known, seen = benefits(self.today), set()
        for one in history.of_person(self.person.pk, self._sealed):
            item = known.get(one.benefit)
            if item is None or one.benefit in seen or one.month < self.today - STILL:
                continue
            seen.add(one.benefit)
            if item.by_registry:
                last = f"{one.month.year}年{one.month.month}月 {format_fen(one.amount)} 元"
                yield Benefit(item.name, _address(one.benefit), "本人", None, last)


def _said(month: date | None, amount: int | None, item: str | None) -> str:
    if month is None:
        return ""
    what = f"每月 {format_fen(amount)} 元" if amount else f"改发{name_of(item or '')}"
    return f"{month:%Y年%-m月}起{what}"


def _before_this_year(award: Award, years: list[SealedYear]) -> str:
    """Its last month of the last sealed year, where this year nothing went out yet."""
    found = history.last_sealed_month(award.benefit, award.holder, years)
    if found is None or found[0] < award.valid_from:
        return ""
    month, amount = found
    return f"{month.year}年{month.month}月 {format_fen(amount)} 元"


def _address(code: str) -> tuple[str, str]:
    programme, _, name = code.partition("/")
    return programme, name
