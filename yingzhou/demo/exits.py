"""Families whose allowance is looked into, by the house's own services: one where visitors saw
something, one of whom a register told, one that is being heard before a stop."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.reckoning import reckon
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.payments.selectors.paid import paid_last
from yingzhou.programmes.assistance.relief.codes import STOP
from yingzhou.programmes.assistance.relief.models import ExitFinding
from yingzhou.programmes.assistance.relief.services import exits

Source = ExitFinding.Source
FOUND = (
    (Source.VISIT, "入户复核: 大儿子在家, 说上个月起在船厂上班"),
    (Source.REGISTERS, "社保登记里有新的缴费单位, 按登记算比正在发的少"),
    (Source.VISIT, "入户复核: 家里新买了一辆小汽车, 停在院子里"),
)
MOST = 40
"""Among so many families three are found of whom it can be said."""

DAYS_AGO = (9, 6, 30)
"""The last of them had time to think again."""


def seed(now: datetime) -> None:
    """In the town of the demo's own login. Nothing where nobody gets an award there."""
    town = User.objects.filter(username="town").first()
    if town is None:
        return
    place = town.assignments_now()[0].division_id
    inside = tree_on(now.date()).within(place)
    awards = Award.objects.on(now.date()).filter(household__division__in=inside)
    rows = awards.select_related("payee", "household").order_by("pk")[:MOST]
    less = islice((award for award in rows if _gets_less(award, now)), len(FOUND))
    made = [_found(award, number, now) for number, award in enumerate(less)]
    if made and made[-1] is not None and made[-1].case is not None:
        _heard(made[-1].case, town)


def _gets_less(award: Award, now: datetime) -> bool:
    """Whether the registers give the family less than it got last, but something: nobody would look
    into one that is to get more."""
    found = reckon(items()[award.benefit], award.payee, {}, now.date().replace(day=1))
    amount = found.amount if found is not None and found.advice else None
    return amount is not None and 0 < amount < paid_last(award)


def _found(award: Award, number: int, now: datetime) -> ExitFinding | None:
    source, ground = FOUND[number]
    at = now - timedelta(days=DAYS_AGO[number])
    with clock.stopped_at(at):
        return exits.open_finding(
            key=f"demo:{award.pk}", award=award, source=source, ground=ground, at=at
        )


def _heard(case: Case, town: User) -> None:
    """They do not agree to be checked, were told what follows and had time: the hearing before a
    stop begins, and they are told."""
    at = clock.now() - timedelta(hours=2)
    if not _warned(case, town, at):
        return
    with clock.stopped_at(at):
        advance(
            case=case.pk, transition="unwilling", user=town, at=at,
            words="书面告知后果, 时间到了, 户主仍不同意核对车辆和存款",
        )  # fmt: skip
        stop = Case.objects.filter(previous=case, item=STOP).first()
        if stop is not None:
            advance(
                case=stop.pk, transition="tell", user=town, at=at,
                words="新买的小汽车没有申报, 又不同意核对",
                data={"facts": "入户时见到一辆小汽车, 车辆登记待核"},
            )  # fmt: skip


def _warned(case: Case, town: User, now: datetime) -> bool:
    """Whether their time is over by ``now``."""
    told = case.received_at + timedelta(days=1)
    with clock.stopped_at(told):
        advance(
            case=case.pk, transition="told_consequence", user=town, at=told,
            words="户主不同意核对车辆和存款, 当面告诉了后果",
        )  # fmt: skip
    case.refresh_from_db()
    assert case.due_on is not None  # noqa: S101 - its clock has just begun
    over = told + timedelta(days=(case.due_on - clock.day_of(told)).days + 1)
    if over >= now:
        return False
    with clock.stopped_at(over):
        advance(case=case.pk, transition="resign_over", user=None, at=over)
    return True
