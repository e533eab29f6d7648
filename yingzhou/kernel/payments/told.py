"""What an event of life did to money, for the page of the event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q, Subquery
from django.urls import reverse

from yingzhou.core.consequences import Consequence, Event, tells
from yingzhou.core.money import format_fen
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.benefits import benefits, next_month
from yingzhou.kernel.payments.models import Award, Effect, Recovery, RunLine
from yingzhou.kernel.people.models import LifeEvent, Membership


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


@tells("多发的钱")
def recoveries(event: Event) -> Iterator[Consequence]:
    for row in Recovery.objects.filter(event=event.pk).order_by("pk"):
        what = f"追回{books.name_of(row.benefit)} {format_fen(row.amount)} 元: {row.why}"
        yield Consequence(what, row.state == Recovery.State.CANCELLED, *_person(row.payee_id))


@tells("家里的待遇重新计算")
def computed_anew(event: Event) -> Iterator[Consequence]:
    """Of awards of the household: what the months before and after gave."""
    of_homes = [one.code for one in benefits().values() if one.is_of_household]
    homes = Membership.objects.filter(
        person=event.person, valid_from__lte=event.on, valid_to__gte=event.on
    ).values("household")
    rows = Award.objects.filter(household__in=homes, benefit__in=of_homes, valid_to__gt=event.on)
    known = LifeEvent.objects.filter(pk=event.pk).values("recorded_at")
    for award in rows.annotate(known=Subquery(known)).order_by("pk"):
        name = books.name_of(award.benefit)
        yield Consequence(f"{name}: {_amounts(award, event.on, award.known)}", event.is_undone)


def _amounts(award: Award, on: date, known: datetime) -> str:
    """The last month that begins with or before the event, and the first that begins after it:
    computed anew only where the event was ``known`` by then."""
    first, after = on.replace(day=1), next_month(on)
    lines = RunLine.objects.filter(benefit=award.benefit, holder=award.holder, correction=0)
    lines = lines.filter(Q(month=first) | Q(month=after)).select_related("run")
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
