"""Finding a service: by any words, by topic; and reading about one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from yingzhou.core import clock
from yingzhou.core.access import public
from yingzhou.kernel.catalogue.search import hint, search
from yingzhou.web import backdrop, plan_brief
from yingzhou.web.portal import guide as guides
from yingzhou.web.portal import nearest
from yingzhou.web.portal.entering import item_or_404, online
from yingzhou.web.portal.topics import topics, under
from yingzhou.web.portal.views.common import page

LONGEST = 60
CHIPS = ("低保", "养老院", "老年助餐", "结婚登记", "祭扫", "轮椅")


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The residents' home; an old address with a question leads to its answers."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    if asked:
        return redirect(f"/services/?{request.GET.urlencode()}")
    context = {
        "chips": CHIPS,
        "topics": topics(clock.today()),
        "art": backdrop.islands(),
        "aims": plan_brief.AIMS,
        "asked": "",
    }
    return render(request, "web/portal/home.html", context)


@public
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """What was typed in ``q`` may mean; or the services of a ``topic``; or the topics."""
    today = clock.today()
    asked = request.GET.get("q", "").strip()[:LONGEST]
    topic = request.GET.get("topic", "")[:20]
    found = search(asked, today) if asked else []
    context = {
        "asked": asked,
        "topic": topic,
        "hint": hint(asked) if asked else "",
        "found": [(one.item, one.why, online(one.item)) for one in found],
        "listed": [(item, online(item)) for item in under(topic, today)] if topic else [],
        "topics": topics(today),
    }
    part = request.headers.get("HX-Target") == "found"
    answer = page(request, "_found" if part else "services", **context)
    answer["Vary"] = "HX-Target"
    return answer


@public
@require_safe
def guide(request: HttpRequest, programme: str, name: str) -> HttpResponse:
    item, today = item_or_404(programme, name), clock.today()
    told = guides.guide(item, today)
    context = {"guide": told, "item": item, "programme": programme, "name": name}
    home = nearest.home_place(request, today) if told.is_at_counters else None
    counters = guides.counters(today) if told.is_at_counters else []
    counters = nearest.by_distance(counters, home, today)
    own = [one for one in counters if nearest.is_own(one, home, today)]
    return page(request, "guide", counters=counters, own=own, **context)
