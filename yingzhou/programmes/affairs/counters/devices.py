"""Machines of a hall: staff of the hall opened them once, and a signed cookie names the hall."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "yingzhou_hall"
SALT = "counters.hall"
AGE = 400 * 24 * 3600
"""Longer no browser keeps one; then it is opened again."""


def hall_of(request: HttpRequest) -> str:
    """The code of the hall in which this machine stands; empty where nobody opened it."""
    return request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=AGE) or ""


def open_for(answer: HttpResponse, code: str) -> None:
    answer.set_signed_cookie(
        COOKIE, code, salt=SALT, max_age=AGE, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def close(answer: HttpResponse) -> None:
    answer.delete_cookie(COOKIE, samesite="Lax")
