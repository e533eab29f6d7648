"""``/my/found/``: what the district noticed about a resident; they may say that nobody need come,
and that somebody should after all."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import resident
from yingzhou.kernel.people.models import Person
from yingzhou.programmes.assistance.relief.discovery.faults import DiscoveryFault
from yingzhou.programmes.assistance.relief.discovery.files import house
from yingzhou.programmes.assistance.relief.discovery.selectors import own
from yingzhou.programmes.assistance.relief.discovery.services import declining

WHY = ("现在不需要", "不想让别人知道", "自己会去办", "家里有人照顾", "其他原因")


def _person(request: HttpRequest) -> Person:
    person: Person | None = request.user.person  # type: ignore[union-attr]
    if person is None:
        raise Http404
    return person


@resident
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "found": own.findings(_person(request), clock.today()),
        "last": own.last_round(),
        "why": WHY,
        "months": house().quiet["declined"],
    }
    return render(request, "discovery/own.html", context)


@resident
@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    person, now = _person(request), clock.now()
    if not own.theirs(person, clock.today()).filter(pk=pk).exists():
        raise Http404
    actor = audit.Actor.of(request.user)
    try:
        if act == "decline":
            why = request.POST.get("why", "")
            why = why if why in WHY else ""
            declining.decline_oneself(finding=pk, person=person, why=why, actor=actor, at=now)
            messages.success(request, "记下了, 不再上门。想法变了, 随时在这里说。")
        elif act == "welcome":
            declining.welcome(finding=pk, by=person.name, actor=actor, at=now)
            messages.success(request, "记下了, 村居会来看您。")
        else:
            raise Http404
    except DiscoveryFault as fault:
        messages.error(request, f"{fault}。没有改动。")
    return redirect("discovery:own")
