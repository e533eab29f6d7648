"""A write that is done once, however often it is asked for under the same key.

The answer is kept in the transaction of the work itself: a process that dies leaves either both or
nothing, and whoever asks again is answered, or served, once. Two that ask at the same moment do not
wait for each other: on PostgreSQL the second is told so (:class:`Running`); SQLite has one writer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from yingzhou.core import crypto
from yingzhou.core.chores import chore
from yingzhou.kernel.accounts.models import ApiCall, ApiClient

KEPT = timedelta(hours=24)


class Running(Exception):
    """The same key is being worked on."""


class OtherContent(Exception):
    """The key was used for something else."""


@dataclass(frozen=True)
class Answer:
    """``replayed``: it was given before."""

    status: int
    body: Any
    replayed: bool = False


@transaction.atomic
def once(
    *, client: ApiClient, key: str, content: Any, work: Callable[[], Answer], at: datetime
) -> Answer:
    """What ``work`` answers, or what it answered before. ``content``: what is asked, as JSON."""
    _claim(f"{client.pk} {key}")
    asked = crypto.digest(json.dumps(content, ensure_ascii=False, sort_keys=True))
    kept = ApiCall.objects.filter(client=client, key=key).first()
    if kept is not None and kept.made_at <= at - KEPT:
        kept.delete()
        kept = None
    if kept is not None:
        if bytes(kept.content) != asked:
            raise OtherContent
        return Answer(kept.status, json.loads(str(kept.body)), replayed=True)
    made = work()
    ApiCall.objects.create(
        client=client,
        key=key,
        content=asked,
        status=made.status,
        body=json.dumps(made.body, ensure_ascii=False),
        made_at=at,
    )
    return made


def _claim(name: str) -> None:
    """Held until the transaction ends, however it ends."""
    if connection.vendor != "postgresql":
        return
    number = int.from_bytes(crypto.digest(f"api call {name}")[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        row = cursor.fetchone()
    if not (row and row[0]):
        raise Running


@chore(every=timedelta(hours=1))
def forget_calls(now: datetime) -> None:
    ApiCall.objects.filter(made_at__lte=now - KEPT).delete()
