"""``/desk/payments/books/``: the budgets of a year, what stands where, the months that close."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.core.money import format_fen, parse_yuan
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.selectors import bookkeeping as shown
from yingzhou.kernel.payments.services import bookkeeping
from yingzhou.kernel.payments.views.runs import APPROVE, COMPUTE, VIEW

from .doing import said


@requires(VIEW)
@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    today, user = clock.today(), request.user
    rows, is_even = shown.balances()
    months = shown.months(f"{today:%Y-%m}")
    open_ones = [one for one in months if one.is_over and not one.locked]
    context = {
        "year": today.year,
        "budgets": shown.budgets(today.year),
        "benefits": [(one.code, one.name) for one in benefits().values()],
        "balances": rows,
        "is_even": is_even,
        "months": months,
        "may_grant": user.may(COMPUTE),  # type: ignore[union-attr]
        "open": open_ones if user.may(APPROVE) else [],  # type: ignore[union-attr]
    }
    return render(request, "payments/books.html", context)


@requires(COMPUTE)
@require_POST
def grant(request: HttpRequest) -> HttpResponse:
    def doing() -> str:
        given = request.POST
        year = given.get("year", "")
        try:
            amount = parse_yuan(given.get("amount", ""))
        except ValueError as error:
            raise PaymentFault(str(error)) from error
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise PaymentFault("请写哪一年的预算, 如 2026")
        entry = bookkeeping.grant(
            benefit=given.get("benefit", ""),
            year=int(year),
            amount=amount,
            basis=given.get("basis", ""),
            actor=audit.Actor.of(request.user),
            at=clock.now(),
        )
        return f"已记入总账第 {entry.seq} 笔: {entry.text}, {format_fen(amount)} 元。"

    return _done(request, doing)


@requires(APPROVE)
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    def doing() -> str:
        until = request.POST.get("until", "")
        actor = audit.Actor.of(request.user)
        closed = bookkeeping.lock(until=until, actor=actor, at=clock.now())
        return f"已锁定 {len(closed)} 个月的账, 到 {closed[-1]}; 以后的更正记在开着的月份。"

    return _done(request, doing)


def _done(request: HttpRequest, doing: Callable[[], str]) -> HttpResponse:
    said(request, doing)
    return redirect("payments:books")
