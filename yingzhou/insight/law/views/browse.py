"""What there is: items by programme, searched as one types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.insight.law.selectors.shelf import Wish, shelves

LONGEST = 60


@requires("policy.view")
@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    wish = Wish(
        text=request.GET.get("q", "").strip()[:LONGEST],
        every=request.GET.get("when") == "all",
        doubtful=request.GET.get("only") == "unverified",
    )
    found = shelves(wish, clock.today())
    entries = [entry for shelf in found for entry in shelf.entries]
    context = {
        "wish": wish,
        "shelves": found,
        "items": sum(1 for entry in entries if entry.item is not None),
        "benefits": sum(len(entry.benefits) for entry in entries),
        "examples": sum(entry.examples for entry in entries),
        "unverified": sum(len(entry.unverified) for entry in entries),
    }
    return render(request, "law/browse.html", context)
