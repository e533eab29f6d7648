"""How often one client did something lately, where anybody may come: wrong codes, objections; and
how much of its share another office's system has used (:func:`spend`).

Counted in the database, for there are several processes; a client's address is kept only as a
digest, and for a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
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

    def count(self, request: HttpRequest, at: datetime) -> None:
        """One more."""
        _one_more(self._key(request), self.within, at)

    def _key(self, request: HttpRequest) -> str:
        return _key(self.what, request.META.get("REMOTE_ADDR", ""))


@dataclass(frozen=True)
class Spent:
    """``left``: how many more until ``until``; ``refused``: this one was too many."""

    left: int
    until: datetime
    refused: bool = False


def spend(what: str, who: str, most: int, within: timedelta, at: datetime) -> Spent:
    """One more of ``most``. What is refused is not written: a flood must not hold the database."""
    key = _key(what, who)
    tally = Tally.objects.filter(key=key).first()
    if tally is not None and tally.count >= most and at < tally.since + within:
        return Spent(0, tally.since + within, refused=True)
    tally = _one_more(key, within, at)
    return Spent(max(most - tally.count, 0), tally.since + within, tally.count > most)


@transaction.atomic
def _one_more(key: str, within: timedelta, at: datetime) -> Tally:
    tally, is_new = Tally.objects.select_for_update().get_or_create(
        key=key, defaults={"since": at, "count": 1}
    )
    if is_new:
        return tally
    if at >= tally.since + within:
        tally.since, tally.count = at, 0
    tally.count += 1
    tally.save(update_fields=["since", "count"])
    return tally


def _key(what: str, who: str) -> str:
    return crypto.digest(f"{what} {who}").hex()


@chore(every=timedelta(hours=1))
def forget_clients(now: datetime) -> None:
    Tally.objects.filter(since__lt=now - KEPT).delete()
