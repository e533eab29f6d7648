"""What an event of life made relief look into, for the page of the event."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from yingzhou.core.consequences import Consequence, Event, tells
from yingzhou.kernel.people.models import Enrolment, LifeEvent
from yingzhou.programmes.assistance.relief.models import ExitFinding


@tells("复核")
def reviews(event: Event) -> Iterator[Consequence]:
    """Of a move out of the district."""
    if event.kind != LifeEvent.Kind.MOVE_OUT:
        return
    rows = ExitFinding.objects.filter(key__startswith=f"event:{event.pk}:").select_related("case")
    for row in rows.order_by("pk"):
        number = f", 办件 {row.case.number}" if row.case else ""
        url = reverse("relief:exit", args=[row.pk])
        yield Consequence(f"复核家里的待遇{number}", row.voided_at is not None, url, "exits.view")


@tells("低保名册")
def the_roll(event: Event) -> Iterator[Consequence]:
    """What the register did to the roll itself it tells among its own: all that a death does."""
    if event.kind == LifeEvent.Kind.DEATH:
        return
    own = [key for label, key, _ in event.effects or () if label == Enrolment._meta.label_lower]
    rows = Enrolment.objects.filter(person=event.person, roll=Enrolment.Roll.DIBAO)
    spells = list(rows.exclude(pk__in=own).values_list("valid_from", "valid_to"))
    if any(until == event.on for _, until in spells):
        yield Consequence(f"从 {event.on:%Y年%-m月%-d日} 起不在名册上", event.is_undone)
    elif any(since == event.on for since, _ in spells):
        yield Consequence(f"从 {event.on:%Y年%-m月%-d日} 起列入名册", event.is_undone)
