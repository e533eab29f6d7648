"""``/desk/exchange/``: how the eight providers are, and whose matters one of them delays."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.exchange import selectors
from yingzhou.kernel.exchange.models import Incident
from yingzhou.kernel.exchange.providers import providers

VIEW = "exchange.view"


@requires(VIEW)
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    states = selectors.states(clock.now())
    context = {
        "states": states,
        "down": [one for one in states if one.is_down],
        "wrong": [one for one in states if one.is_wrong],
        "waiting": sum(one.waiting for one in states),
        "answers": sum(one.answers for one in states),
        "unconfigured": [one for one in states if not one.is_configured],
    }
    return render(request, "exchange/home.html", context)


@requires(VIEW)
@require_safe
@never_cache
def provider(request: HttpRequest, code: str) -> HttpResponse:
    if code not in providers():
        raise Http404
    state = next(one for one in selectors.states(clock.now()) if one.provider.code == code)
    context = {
        "state": state,
        "delayed": selectors.delayed(code),
        "incidents": Incident.objects.filter(provider=code).order_by("-id")[:50],
        "valid_days": state.provider.valid.days,
    }
    return render(request, "exchange/provider.html", context)
