"""``/desk/medical/months/``: hospitals' months, drawn up by one and closed by another."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.core.money import format_fen
from yingzhou.kernel.people.names import mask_name
from yingzhou.programmes.assistance.relief.faults import ReliefFault
from yingzhou.programmes.assistance.relief.models import Statement
from yingzhou.programmes.assistance.relief.selectors import settlements, statements
from yingzhou.programmes.assistance.relief.services import clearing

VIEW, DRAW_UP, CLOSE = "medical.view", "medical.draw_up", "medical.close"
YEARS_BACK = 2


@requires(VIEW)
@require_safe
@never_cache
def months(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    rows = statements.months(today, date(today.year - YEARS_BACK, 1, 1))
    context = {
        "rows": [(one, format_fen(one.sums.total)) for one in rows],
        "may_draw_up": request.user.may(DRAW_UP),  # type: ignore[union-attr]
    }
    return render(request, "relief/months.html", context)


@requires(VIEW)
@require_safe
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Statement.objects.select_related("hospital"), pk=pk)
    page = settlements.of_hospital(row.hospital, row.month, request.GET.get("after", ""), 50)
    kinds = statements.by_kind(row.hospital, row.month)
    user = request.user
    audit.record(audit.Actor.of(user), "medical.statement_view", row)
    context = {
        "statement": row,
        "total": format_fen(row.total),
        "sums": statements.sums_of(row.hospital, row.month),
        "kinds": [(name, count, format_fen(total)) for name, count, total in kinds],
        "rows": [(each, mask_name(each.person.name), format_fen(each.paid)) for each in page.rows],
        "page": page,
        "may_close": user.may(CLOSE) and row.closed_at is None,  # type: ignore[union-attr]
        "is_own": row.made_by == user.get_username(),
        "names": statements.names_of(row),
    }
    return render(request, "relief/statement.html", context)


@requires(DRAW_UP)
@require_POST
def draw_up(request: HttpRequest) -> HttpResponse:
    hospital, month = request.POST.get("hospital", ""), request.POST.get("month", "")
    try:
        first = date.fromisoformat(f"{month}-01")
        made = clearing.draw_up(
            hospital=int(hospital),
            month=first,
            actor=audit.Actor.of(request.user),
            at=clock.now(),
        )
    except (ValueError, OverflowError, clearing.Hospital.DoesNotExist):
        messages.error(request, "请从表里选医院和月份。没有改动。")
        return redirect("relief:medical-months")
    except ReliefFault as fault:
        messages.error(request, f"{fault}。没有改动。")
        return redirect("relief:medical-months")
    messages.success(
        request, f"已出 {made} 清算单, 共 {format_fen(made.total)} 元, 待另一个人复核。"
    )
    return redirect("relief:statement", pk=made.pk)


@requires(CLOSE)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Statement, pk=pk)
    total = request.POST.get("total", "")
    seen = int(total) if total.isascii() and total.lstrip("-").isdigit() else -1
    try:
        clearing.close(
            statement=row.pk, total=seen, actor=audit.Actor.of(request.user), at=clock.now()
        )
    except ReliefFault as fault:
        messages.error(request, f"{fault}。没有改动。")
    else:
        messages.success(request, "已复核, 应付的钱已从救助资金专户付出。")
    return redirect("relief:statement", pk=pk)
