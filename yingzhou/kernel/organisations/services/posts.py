"""Who works where."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.core.spells import FOREVER
from yingzhou.core.timeline import Refused, end_spells, require_free, require_past_or_today
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.organisations.models import Facility, Post
from yingzhou.kernel.people.models import Person

from .facilities import require_open


@transaction.atomic
def take_post(
    *,
    person: Person,
    kind: str,
    division: Division,
    since: date,
    actor: audit.Actor,
    at: datetime,
    facility: Facility | None = None,
) -> Post:
    """``person`` works in a post of this kind from ``since``; one of a kind at a time."""
    del at
    require_past_or_today(since, "上岗日期")
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.death_date is not None:
        raise Refused("此人已登记死亡, 不能上岗")
    if facility is not None:
        require_open(facility, since)
    label = Post.Kind(kind).label
    require_free(Post.objects.filter(person=person, kind=kind), since, FOREVER, what=label)
    row = Post.objects.create(
        person=person, kind=kind, division=division, facility=facility, valid_from=since
    )
    audit.record(actor, "places.take_post", person, {"kind": kind, "since": str(since)})
    return row


@transaction.atomic
def leave_post(*, post: Post, on: date, actor: audit.Actor, at: datetime) -> None:
    """``on`` is the first day no longer in the post."""
    del at
    require_past_or_today(on, "离岗日期")
    rows = Post.objects.select_for_update().filter(pk=post.pk)
    if not end_spells(rows, on, what="任职"):
        raise Refused(f"{on} 已不在这个岗位上")
    audit.record(actor, "places.leave_post", post.person, {"post": post.pk, "on": str(on)})
