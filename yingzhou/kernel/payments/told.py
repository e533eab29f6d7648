"""What an event of life did to money, for the page of the event."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet, Subquery
from django.urls import reverse

from yingzhou.core.consequences import Consequence, Event, tells
from yingzhou.core.money import format_fen
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.benefits import benefits, next_month
from yingzhou.kernel.payments.models import Award, Effect, Recovery, RunLine
from yingzhou.kernel.people.models import LifeEvent, Membership

RECENT = timedelta(days=400)
"""What was paid longer ago has nothing to do with the event."""


@tells("待遇")
def awards(event: Event) -> Iterator[Consequence]:
    rows = Effect.objects.filter(event=event.pk).select_related("award__payee").order_by("pk")
    for effect in rows:
        award = effect.award
        name = books.name_of(award.benefit)
        undone = effect.undone_at is not None
        if effect.what == Effect.What.ENDED:
            yield Consequence(f"{name}停发", undone, *_person(award.payee_id))
        else:
            to = "改发给家里另一个成年人" if undone else f"改发给{award.payee.name}"
            yield Consequence(f"{name}{to}", undone, *_person(award.payee_id))


def _person(pk: int) -> tuple[str, str]:
    return reverse("payments:person", args=[pk]), "payments.view"


def _paid(one: RunLine) -> str:
    return f"{one.month:%Y年%-m月} {format_fen(one.amount)} 元"


@tells("多发的钱")
def recoveries(event: Event) -> Iterator[Consequence]:
    """Only a death asks back by itself; what else was too much somebody looks into."""
    if event.kind != LifeEvent.Kind.DEATH:
        return
    for row in Recovery.objects.filter(event=event.pk).order_by("pk"):
        what = f"追回{books.name_of(row.benefit)} {format_fen(row.amount)} 元: {row.why}"
        yield Consequence(what, row.state == Recovery.State.CANCELLED, *_person(row.payee_id))


@tells("重新计算的待遇")
def computed_anew(event: Event) -> Iterator[Consequence]:
    """Of awards of the household, and of what the registers pay to the person: what the months
    before and after gave."""
    known = LifeEvent.objects.filter(pk=event.pk).values("recorded_at")
    awards = list(_awards_of_home(event).annotate(known=Subquery(known)).order_by("pk"))
    lines = _lines(event, awards)
    for award in awards:
        own = [one for one in lines if (one.benefit, one.holder) == (award.benefit, award.holder)]
        told = _amounts(own, event.on, award.known)
        yield Consequence(f"{books.name_of(award.benefit)}: {told}", event.is_undone)
    yield from _by_registers(event, lines)


def _awards_of_home(event: Event) -> QuerySet[Award]:
    of_homes = [one.code for one in benefits().values() if one.is_of_household]
    homes = Membership.objects.filter(
        person=event.person, valid_from__lte=event.on, valid_to__gte=event.on
    ).values("household")
    return Award.objects.filter(household__in=homes, benefit__in=of_homes, valid_to__gt=event.on)


def _own() -> list[str]:
    return [one.code for one in benefits().values() if one.by_registry and not one.is_of_household]


def _lines(event: Event, awards: Collection[Award]) -> list[RunLine]:
    """Of these awards around the event, and of what the registers paid to the person. One query."""
    around = Q(
        benefit__in={one.benefit for one in awards},
        holder__in={one.holder for one in awards},
        month__in=(event.on.replace(day=1), next_month(event.on)),
    )
    own = Q(payee=event.person, benefit__in=_own(), month__gte=event.on - RECENT)
    rows = RunLine.objects.filter(around | own, correction=0).select_related("run")
    return list(rows.order_by("month", "pk"))


def _by_registers(event: Event, lines: Collection[RunLine]) -> Iterator[Consequence]:
    own = [one for one in lines if one.benefit in _own() and one.run.approved_by]
    for code in dict.fromkeys(one.benefit for one in own):
        before = [one for one in own if one.benefit == code and one.since <= event.on]
        after = [one for one in own if one.benefit == code and one.since > event.on]
        if before:
            later = f"之后 {_paid(after[0])}" if after else "之后的从下次计算起按新的登记算"
            what = f"{books.name_of(code)}: {_paid(before[-1])}; {later}"
            yield Consequence(what, event.is_undone)


def _amounts(lines: Iterable[RunLine], on: date, known: datetime) -> str:
    """The last month that begins with or before the event, and the first that begins after it:
    computed anew only where the event was ``known`` by then."""
    first, after = on.replace(day=1), next_month(on)
    said = {one.month: one for one in lines}
    told = [_month(one) for one in said.values() if one.month == first]
    then = said.get(after)
    if then is None:
        told.append(f"{after:%Y年%-m月}起按新的登记算, 那个月的发放还没有算")
    elif _was_known(then, known):
        return " → ".join([*told, _month(then)])
    else:
        told.append(f"{_month(then)}是登记以前算的, 差的由以后月份的发放更正")
    return "; ".join(told)


def _month(line: RunLine) -> str:
    return f"{line.month:%-m}月 {format_fen(line.amount)} 元({line.persons}人)"


def _was_known(line: RunLine, known: datetime) -> bool:
    return line.run.computed_at is None or line.run.computed_at >= known
