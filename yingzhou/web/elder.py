"""Large type on or off, remembered for a year by a cookie of the browser."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponse

from yingzhou.ui.context import ELDER_COOKIE

A_YEAR = 365 * 24 * 3600
Response = TypeVar("Response", bound=HttpResponse)


def remember(response: Response, on: bool) -> Response:
    """Writes or removes the cookie."""
    if on:
        response.set_cookie(
            ELDER_COOKIE,
            "1",
            max_age=A_YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    else:
        response.delete_cookie(ELDER_COOKIE, samesite="Lax")
    return response
