"""The first page: all indicators at a glance, one of them opened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from yingzhou.core.access import requires
from yingzhou.insight import services
from yingzhou.insight.plan_files import Indicator
from yingzhou.insight.selectors import freshness
from yingzhou.insight.selectors import indicator as details
from yingzhou.insight.selectors import overview as glance
from yingzhou.insight.selectors import places as by_place
from yingzhou.insight.selectors.asked import Asked
from yingzhou.insight.values import plain

from .common import common_context, with_asked


@requires("board.view")
@require_safe
@with_asked("board.view")
def home(request: HttpRequest, asked: Asked) -> HttpResponse:
    version = services.have_facts(asked.plan.indicator_codes(), asked.day)
    rows = glance.overview(asked, version)
    system = request.GET.get("system", "")
    systems = glance.systems(asked.plan)
    shown = [row for row in rows if row.system == system] if system in dict(systems) else rows
    chosen = _chosen(request, asked, shown or rows)
    context = common_context(asked, reverse("board:home")) | {
        "rows": shown,
        "summary": glance.summary(shown),
        "system": system if system in dict(systems) else "",
        "systems": systems,
        "chosen": chosen,
        "kept": {"indicator": chosen.number} | ({"system": system} if system else {}),
        "row": next(row for row in rows if row.number == chosen.number),
    }
    built_at = details.computed_at(chosen.measure, asked.day)
    context |= {"changes": freshness.changes_since(built_at)}
    context |= _opened(asked, chosen, system)
    return render(request, "board/home.html", context)


def _chosen(request: HttpRequest, asked: Asked, rows: list[glance.Row]) -> Indicator:
    """The indicator named, if it is on the page; otherwise the first that varies by place."""
    text = request.GET.get("indicator", "")
    numbers = [row.number for row in rows]
    if text.isdecimal() and int(text) in numbers:
        return asked.plan.indicator(int(text))
    for number in numbers:
        found = asked.plan.indicator(number)
        if not glance.is_uniform(found.measure):
            return found
    return asked.plan.indicator(numbers[0])


def _opened(asked: Asked, chosen: Indicator, system: str) -> dict[str, Any]:
    """The map, the list beside it and the trend of the chosen indicator."""
    uniform = glance.is_uniform(chosen.measure)
    found = [] if uniform else by_place.places(asked, chosen)
    links = {
        place.node.code: "?"
        + urlencode(
            {
                "plan": asked.plan.code,
                "date": asked.day.isoformat(),
                "division": place.node.code,
                "indicator": str(chosen.number),
            }
            | ({"system": system} if system else {})
        )
        for place in found
    }
    cell = details.cell_of(asked, chosen.measure)
    return {
        "uniform": uniform,
        "places": [(place, links[place.node.code]) for place in found],
        "map": None if uniform else by_place.town_map(asked, chosen, found, links),
        "parts": details.parts(chosen.measure, cell, asked.day),
        "chart": details.trend_chart(asked, chosen.measure, float(chosen.baseline)),
        "baseline": plain(chosen.baseline),
    }
