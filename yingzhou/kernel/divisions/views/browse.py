"""The divisions of any day: towns, one unit with its history, a search, the list in Excel."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.sheets.workbook import EXCEL, table
from yingzhou.kernel.divisions import selectors
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on

PERMISSION = "divisions.view"


def day_of(request: HttpRequest) -> date:
    """``?on=``, or today with a message where it makes no sense."""
    text = request.GET.get("on", "")
    if not text:
        return clock.today()
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or day > clock.today():
        messages.warning(request, "日期应不晚于今天, 写成 2020-12-31 的样子; 下面按今天显示。")
        return clock.today()
    return day


@requires(PERMISSION)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The towns of the day with how many villages each has, or the units that a search finds."""
    day, text = day_of(request), request.GET.get("q", "").strip()[:40]
    tree = tree_on(day)
    context = {
        "day": day,
        "typed": text,
        "hits": selectors.search(text, day),
        "towns": selectors.towns_with_counts(tree),
        "counts": selectors.kind_counts(tree),
    }
    return render(request, "divisions/index.html", context)


@requires(PERMISSION)
@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit of any day as of one day: what it was called, where it belonged, what is below it."""
    day = day_of(request)
    page = selectors.unit_page(pk, day)
    if page is None:
        raise Http404("没有这个区划单位")
    may_change = (
        request.user.may("divisions.change")  # type: ignore[union-attr]
        and page.node is not None
        and pk in tree_on(clock.today()).nodes
    )
    level = page.unit.level
    context = {
        "day": day,
        "page": page,
        "may_change": may_change,
        "may_found": may_change and level < Division.Level.VILLAGE,
        "may_end": may_change and level > Division.Level.DISTRICT,
        "may_move": may_change and level == Division.Level.VILLAGE,
    }
    return render(request, "divisions/unit.html", context)


@requires(PERMISSION)
@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    """All units of the day."""
    day = day_of(request)
    heads = ("区划代码", "名称", "类别", "上级", "上级代码", "经度", "纬度")
    content = table(heads, selectors.as_rows(tree_on(day)), (16, 24, 20, 20, 16, 12, 12))
    answer = HttpResponse(content, content_type=EXCEL)
    name = quote(f"行政区划-{day}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
