"""What an event of life made relief look into, for the page of the event."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from yingzhou.core.consequences import Consequence, Event, tells
from yingzhou.programmes.assistance.relief.models import ExitFinding


@tells("复核")
def reviews(event: Event) -> Iterator[Consequence]:
    rows = ExitFinding.objects.filter(key__startswith=f"event:{event.pk}:").select_related("case")
    for row in rows.order_by("pk"):
        number = f", 办件 {row.case.number}" if row.case else ""
        url = reverse("relief:exit", args=[row.pk])
        yield Consequence(f"复核家里的待遇{number}", row.voided_at is not None, url, "exits.view")
