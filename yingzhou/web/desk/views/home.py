"""``/desk/``: the queue of whoever works on cases; the rooms of everybody else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.web.desk.selectors import home as pages

from .common import staff


@requires("desk.enter")
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What is due first, and why it is here."""
    user = staff(request)
    if not pages.works(user):
        return render(request, "web/desk_home.html", {"may_import": user.may("imports.use")})
    filters = pages.filters_of(request.GET.dict(), user)
    queue = pages.queue_of(user, filters, clock.today(), request.GET.get("after", ""))
    context = {
        "queue": queue,
        "filters": filters,
        "today": clock.today(),
        "may_receive": user.may("cases.receive"),
        **pages.choices(filters),
    }
    return render(request, "web/desk/queue.html", context)
