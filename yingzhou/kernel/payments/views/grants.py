"""``/desk/payments/grants/``: what was decided to be paid once, and its next batch."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.selectors import grants
from yingzhou.kernel.payments.services import granting

VIEW, COMPUTE = "payments.view", "payments.compute"


@requires(VIEW)
@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    is_waiting = request.GET.get("state") != "all"
    found = grants.page(is_waiting, request.GET.get("after", ""))
    may_gather = request.user.may(COMPUTE) and bool(found.rows) and is_waiting  # type: ignore[union-attr]
    context = {"page": found, "is_waiting": is_waiting, "may_gather": may_gather}
    return render(request, "payments/grants.html", context)


@requires(COMPUTE)
@require_POST
def gather(request: HttpRequest) -> HttpResponse:
    try:
        run = granting.gather(actor=audit.Actor.of(request.user), at=clock.now())
    except PaymentFault as fault:
        messages.error(request, f"没有汇总: {fault}。")
        return redirect("payments:grants")
    messages.success(request, f"{run}已汇总 {run.lines_count} 笔, 等另一个人审批。")
    return redirect("payments:month", pk=run.pk)
