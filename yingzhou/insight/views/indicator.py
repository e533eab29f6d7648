"""One indicator in full; publishing it, computing it anew, and its tables as Excel files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.audit import Actor
from yingzhou.insight import facts, publications, services
from yingzhou.insight.export import workbook
from yingzhou.insight.plan_files import Indicator
from yingzhou.insight.relations import RELATIONS
from yingzhou.insight.selectors import freshness
from yingzhou.insight.selectors import indicator as details
from yingzhou.insight.selectors import overview as glance
from yingzhou.insight.selectors import places as by_place
from yingzhou.insight.selectors.asked import Asked
from yingzhou.insight.selectors.outlook import known, outlook, quarterly
from yingzhou.insight.values import plain, shown, state_of, value_of, why_missing
from yingzhou.kernel.accounts.scopes import scope_of

from .common import common_context, excel_response, user_of, with_asked

MOST_MOVED = 200
"""Moved records shown on the page; the count tells the rest."""


def _indicator(asked: Asked, number: int) -> Indicator:
    try:
        return asked.plan.indicator(number)
    except KeyError:
        raise Http404("没有这项指标") from None


@requires("board.view")
@require_safe
@with_asked("board.view")
def indicator(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    one = _indicator(asked, number)
    services.have_facts([one.measure.code], asked.day)
    context = common_context(asked, request.path) | _figures(asked, one) | _places(asked, one)
    measure = one.measure
    built_at = details.computed_at(measure, asked.day)
    context |= {
        "one": one,
        "checks": details.checks(asked.plan, measure, asked.tree.root.id),
        "conflicts": details.concerned(asked.plan, measure),
        "built_at": built_at,
        "changes": freshness.changes_since(built_at),
        "publication": publications.latest(measure, asked.day) if asked.is_district else None,
        "may_publish": user_of(request).may("board.publish"),
        "may_export": user_of(request).may("board.export"),
        "may_open": scope_of(user_of(request), "board.records").contains(asked.node.id),
        "others": _neighbours(asked, number),
    }
    return render(request, "board/indicator.html", context)


def _figures(asked: Asked, one: Indicator) -> dict[str, Any]:
    measure = one.measure
    points = quarterly(facts.series(measure.code, asked.node.id, asked.day), asked.day)
    cell = details.cell_of(asked, measure)
    value = value_of(cell, measure)
    judged = glance.is_judged(measure, asked)
    return {
        "value": shown(value, measure),
        "missing": why_missing(cell, measure),
        "state": state_of(value, one, asked.plan, asked.day) if judged else "",
        "target": glance.target_words(measure),
        "baseline": plain(one.baseline),
        "outlook": outlook(known(points, measure), measure, asked.plan, asked.day)
        if judged
        else None,
        "parts": details.parts(measure, cell, asked.day),
        "chart": details.trend_chart(asked, measure, float(one.baseline)),
    }


def _places(asked: Asked, one: Indicator) -> dict[str, Any]:
    uniform = glance.is_uniform(one.measure)
    found = [] if uniform else by_place.places(asked, one)
    links = {
        place.node.code: "?"
        + urlencode({"date": asked.day.isoformat(), "division": place.node.code})
        for place in found
    }
    return {
        "uniform": uniform,
        "places": [(place, links[place.node.code]) for place in found],
        "map": None if uniform else by_place.town_map(asked, one, found, links),
    }


def _neighbours(asked: Asked, number: int) -> tuple[Indicator | None, Indicator | None]:
    """The indicators before and after, by number."""
    ordered = sorted(asked.plan.indicators, key=lambda item: item.number)
    place = next(i for i, item in enumerate(ordered) if item.number == number)
    before = ordered[place - 1] if place else None
    return before, ordered[place + 1] if place + 1 < len(ordered) else None


@requires("board.view")
@require_safe
@with_asked("board.view")
def changes(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Which records moved the district's figure since it was published: asked for by a click. Who
    may not see the district's records learns how many."""
    one = _indicator(asked, number)
    found = publications.diff(one.measure, asked.day)
    moved = found.moved if found else []
    may_see = scope_of(user_of(request), "board.records").is_everything
    context = common_context(asked, request.path) | {
        "one": one,
        "diff": found,
        "moved": [
            (item, _relation_title(one, item.side))
            for item in moved[: MOST_MOVED if may_see else 0]
        ],
        "moved_total": len(moved),
        "may_see": may_see,
        "then": shown(value_of(found.then, one.measure), one.measure) if found else "",
        "now": shown(value_of(found.now, one.measure), one.measure) if found else "",
        "words": {"added": "新计入", "removed": "不再计入", "changed": "数值变动"},
    }
    part = "board/_changes.html" if request.headers.get("HX-Request") else "board/changes.html"
    return render(request, part, context)


def _relation_title(one: Indicator, side: str) -> str:
    code = one.measure.denominator if side == "分母" else one.measure.numerator
    return RELATIONS[code].title


def _back(asked: Asked, number: int) -> HttpResponseRedirect:
    address = reverse("board:indicator", args=[asked.plan.code, number])
    return HttpResponseRedirect(f"{address}?{asked.address}")


@requires("board.publish")
@require_POST
@with_asked("board.publish")
def publish(request: HttpRequest, asked: Asked, number: int) -> HttpResponse:
    """Publish the district's figure of this day as the records stand."""
    one = _indicator(asked, number)
    publications.publish(
        plan=asked.plan, measures=[one.measure], on=asked.day, actor=Actor.of(request.user)
    )
    messages.success(request, f"已发布 {asked.day} 的“{one.short}”, 连同它所依据的记录; 已留痕。")
    return _back(asked, number)


@requires("board.publish")
@require_POST
@with_asked("board.publish")
def recompute(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Compute all measures of this day anew from the records."""
    began = clock.now()
    count = services.recompute(plan=asked.plan, day=asked.day, actor=Actor.of(request.user))
    messages.success(
        request, f"已按现有记录重新计算 {asked.day} 的全部指标: {count:,} 个值, {_took(began)}。"
    )
    number = request.POST.get("number", "")
    if number.isdecimal() and any(item.number == int(number) for item in asked.plan.indicators):
        return _back(asked, int(number))
    return HttpResponseRedirect(f"{reverse('board:home')}?{asked.address}")


def _took(began: datetime) -> str:
    return f"用时 {(clock.now() - began).total_seconds():.1f} 秒"


@requires("board.export")
@require_safe
@with_asked("board.export")
def indicator_excel(
    request: HttpRequest,
    asked: Asked,
    number: int,
    what: str,
) -> FileResponse:
    """``what``: places (the units below) or trend."""
    one = _indicator(asked, number)
    tables = {"places": _place_table, "trend": _trend_table}
    if what not in tables:
        raise Http404("没有这张表")
    services.have_facts([one.measure.code], asked.day)
    label, head, rows = tables[what](asked, one)
    title = f"指标{number} {one.short} {label}"
    notes = [asked.node.name, f"截至 {asked.day}", f"单位: {one.measure.unit}", asked.plan.source]
    file, count = workbook(title, notes, head, rows)
    services.note_export(
        what=title,
        rows=count,
        day=asked.day,
        place=asked.node.name,
        actor=Actor.of(request.user),
    )
    return excel_response(file, f"{title}-{asked.node.name}-{asked.day}")


def _place_table(asked: Asked, one: Indicator) -> tuple[str, list[str], list[list[Any]]]:
    head = [asked.below_name(), f"值({one.measure.unit})", "分子", "分母", "状态", "说明"]
    rows = [
        [
            place.node.name,
            place.number,
            place.numerator,
            place.denominator,
            glance.WORDS.get(place.state, ""),
            place.missing,
        ]
        for place in by_place.places(asked, one)
    ]
    return f"按{asked.below_name()}", head, rows


def _trend_table(asked: Asked, one: Indicator) -> tuple[str, list[str], list[list[Any]]]:
    points = quarterly(facts.series(one.measure.code, asked.node.id, asked.day), asked.day)
    rows = []
    for on, cell in points:
        value = value_of(cell, one.measure)
        number = None if value is None else float(value)
        rows.append([on, number, cell.numerator, cell.denominator])
    return "走势", ["日期", f"值({one.measure.unit})", "分子", "分母"], rows
