"""Reviews that began because visitors saw that something has changed, for whoever went there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q

from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.opened import OPENED, Opened
from yingzhou.programmes.assistance.relief.codes import REVIEW, VISITED
from yingzhou.programmes.assistance.relief.models import ExitFinding


def reviews(visits: Sequence[Visit]) -> Iterator[Opened]:
    keys = Q()
    for one in visits:
        if one.kind in VISITED:
            keys |= Q(key__startswith=f"visit:{one.pk}:")
    if not keys:
        return
    rows = ExitFinding.objects.filter(keys, voided_at=None).select_related("case").order_by("pk")
    found: dict[Opened, None] = {}  # awards of one household are heard in one case
    for row in rows:
        number, code = (row.case.number, row.case.item) if row.case else ("", REVIEW)
        visit = int(row.key.split(":")[1])
        found[Opened(visit, items()[code].name, number, row.fault)] = None
    yield from found


OPENED.add("应退尽退", reviews)
