"""Who has come to this clerk's counter: found there by the full identity number, so that any
counter may give them a login code or note whom they send (全市通办)."""

from __future__ import annotations

from django.http import HttpRequest

KEY = "comers"
MOST = 20


def note(request: HttpRequest, person_id: int) -> None:
    """Until the clerk logs out; the latest few."""
    before = [pk for pk in request.session.get(KEY, []) if pk != person_id]
    request.session[KEY] = [*before, person_id][-MOST:]


def has_come(request: HttpRequest, person_id: int) -> bool:
    return person_id in request.session.get(KEY, [])
