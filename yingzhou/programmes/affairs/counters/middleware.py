"""A machine of a hall is nobody's: what one person did at it must not be there for the next."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from yingzhou.core import clock
from yingzhou.core.access import is_resident
from yingzhou.kernel.accounts.middleware import LAST_SEEN, WRITE_EVERY
from yingzhou.programmes.affairs.counters import devices
from yingzhou.ui.context import shell_of

SECONDS = 5 * 60
"""Without a click; then the machine goes back to its first page, which signs out."""


class HallMiddleware:
    """On such a machine pages of the portal know the way out (``request.hall_exit``), are kept by
    no browser, and end by themselves. A page does so without a script (``layouts/portal.html``),
    a paper by its header, and a session that was left behind by the clock of the server."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        code = devices.hall_of(request)
        if not code or shell_of(request.path) != "portal" or request.path.startswith("/counter/"):
            return self.get_response(request)
        exit_ = reverse("counters:kiosk", args=[code])
        request.hall_exit, request.hall_seconds = exit_, SECONDS  # type: ignore[attr-defined]
        if is_resident(request.user) and _is_left(request):
            logout(request)
        answer = self.get_response(request)
        answer["Cache-Control"] = "private, no-store"
        if not answer.get("Content-Type", "").startswith("text/html"):
            answer["Refresh"] = f"{SECONDS}; url={exit_}"
        return answer


def _is_left(request: HttpRequest) -> bool:
    seen = request.session.get(LAST_SEEN)
    return seen is not None and clock.now().timestamp() - seen > SECONDS + WRITE_EVERY
