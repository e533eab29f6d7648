"""``/desk/tickets/device/<hall>/``: whoever serves a hall makes the machine in front of them one of
its own, or takes it out of service. Opening signs them out: a machine of the hall is nobody's."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.divisions.models import Division
from yingzhou.programmes.affairs.counters import devices
from yingzhou.programmes.affairs.counters.selectors import tickets as selectors
from yingzhou.programmes.affairs.counters.services import tickets as services

from .common import staff


@requires(services.SERVE)
@require_POST
@never_cache
def open_(request: HttpRequest, code: str) -> HttpResponse:
    place = _own(request, code)
    audit.record(audit.Actor.of(staff(request)), "counter.device", place, {"state": "开通"})
    logout(request)
    answer = redirect("counters:kiosk", code=code)
    devices.open_for(answer, code)
    return answer


@requires(services.SERVE)
@require_POST
@never_cache
def close(request: HttpRequest, code: str) -> HttpResponse:
    place = _own(request, code)
    audit.record(audit.Actor.of(staff(request)), "counter.device", place, {"state": "停用"})
    messages.success(request, "这台设备不再是取号机了。")
    answer = redirect("counters:desk")
    devices.close(answer)
    return answer


def _own(request: HttpRequest, code: str) -> Division:
    place = selectors.counter_of(code, clock.today())
    if place is None:
        raise Http404("没有这个受理中心")
    if not scope_of(staff(request), services.SERVE).contains(place.pk):
        raise PermissionDenied("只能开通自己受理中心的设备")
    return place
