"""The what-if room: /desk/policy/whatif/."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core.access import requires
from yingzhou.insight.law.selectors import levers as found_levers
from yingzhou.insight.law.selectors import whatif, whatif_page
from yingzhou.insight.law.selectors.levers import Lever
from yingzhou.kernel.catalogue import district, prepare
from yingzhou.kernel.catalogue.book import book, this_month
from yingzhou.policy.law import Moment


@requires("policy.whatif")
@require_safe
def room(request: HttpRequest) -> HttpResponse:
    moment = this_month()
    asked = request.GET.dict()
    if asked.get("add"):
        asked |= _added(asked)
    chosen = found_levers.levers(asked, moment.law_day)
    context = {
        "levers": chosen,
        "offered": [
            book().parameters[n] for n in found_levers.offered() if n not in _names(chosen)
        ],
        "may_add": len(chosen) < found_levers.MOST,
        "moment": moment,
    }
    return render(request, "law/whatif.html", context | _result(moment, chosen))


@requires("policy.whatif")
@require_safe
def curve(request: HttpRequest) -> HttpResponse:
    """The cost along the first lever, fetched once the answer stands."""
    moment = this_month()
    if not prepare.is_ready(district.day_of(moment)):
        return HttpResponse("")
    chosen = found_levers.levers(request.GET.dict(), moment.law_day)
    chart = whatif_page.curve(whatif.room(moment), chosen)
    return render(request, "law/_whatif_curve.html", {"chart": chart, "lever": chosen[0]})


@requires("policy.whatif")
@require_POST
def refresh(request: HttpRequest) -> HttpResponse:
    """Read the registry anew."""
    day = district.day_of(this_month())
    district.forget(day)
    prepare.start(day)
    messages.info(request, "正在按今天的登记重新取数, 几秒钟后自动显示结果。")
    return redirect("law:whatif")


def _added(asked: dict[str, str]) -> dict[str, str]:
    """The newly chosen lever goes to the first free place."""
    for number in range(2, found_levers.MOST + 1):
        if not asked.get(f"p{number}"):
            return {f"p{number}": asked["add"], f"v{number}": ""}
    return {}


def _names(chosen: list[Lever]) -> list[str]:
    return [one.name for one in chosen]


def _result(moment: Moment, chosen: list[Lever]) -> dict[str, Any]:
    day = district.day_of(moment)
    if not prepare.is_ready(day):
        prepare.start(day)
        return {"preparing": True, "fault": prepare.fault(day)}
    answer = whatif.answer(whatif.room(moment), found_levers.figures(chosen))
    towns = whatif_page.by_town(answer)
    return {
        "answer": answer,
        "changed": bool(found_levers.figures(chosen)),
        "tiles": whatif_page.tiles(answer),
        "benefits": whatif_page.by_benefit(answer),
        "towns": towns,
        "map": whatif_page.town_map(answer, towns),
        "indicator": whatif_page.indicator(answer, chosen),
        "doubts": whatif_page.doubts(answer),
        "people": len(answer.room.district.person_id),
        "made_at": answer.room.district.made_at,
        "milliseconds": round(answer.seconds * 1000),
    }
