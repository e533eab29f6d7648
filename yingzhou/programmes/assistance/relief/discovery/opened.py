"""Matters that who was found at a door is willing to ask for, for whoever went there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q

from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.opened import OPENED, Opened
from yingzhou.programmes.assistance.relief.discovery.models import Finding
from yingzhou.programmes.assistance.relief.discovery.services.visiting import PREFIX


def willing(visits: Sequence[Visit]) -> Iterator[Opened]:
    asked = [one.pk for one in visits if one.asked_by.startswith(PREFIX)]
    if not asked:
        return
    rows = Finding.objects.filter(~Q(case=None) | ~Q(trouble=""), visit__in=asked)
    for row in rows.select_related("case").defer("facts").order_by("pk"):
        item = items().get(row.item)
        yield Opened(
            row.visit_id or 0,
            item.name if item else row.item,
            row.case.number if row.case else "",
            row.trouble,
        )


OPENED.add("主动发现", willing)
