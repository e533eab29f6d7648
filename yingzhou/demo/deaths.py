"""The latest deaths of a town, of which more than one source told; one with another day."""

from __future__ import annotations

from datetime import datetime, timedelta

from yingzhou.core import audit
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.divisions.tree import name_on, tree_on
from yingzhou.kernel.people.models import DeathReport, LifeEvent, Residence
from yingzhou.kernel.people.services import Post, report_death

RECENT = timedelta(days=400)
"""A small district has few."""
HOSPITAL = Post(DeathReport.Origin.HOSPITAL, "上海交通大学医学院附属新华医院崇明分院(演示)")
DAYS_OFF = timedelta(days=3)


def seed(now: datetime) -> None:
    """In the town of the demo's own login: the police said so; of two a village too, of one a
    hospital another day."""
    town = User.objects.filter(username="town").first()
    if town is None:
        return
    inside = tree_on(now.date()).within(town.assignments_now()[0].division_id)
    died = LifeEvent.objects.filter(
        kind=LifeEvent.Kind.DEATH, reversed_at=None, on__gt=now.date() - RECENT
    ).select_related("person")
    people = Residence.objects.filter(division__in=inside).values("person")
    for number, event in enumerate(died.filter(person__in=people).order_by("-on", "pk")[:3]):
        _told_by_police(event)
        home = event.person.residences.order_by("-valid_from").first()
        village = name_on(home.division_id, now.date()) if home else "村居"
        if number == 0:
            post, on = HOSPITAL, event.on - DAYS_OFF
        else:
            post, on = Post(DeathReport.Origin.VILLAGE, village), event.on
        report_death(
            person=event.person, on=on, evidence="居民死亡医学证明书", post=post,
            actor=audit.SYSTEM, at=now,
        )  # fmt: skip


def _told_by_police(event: LifeEvent) -> None:
    """The word by which the register has it: the event was loaded in bulk."""
    DeathReport.objects.create(
        person=event.person,
        event=event,
        on=event.on,
        origin=DeathReport.Origin.POLICE,
        office="市公安局崇明分局",
        evidence="注销户口",
        reported_at=event.recorded_at,
        reporter=audit.SYSTEM.name,
        state=DeathReport.State.RECORDED,
    )
