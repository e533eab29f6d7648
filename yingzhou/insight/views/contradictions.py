"""Published figures that contradict each other, and all of them beside what records say."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yingzhou.core.access import requires
from yingzhou.insight import facts
from yingzhou.insight.reconcile import WORDS
from yingzhou.insight.selectors import reconciliation as reading
from yingzhou.insight.selectors.asked import Asked
from yingzhou.insight.selectors.reconciliation import Reconciliation

from .common import common_context, with_asked


@requires("board.view")
@require_safe
@with_asked("board.view")
def contradictions(request: HttpRequest, asked: Asked) -> HttpResponse:
    """At once with what is kept; else the page asks for the reconciliation after it is shown."""
    found = reading.kept(asked.plan, facts.version())
    return render(request, "board/contradictions.html", _context(request, asked, found))


@requires("board.view")
@require_http_methods(["GET", "HEAD", "POST"])
@with_asked("board.view")
def check(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Reconcile now (seconds): the part of the page, or without htmx back to the page."""
    version = facts.version()
    found = None if request.method == "POST" else reading.kept(asked.plan, version)
    found = found or reading.fresh(asked.plan, version)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(f"{reverse('board:contradictions')}?plan={asked.plan.code}")
    return render(request, "board/_reconciliation.html", _context(request, asked, found))


def _context(request: HttpRequest, asked: Asked, found: Reconciliation | None) -> dict[str, Any]:
    """``status`` filters the table."""
    status = request.GET.get("status", "")
    status = status if status in WORDS else ""
    lines = found.lines if found else []
    return common_context(asked, reverse("board:contradictions")) | {
        "found": found,
        "counted": found.counted() if found else [],
        "status": status,
        "lines": [line for line in lines if not status or line.status == status],
        "words": WORDS,
        "conflicts": reading.conflicts(asked.plan, found),
    }
