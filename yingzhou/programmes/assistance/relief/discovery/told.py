"""Findings that an event of life closed, for the page of the event."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from yingzhou.core.consequences import Consequence, Event, tells
from yingzhou.programmes.assistance.relief.discovery.models import Finding
from yingzhou.programmes.assistance.relief.discovery.selectors.words import name_of


@tells("主动发现")
def closed(event: Event) -> Iterator[Consequence]:
    """One that goes on, because the event was taken back, is no longer known by it."""
    for row in Finding.objects.filter(left_by=event.pk).defer("facts").order_by("pk"):
        yield Consequence(
            f"{name_of(row.what)}: 不再上门",
            url=reverse("discovery:finding", args=[row.pk]),
            permission="discovery.view",
        )
