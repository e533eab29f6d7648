"""我家: what the family gets and why, when it is looked at again, what is being asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from yingzhou.core import clock
from yingzhou.core.money import format_fen
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.books import name_of
from yingzhou.kernel.payments.models import Award, RunLine, SealedYear
from yingzhou.kernel.payments.selectors import history
from yingzhou.kernel.people.models import Membership, Person
from yingzhou.kernel.visits.selectors.coming import comes_until
from yingzhou.programmes.assistance.relief.codes import REVIEW, STOP
from yingzhou.programmes.assistance.relief.models import ExitFinding
from yingzhou.web.receiving import STILL

REVIEWS = ("dibao_review", "review")
RECENT = 5
HEARD = ("is_open", "item", "number", "applicant")


@dataclass(frozen=True)
class Benefit:
    """``whose``: 全家, or of the person alone. ``because``: the case that granted it, where the
    viewer may read it. ``review``: the day until which somebody comes to look again. ``asked``:
    what is being asked about it, with its case. ``ends``: the first month without it, where that
    is known; ``is_to_come``: it begins with a later month."""

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

    @cached_property
    def awards(self) -> list[Award]:
        theirs = Q(person=self.person)
        if self.household is not None:
            theirs |= Q(household=self.household)
        rows = Award.objects.filter(theirs, valid_to__gt=self.today)  # what begins next month, too
        return list(rows.select_related("case").order_by("valid_from", "pk"))

    def _awarded(self) -> Iterator[Benefit]:
        known, lines = items(self.today), self._last_lines()
        review = self._review() if self.awards else None
        asked = self._asked()
        for award in self.awards:
            if award.benefit not in known:
                continue
            case = award.case if award.case and award.case.applicant_id == self.person.pk else None
            found = asked.get(award.pk)
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
                asked="正在核实, 决定以前照发" if found is not None else "",
                asked_case=found[0] if found is not None and own else "",
                is_to_come=award.valid_from > self.today,
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

    def _asked(self) -> dict[int, tuple[str, int | None]]:
        """Award → number and applicant of the open case by which they are heard: what looks into
        it, or, where that ended in a possible stop, the hearing that followed it. One query."""
        rows = ExitFinding.objects.filter(award__in=self.awards, case__isnull=False)
        told = [f"{one}__{name}" for one in ("case", "case__following") for name in HEARD]
        found: dict[int, tuple[str, int | None]] = {}
        for award, *cases in rows.order_by("pk").values_list("award", *told):
            for is_open, item, number, applicant in (cases[:4], cases[4:]):
                if is_open and item in (REVIEW, STOP):
                    found[award] = (number, applicant)
        return found

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
