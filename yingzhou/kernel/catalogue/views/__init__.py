"""The catalogue for officers: what there is, and everything about one item."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.catalogue.selectors import listing
from yingzhou.kernel.catalogue.selectors import page as pages

LONGEST = 60


@requires("policy.view")
@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    only = request.GET.get("only", "")
    wish = listing.Wish(
        text=request.GET.get("q", "").strip()[:LONGEST],
        kind=request.GET.get("kind", ""),
        only=only if only in listing.STATES else "",
    )
    day = clock.today()
    everything = items(day).values()
    context = {
        "wish": wish,
        "shelves": listing.shelves(wish, day),
        "all": len(everything),
        "applied": sum(1 for item in everything if item.apply),
        "tally": listing.tally(wish.kind, day),
        "kinds": (("", "全部"), ("apply", "可申请"), ("guide", "办事指南")),
    }
    return render(request, "catalogue/browse.html", context)


@requires("policy.view")
@require_safe
def item(request: HttpRequest, programme: str, name: str) -> HttpResponse:
    day = clock.today()
    found = items(day).get(f"{programme}/{name}")
    if found is None:
        raise Http404(f"没有事项“{programme}/{name}”")
    return render(request, "catalogue/item.html", {"page": pages.page(found, day)})
