"""How often one client did something lately, where anybody may come: wrong codes, objections.

Counted in the database, for there are several processes; a client's address is kept only as a
digest, and for a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from yingzhou.core import crypto
from yingzhou.core.chores import chore
from yingzhou.core.models import Tally

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times ``within``, counted from the first of them."""

    what: str
    most: int
    within: timedelta

    def until(self, request: HttpRequest, at: datetime) -> datetime | None:
        """When the client may come again; None: now."""
        tally = Tally.objects.filter(key=self._key(request)).first()
        if tally is None or tally.count < self.most:
            return None
        end = tally.since + self.within
        return end if at < end else None

    @transaction.atomic
    def count(self, request: HttpRequest, at: datetime) -> None:
        """One more."""
        key = self._key(request)
        tally, is_new = Tally.objects.select_for_update().get_or_create(
            key=key, defaults={"since": at, "count": 1}
        )
        if is_new:
            return
        if at >= tally.since + self.within:
            Tally.objects.filter(pk=tally.pk).update(since=at, count=1)
        else:
            Tally.objects.filter(pk=tally.pk).update(count=F("count") + 1)

    def _key(self, request: HttpRequest) -> str:
        return crypto.digest(f"{self.what} {request.META.get('REMOTE_ADDR', '')}").hex()


@chore(every=timedelta(hours=1))
def forget_clients(now: datetime) -> None:
    Tally.objects.filter(since__lt=now - KEPT).delete()
