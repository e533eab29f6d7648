"""Matters that somebody wants to show: due today, a relative's, shown to the neighbours, objected
to, begun and not handed in, a message that did not arrive."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.workdays import add_workdays, is_workday
from yingzhou.demo.cases.plans import HURRIED, Plan
from yingzhou.demo.residents import TOWN, samples
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases.services import drafts
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.disclosure import services as disclosure
from yingzhou.kernel.disclosure.models import PublicNotice
from yingzhou.kernel.divisions.tree import Tree
from yingzhou.kernel.notices.models import DevelopmentOutbox, Message
from yingzhou.kernel.people.models import Enrolment, Kinship

DRAFTS = ("eldercare/needs_assessment", "eldercare/meals", "oversight/suggestion")
NO_LONGER = "号码已停用(空号)"


def plans(today: date, tree: Tree) -> list[Plan]:
    town = tree.by_code(TOWN)
    if town is None:
        return []
    made = [
        # Seven workdays to check: the day of acceptance is chosen so that they end today.
        *(
            Plan(_days_before(today, 7, hour), item, who, town.id, halt="town")
            for hour, item, who in (
                (9, "eldercare/senior_allowance", "old"),
                (10, "disability/assistive_device", "disabled"),
            )
        ),
        # Five to accept: the counter has not looked yet.
        *(
            Plan(_days_before(today, 5, hour), "eldercare/senior_allowance", "old", town.id,
                 channel="online", halt="counter")
            for hour in (9, 14)
        ),
        Plan(_days_before(today, 20, 9), "relief/medical", "poor", town.id, halt="town"),
        *(
            Plan(_days_before(today, 6, hour), "relief/dibao", "needy", town.id, pace=HURRIED)
            for hour in (9, 10, 11)
        ),
        # Proposed, and waiting for who decides.
        Plan(_days_before(today, 16, 10), "relief/dibao", "needy", town.id, pace=HURRIED,
             halt="confirm"),
        *(
            Plan(_days_before(today, 4, hour), item, who, town.id, pace=HURRIED, halt="decide")
            for hour, item, who in (
                (9, "eldercare/senior_allowance", "old"),
                (10, "relief/medical", "poor"),
                (11, "eldercare/senior_allowance", "old"),
            )
        ),
        # Looked into: authorities outside are asked about the family as soon as it is served.
        Plan(_days_before(today, 3, 9), "relief/dibao", "meagre", town.id, pace=HURRIED,
             halt="visit"),
        Plan(_days_before(today, 1, 15), "eldercare/needs_assessment", "oldest", town.id,
             channel="online", halt="counter"),
    ]  # fmt: skip
    relative = _relative(today)
    if relative is not None:
        made.append(
            Plan(_days_before(today, 4, 10), "relief/medical", "poor", town.id, halt="town",
                 person=relative)
        )  # fmt: skip
    return made


def _days_before(today: date, workdays: int, hour: int) -> datetime:
    """So many workdays before the last one that counts."""
    day = today
    while not is_workday(day):
        day += timedelta(days=1)
    last, day = day, day - timedelta(days=1)
    while add_workdays(day, workdays) > last or not is_workday(day):
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, hour, 5, tzinfo=clock.ZONE)


def _relative(today: date) -> int | None:
    """A parent of the clerk of the town, one on the roll first: not hers to handle (回避)."""
    clerk = User.objects.filter(username="town").first()
    if clerk is None or clerk.person_id is None:
        return None
    on_roll = Enrolment.objects.on(today).filter(roll=Enrolment.Roll.DIBAO).values("person")
    links = Kinship.objects.filter(person=clerk.person_id, kind=Kinship.Kind.PARENT)
    alive = links.filter(relative__death_date__isnull=True)
    poor = alive.filter(relative__in=on_roll)
    return (poor if poor.exists() else alive).values_list("relative", flat=True).first()


def finish(now: datetime) -> None:
    """What stands on the last day only."""
    _object(now)
    _lose_messages(now)
    _begin_drafts(now)


def _object(now: datetime) -> None:
    shown = PublicNotice.objects.filter(state=PublicNotice.State.SHOWN, until__gte=now.date())
    notice = shown.order_by("-since", "-pk").first()
    if notice is None or shown.count() < 2:
        return
    disclosure.file_objection(
        notice=notice,
        words="他家去年买了一辆车, 登记在女儿名下, 平时是他自己在开, 请核实。",
        name="",
        at=now,
        actor=SYSTEM,
    )


def _lose_messages(now: datetime) -> None:
    """Two were given up long ago, one is being tried again: what did not arrive stands in no
    outbox, so that it is seen to come there when it is sent once more."""
    sent = Message.objects.filter(status=Message.Status.SENT).order_by("-pk")
    for number, (pk, key) in enumerate(sent.values_list("pk", "key")[:60:20]):
        given_up = number < 2
        DevelopmentOutbox.objects.filter(key=key).delete()
        Message.objects.filter(pk=pk).update(
            status=Message.Status.GIVEN_UP if given_up else Message.Status.FAILED,
            attempts=12 if given_up else 3,
            error=NO_LONGER if given_up else "通道超时, 没有回执",
            receipt="",
            sent_at=None,
            next_try=now + timedelta(minutes=30),
        )


def _begin_drafts(now: datetime) -> None:
    """Whom one logs in as has something begun."""
    for code, sample in zip(DRAFTS, samples(clock.day_of(now)), strict=False):
        user = resident_account(person=sample.person, actor=SYSTEM, at=now)
        drafts.begin(person=sample.person, item=items()[code], user=user, at=now)
