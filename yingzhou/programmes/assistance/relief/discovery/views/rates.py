"""The hit rate: whether it was worth the way."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.core.sheets.workbook import EXCEL, table
from yingzhou.programmes.assistance.relief.discovery.selectors import lists, rates, words
from yingzhou.programmes.assistance.relief.discovery.selectors.rights import VIEW

from .findings import asked_of

HEADS = ("月份", "类别", "找到什么", "乡镇", "村居", *rates.HEADS.values())


@requires(VIEW)
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    user, today, asked = request.user, clock.today(), asked_of(request)
    context = {
        "asked": asked,
        "found": rates.rates(user, asked, today),  # type: ignore[arg-type]
        "heads": rates.HEADS,
        "whats": words.choices(today),
        "places": lists.places(user, today),  # type: ignore[arg-type]
    }
    return render(request, "discovery/rates.html", context)


@requires(VIEW)
@require_safe
@never_cache
def excel(request: HttpRequest) -> HttpResponse:
    user, today, asked = request.user, clock.today(), asked_of(request)
    content = table(HEADS, rates.as_rows(user, asked, today), (10, 10, 24, 14, 18))  # type: ignore[arg-type]
    audit.record(audit.Actor.of(user), "discovery.export", None, {"item": asked.what})
    answer = HttpResponse(content, content_type=EXCEL)
    name = quote(f"主动发现命中率-{today}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
