"""Traces of exports and of reaching beyond one's scope."""

from __future__ import annotations

from django.db.models import Model

from yingzhou.core import audit


def note_export(*, what: str, rows: int, day: str, actor: audit.Actor) -> None:
    audit.record(actor, "places.export", None, {"what": what, "rows": rows, "day": day})


def note_refusal(*, subject: Model, actor: audit.Actor) -> None:
    audit.record(actor, "places.refused", subject)
