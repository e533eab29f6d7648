"""For whoever looks after the visits of a town or of the district."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.divisions.tree import name_on
from yingzhou.kernel.visits.files import kinds, plans
from yingzhou.kernel.visits.places import OVERSEE
from yingzhou.kernel.visits.selectors import coverage as found


def _asked(request: HttpRequest) -> tuple[date, str]:
    """The month (this one if none is named) and the kind."""
    try:
        first = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        first = clock.today().replace(day=1)
    kind = request.GET.get("kind", "")
    return first, kind if kind in kinds() else ""


def _context(first: date, kind: str) -> dict[str, Any]:
    return {"month": first, "kind": kind, "kinds": kinds().values()}


@requires(OVERSEE)
@require_safe
@never_cache
def coverage(request: HttpRequest) -> HttpResponse:
    first, kind = _asked(request)
    lines = found.lines(request.user, first, kind, clock.today())  # type: ignore[arg-type]
    total: Counter[str] = sum((line.counts for line in lines), Counter())
    context = _context(first, kind) | {
        "lines": lines,
        "words": found.WORDS,
        "totals": [(key, word, total[key]) for key, word in found.WORDS.items()],
        "chart": found.chart(lines),
        "lost": found.unanswered(request.user)[:100].count(),  # type: ignore[arg-type]
        "plans": plans().values(),
    }
    return render(request, "visits/coverage.html", context)


@requires(OVERSEE)
@require_safe
@never_cache
def which(request: HttpRequest) -> HttpResponse:
    first, kind = _asked(request)
    what, where = request.GET.get("what", ""), request.GET.get("division", "")
    division = int(where) if where.isascii() and where.isdigit() else None
    page, rows = found.which(
        request.user,  # type: ignore[arg-type]
        first,
        kind,
        what,
        division,
        request.GET.get("after", ""),
        clock.today(),
    )
    context = _context(first, kind) | {
        "page": page,
        "rows": rows,
        "word": found.WORDS.get(what, "全部"),
        "place": name_on(division, clock.today()) if division else "",
    }
    return render(request, "visits/which.html", context)


@requires(OVERSEE)
@require_safe
@never_cache
def lost(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after", "")
    page, rows = found.lost(request.user, after, clock.today())  # type: ignore[arg-type]
    return render(request, "visits/lost.html", {"page": page, "rows": rows})
