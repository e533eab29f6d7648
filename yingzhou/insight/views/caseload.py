"""Who gets which benefit, by town and over the years: the page of payments, shown on the board."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core.access import requires
from yingzhou.kernel.payments.views.caseload import context_of, workbook_of


@requires("board.view")
@require_safe
@never_cache
def caseload(request: HttpRequest) -> HttpResponse:
    context = context_of(request)
    context["may_export"] = request.user.may("board.export")  # type: ignore[union-attr]
    return render(request, "board/caseload.html", context)


@requires("board.export")
@require_safe
@never_cache
def caseload_excel(request: HttpRequest) -> HttpResponse:
    return workbook_of(request)
