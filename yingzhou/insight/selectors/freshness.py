"""Whether records have changed since a figure was computed: told beside the figure, not hidden."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from django.db.models import Q

from yingzhou.core.models import AuditEntry

_LOOKS = ("people.search", "people.view", "people.refused", "people.reveal", "people.not_same")
_TAKEN_OUT = ("places.export", "places.refused")
_AREAS = ("people.", "places.", "organisations.", "divisions.")
MANY = 999
"""More changes than this are told as “999 次以上”; counting on would only make the page wait."""


def changes_since(moment: datetime | None) -> int:
    """How many audited changes of the registry came after ``moment`` (at most ``MANY`` + 1).

    Kept for half a minute: a notice may be that old, and the page stays within its queries.
    """
    if moment is None:
        return 0
    key = f"changes-since-{moment.isoformat()}"
    known = cache.get(key)
    if known is None:
        in_registry = Q()
        for area in _AREAS:
            in_registry |= Q(action__startswith=area)
        entries = AuditEntry.objects.filter(in_registry, at__gt=moment).exclude(
            action__in=_LOOKS + _TAKEN_OUT
        )
        known = len(entries.order_by().values_list("seq")[: MANY + 1])
        cache.set(key, known, 30)
    return known
