"""What will come to somebody, and why there is no line of it yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from yingzhou.kernel.payments.benefits import Benefit, benefits, next_month
from yingzhou.kernel.payments.models import Award, Run, Stop
from yingzhou.kernel.payments.selectors.history import Payment, sealed_years

UNREADY = "区民政局还没有算好这次的"
UNAPPROVED = "已经算好, 等另一个人审批"
AHEAD = "还没有到这个月"


@dataclass(frozen=True)
class Coming:
    """``since``: the first month of the award, or None where the registers alone decide; ``month``:
    the going out that comes next, with the months from ``first`` on; ``why``: it is not there yet;
    ``missed``: goings out that were approved without them, with the reason where one is known."""

    name: str
    since: date | None
    first: date
    month: date
    every: str
    why: str
    missed: tuple[tuple[date, str], ...]

    @property
    def is_one_month(self) -> bool:
        return self.first == self.month


def coming(person: int, paid: list[Payment], today: date) -> list[Coming]:
    """``paid``: everything that went to them so far (``history.of_person``). What the registers
    alone decide goes on where one of the last two goings out brought it, or none has been since.
    Five queries."""
    this, known = today.replace(day=1), benefits(today)
    begun = _begun(person, paid, this, known)
    if not begun:
        return []
    earliest = min(start for _, _, start in begun)
    runs = {one.month: one for one in Run.objects.filter(number=0, month__gte=earliest)}
    rows = Stop.objects.filter(payee=person, run__in=[one.pk for one in runs.values()])
    stops = {(one.benefit, one.run.month): one for one in rows.select_related("run")}
    made = [_coming(*one, runs, stops, this) for one in begun]
    return [one for one in made if one is not None]


def _begun(
    person: int, paid: list[Payment], this: date, known: Mapping[str, Benefit]
) -> list[tuple[Benefit, Award | None, date]]:
    """What goes on, and the first month of it that may still be lacking: none of a sealed year."""
    open_ = date(max((one.year for one in sealed_years()), default=0) + 1, 1, 1)
    found: list[tuple[Benefit, Award | None, date]] = []
    awards = Award.objects.filter(payee=person, valid_to__gt=this).order_by("valid_from", "pk")
    for award in awards:
        if award.benefit in known:
            last = _last(award.benefit, paid)
            start = max(award.valid_from, open_, next_month(last) if last else date.min)
            found.append((known[award.benefit], award, start))
    runs = Run.objects.filter(number=0, month__gte=open_).exclude(approved_by="")
    went = set(runs.values_list("month", flat=True))
    for code in dict.fromkeys(one.benefit for one in paid):
        benefit, last = known.get(code), _last(code, paid)
        if benefit is None or not benefit.by_registry or last is None:
            continue
        is_since = any(one > last and benefit.is_due(one) for one in went)
        now = this if is_since else min(this, max(open_, next_month(last)))
        if last >= benefit.earlier(benefit.earlier(_next(benefit, now))):
            found.append((benefit, None, max(open_, next_month(last))))
    return found


def _coming(
    benefit: Benefit,
    award: Award | None,
    start: date,
    runs: Mapping[date, Run],
    stops: Mapping[tuple[str, date], Stop],
    this: date,
) -> Coming | None:
    """None where the award ends before its next going out."""
    month, missed = _next(benefit, start), []
    while month in runs and runs[month].approved_by:
        stop = stops.get((benefit.code, month))
        missed.append((month, stop.get_why_display() if stop else ""))
        month = _next(benefit, next_month(month))
    first = max(benefit.months(month)[0], start)
    if award is not None and award.valid_to <= first:
        return None
    return Coming(
        name=benefit.name,
        since=award.valid_from if award is not None else None,
        first=first,
        month=month,
        every=benefit.every,
        why=_why(month, runs.get(month), this),
        missed=tuple(missed),
    )


def _why(month: date, run: Run | None, this: date) -> str:
    if month > this:
        return AHEAD
    is_computed = run is not None and run.state not in (Run.State.ASKED, Run.State.FAILED)
    return UNAPPROVED if is_computed else UNREADY


def _last(code: str, paid: Iterable[Payment]) -> date | None:
    return max((one.month for one in paid if one.benefit == code), default=None)


def _next(benefit: Benefit, month: date) -> date:
    """The first month from ``month`` on in which it goes out."""
    while not benefit.is_due(month):
        month = next_month(month)
    return month


def unpaid_year(paid: list[Payment], today: date) -> bool:
    """Whether nothing of this year stands there yet."""
    return not any(one.month.year == today.year for one in paid)
