"""Visits that an event of life called off, for the page of the event."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from yingzhou.core.consequences import Consequence, Event, tells
from yingzhou.kernel.visits.files import kinds
from yingzhou.kernel.visits.models import Visit


@tells("走访")
def called_off(event: Event) -> Iterator[Consequence]:
    """One taken up again is an ordinary visit and no longer known by the event."""
    for visit in Visit.objects.filter(left_by=event.pk).order_by("due_on", "pk"):
        name = kinds()[visit.kind].name
        yield Consequence(
            f"{name}({visit.due_on:%Y-%m-%d} 以前): {visit.why}, 不再去",
            url=reverse("visits:visit", args=[visit.pk]),
            permission="visits.view",
        )
