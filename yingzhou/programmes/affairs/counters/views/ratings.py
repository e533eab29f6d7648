"""``/desk/ratings/``: every rating, its rectification, and what does not count (D13)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.services import ratings as services
from yingzhou.programmes.affairs.counters.selectors import ratings as selectors

from .common import staff


@requires(selectors.SUPERVISE)
@require_safe
@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    user, show = staff(request), request.GET.get("show", "")
    page, lines = selectors.page(user, show, clock.today(), request.GET.get("after", ""))
    context = {
        "page": page,
        "lines": lines,
        "show": show if show in selectors.FILTERS else "",
        "filters": [(key, name) for key, (name, _) in selectors.FILTERS.items()],
        "may_open": user.may("cases.view"),
    }
    return render(request, "counters/ratings.html", context)


@requires(selectors.SUPERVISE)
@require_http_methods(["GET", "POST"])
@never_cache
def exclude(request: HttpRequest, pk: int) -> HttpResponse:
    """A slip or a malicious rating does not count: with the reason, by somebody it is not about."""
    user = staff(request)
    rating = selectors.rated(user).filter(pk=pk).first()
    if rating is None:
        raise Http404("没有这条评价, 或不在您负责的区划内")
    faults: list[str] = []
    why = request.POST.get("why", "")
    if request.method == "POST":
        try:
            services.exclude(rating=rating.pk, user=user, why=why, at=clock.now())
        except (CaseFault, NotYours) as fault:
            faults = list(getattr(fault, "lines", ())) or [str(fault)]
        else:
            messages.success(request, f"{rating.case.number} 的评价不再计入考核, 理由已留下。")
            return redirect("counters:ratings")
    context = {"rating": rating, "faults": faults, "why": why}
    return render(request, "counters/exclude.html", context, status=422 if faults else 200)
