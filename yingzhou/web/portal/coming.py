"""Where somebody sits who uses the portal: at home, or at the machine of a hall
(``?channel=terminal`` behind 自己办). Kept in the session until they log out."""

from __future__ import annotations

from django.http import HttpRequest

from yingzhou.kernel.cases.services.drafts import ONLINE, TERMINAL

KEY = "channel"


def note_channel(request: HttpRequest) -> None:
    if request.GET.get("channel") == TERMINAL and request.session.get(KEY) != TERMINAL:
        request.session[KEY] = TERMINAL


def channel_of(request: HttpRequest) -> str:
    return TERMINAL if request.session.get(KEY) == TERMINAL else ONLINE
