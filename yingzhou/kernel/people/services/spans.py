"""A fact that holds for a time, entered for a time: what was recorded for it before gives way."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from yingzhou.core.spells import FOREVER, Spell
from yingzhou.core.timeline import Refused
from yingzhou.kernel.people.selectors.facts import meeting


def require_span(since: date, until: date, source: str) -> None:
    if until <= since:
        raise Refused("止日应晚于起日")
    if not source.strip():
        raise Refused("来源没有填写, 请写明是谁核的、凭什么")


def clear(rows: QuerySet, since: date, until: date) -> None:
    """Makes room: what lies within goes (the mark keeps what it said), what reaches in is cut."""
    row: Spell
    for row in meeting(rows, since, until):
        start, end = row.valid_from, row.valid_to
        if start >= since:
            row.delete()
        else:
            row.valid_to = since
            row.save(update_fields=["valid_to"])
        if end > until:
            row.pk, row.valid_from, row.valid_to = None, until, end
            row.save(force_insert=True)


def detail(since: date, until: date, reason: str = "") -> dict[str, str]:
    """Of the audit entry."""
    said = {"since": str(since)} | ({} if until == FOREVER else {"until": str(until)})
    return said | ({"reason": reason.strip()} if reason.strip() else {})
