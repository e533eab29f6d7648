"""Whose money waits, the account that is missing, and the second person who agrees to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import AccountChange, Run, RunLine
from yingzhou.kernel.payments.selectors import waiting
from yingzhou.kernel.payments.services import accounts
from yingzhou.kernel.payments.views.runs import APPROVE, SEND, VIEW


@requires(VIEW)
@require_safe
@never_cache
def of_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of a run still waits. Looking at persons is put down."""
    run = get_object_or_404(Run, pk=pk)
    user = request.user
    page = waiting.listed(run, request.GET.get("after", ""))
    audit.record(audit.Actor.of(user), "payments.waiting", run, {})
    context = {
        "run": run,
        "page": page,
        "sums": waiting.sums(run),
        "may_give": user.may(SEND),  # type: ignore[union-attr]
        "may_agree": user.may(APPROVE),  # type: ignore[union-attr]
    }
    return render(request, "payments/waiting.html", context)


@requires(SEND)
@require_POST
def give(request: HttpRequest, pk: int, payee: int) -> HttpResponse:
    """An account for somebody of this run whose money waits."""
    lines = RunLine.objects.filter(run=pk, payee=payee, state=RunLine.State.FAILED)
    line = get_object_or_404(lines.select_related("payee")[:1])
    given = request.POST
    try:
        made = accounts.propose(
            person=line.payee,
            number=given.get("number", ""),
            bank=given.get("bank", ""),
            basis=given.get("basis", ""),
            actor=audit.Actor.of(request.user),
            at=clock.now(),
        )
    except PaymentFault as fault:
        messages.error(request, f"{fault}。没有登记。")
    else:
        messages.success(
            request, f"已登记尾号 {made.tail} 的账号, 等另一个人复核; 同意以后再报盘。"
        )
    return redirect("payments:waiting", pk=pk)


@requires(VIEW)
@require_safe
@never_cache
def to_agree(request: HttpRequest) -> HttpResponse:
    page = waiting.to_agree(request.GET.get("after", ""))
    audit.record(audit.Actor.of(request.user), "payments.accounts", None, {})
    context = {"page": page, "may_agree": request.user.may(APPROVE)}  # type: ignore[union-attr]
    return render(request, "payments/accounts.html", context)


@requires(APPROVE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(AccountChange, pk=pk)
    given = request.POST
    try:
        made = accounts.decide(
            change=pk,
            agrees=given.get("way") == "agree",
            words=given.get("words", ""),
            actor=audit.Actor.of(request.user),
            at=clock.now(),
        )
    except PaymentFault as fault:
        messages.error(request, f"{fault}。没有改动。")
    else:
        after = (
            "下次报盘就付到这个账号"
            if made.state == AccountChange.State.TAKEN
            else "退回登记的人改"
        )
        messages.success(request, f"{made.get_state_display()}: 尾号 {made.tail}, {after}。")
    return redirect("payments:accounts")
