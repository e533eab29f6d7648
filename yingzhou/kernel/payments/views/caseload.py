"""``/desk/payments/caseload/``: who gets what, by town and over the years."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.core.sheets.workbook import EXCEL, table
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.selectors import caseload
from yingzhou.kernel.payments.views.runs import VIEW


@requires(VIEW)
@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "payments/caseload.html", context_of(request))


@requires(VIEW)
@require_safe
@never_cache
def export(request: HttpRequest) -> HttpResponse:
    return workbook_of(request)


def context_of(request: HttpRequest) -> dict[str, object]:
    """The same for the board, which shows it to who has no desk."""
    today = clock.today()
    asked = caseload.Asked.of(request.GET, tree_on(today))
    return {"found": caseload.caseload(asked, today), "query": request.GET.urlencode()}


def workbook_of(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    asked = caseload.Asked.of(request.GET, tree_on(today))
    name = books.name_of(asked.benefit)
    actor = audit.Actor.of(request.user)
    audit.record(actor, "payments.caseload_export", None, {"item": name, "what": asked.measure})
    words = {caseload.PERSONS: "人数", caseload.LINES: "户数", caseload.MONEY: "金额(元)"}
    answer = HttpResponse(table(*caseload.sheet(asked, today)), content_type=EXCEL)
    file = f"{name}-各乡镇逐月{words[asked.measure]}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, file) or ""
    return answer
