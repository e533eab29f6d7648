"""``/desk/load/``: for supervisors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.web.desk.selectors import load as pages

from .common import staff


@requires("cases.supervise")
@require_safe
@never_cache
def load(request: HttpRequest) -> HttpResponse:
    """Who has how much, what is late, what came back, bad ratings."""
    user = staff(request)
    found = pages.load(user, clock.today(), request.GET.get("show", ""))
    context = {
        "load": found,
        "show": found.show,
        "soon": pages.SOON,
        "back_days": pages.BACK_DAYS,
        "may_open": user.may("cases.view"),
        "today": clock.today(),
    }
    return render(request, "web/desk/load.html", context)
