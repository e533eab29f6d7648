"""What follows from life events: the dead leave their posts; a death taken back returns them."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from yingzhou.core import audit
from yingzhou.core.timeline import end_spells, undo
from yingzhou.kernel.organisations.models import Post
from yingzhou.kernel.people.models import LifeEvent

OURS = "organisations."


@transaction.atomic
def end_posts_of_the_dead(*, event_id: int, on: date) -> None:
    """End the posts, and add that to the effects of the event so that it can be undone exactly."""
    event = LifeEvent.objects.select_for_update().get(pk=event_id)
    if event.reversed_at is not None:
        return
    # A post that begins after the death is a contradiction for a person to settle, not for us.
    rows = Post.objects.filter(person=event.person_id, valid_from__lte=on)
    effects = end_spells(rows, on, what="任职")
    if not effects:
        return
    event.effects = [*(event.effects or []), *effects]
    event.save(update_fields=["effects"])
    detail = {"event": event.pk, "posts": len(effects)}
    audit.record(audit.SYSTEM, "places.posts_end", event.person, detail)


@transaction.atomic
def restore_posts(*, event_id: int) -> None:
    event = LifeEvent.objects.select_related("person").get(pk=event_id)
    effects = [effect for effect in event.effects or [] if effect[0].startswith(OURS)]
    if not effects:
        return
    undo(effects)
    detail = {"event": event.pk, "posts": len(effects)}
    audit.record(audit.SYSTEM, "places.posts_restored", event.person, detail)
