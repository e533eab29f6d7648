"""How services change effective-dated rows: ending, undoing, and refusing what would overlap.

An *effect* is plain JSON, ``[model label, key, old valid_to]``; the last is null for a row that was
made. Who keeps the effects of an act can take the act back exactly.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from yingzhou.core import clock
from yingzhou.core.spells import Spell

Effect = list[Any]
DAY = timedelta(days=1)


class Refused(ValueError):
    """A service does not do this; the message says why, in Chinese, and nothing was stored."""


def require_past_or_today(on: date, what: str) -> None:
    if on > clock.today():
        raise Refused(f"{what} {on} 晚于今天, 请核对; 只登记已经发生的事")


def made(row: Spell) -> Effect:
    return [row._meta.label_lower, row.pk, None]


def _end(row: Spell, on: date) -> Effect | None:
    """Cut ``row`` at ``on``; a row that began that day keeps that one day."""
    end = max(on, row.valid_from + DAY)
    if end >= row.valid_to:
        return None
    old = row.valid_to.isoformat()
    row.valid_to = end
    row.save(update_fields=["valid_to"])
    return [row._meta.label_lower, row.pk, old]


def end_spells(rows: QuerySet, on: date, *, what: str, later_too: bool = False) -> list[Effect]:
    """End at ``on`` whatever of ``rows`` holds then; :class:`Refused` where one begins later.

    With ``later_too`` such a row keeps only its first day instead: for what was found out in
    routine after a death that nobody had reported yet.
    """
    effects = []
    for row in rows.filter(valid_to__gt=on).order_by("pk"):
        if row.valid_from > on and not later_too:
            raise Refused(f"{on} 之后已有一条{what}记录({row.valid_from} 起), 请先更正那一条")
        effects.append(_end(row, on))
    return [effect for effect in effects if effect is not None]


def require_free(rows: QuerySet, start: date, end: date, *, what: str) -> None:
    """:class:`Refused` where one of ``rows`` holds on any day of ``start`` .. ``end``."""
    clash = rows.filter(valid_from__lt=end, valid_to__gt=start).order_by("valid_from").first()
    if clash is not None:
        until = "至今" if clash.is_open else f"至 {clash.valid_to}"
        raise Refused(f"同一时间已有一条{what}记录({clash.valid_from} {until}), 不能重叠")


def undo(effects: list[Effect]) -> None:
    """Put back what the effects changed: made rows vanish, ended rows hold as long as before."""
    for label, key, old in reversed(effects):
        rows = apps.get_model(label)._default_manager.filter(pk=key)
        if old is None:
            rows.delete()
        else:
            rows.update(valid_to=date.fromisoformat(old))
