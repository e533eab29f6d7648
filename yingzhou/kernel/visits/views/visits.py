"""The list of whoever goes, and one visit."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.core.handing_out import boxed
from yingzhou.kernel.visits.models import Photo, Visit
from yingzhou.kernel.visits.places import DO, OVERSEE, VIEW
from yingzhou.kernel.visits.selectors import lists, page, rights
from yingzhou.kernel.visits.services import photos, reporting


@requires(DO)
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    user = request.user
    tab = request.GET.get("tab", "mine")
    tab = tab if tab in lists.TABS else "mine"
    found, groups = lists.page(user, tab, request.GET.get("after", ""), clock.today())  # type: ignore[arg-type]
    counts = lists.counts(user)  # type: ignore[arg-type]
    tabs = [
        {"key": key, "name": name, "count": counts.get(key), "is_here": key == tab}
        for key, name in lists.TABS.items()
    ]
    context = {"tabs": tabs, "tab": tab, "page": found, "groups": groups}
    context["may_oversee"] = user.may(OVERSEE)  # type: ignore[union-attr]
    return render(request, "visits/home.html", context)


@requires(VIEW)
@require_safe
@never_cache
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Reading what was found at somebody's home is put down."""
    seen = page.seen(request.user, pk, clock.today())  # type: ignore[arg-type]
    if seen is None:
        raise Http404
    if seen.records or seen.rivals:
        audit.record(audit.Actor.of(request.user), "visits.view", seen.row.visit, {})
    context = {
        "seen": seen,
        "visit": seen.row.visit,
        "today": clock.today(),
        "is_second": seen.waiting is not None and seen.waiting.second_id == request.user.pk,
        "is_first": seen.waiting is not None and seen.waiting.user_id == request.user.pk,
        "consent": reporting.CONSENT,
    }
    return render(request, "visits/visit.html", context)


@requires(VIEW)
@require_safe
@never_cache
def photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    row = get_object_or_404(Visit, pk=pk)
    if not rights.may_see(request.user, row):  # type: ignore[arg-type]
        raise Http404
    found = get_object_or_404(Photo, pk=photo, record__visit=row)
    try:
        content = photos.content_of(found)
    except FileNotFoundError as gone:
        raise Http404 from gone
    return boxed(HttpResponse(content), f"走访照片{found.number + 1}", found.kind)
