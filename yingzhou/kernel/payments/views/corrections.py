"""Corrections of a run, and what is to be asked back: heard, decided, received."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.core.money import parse_yuan
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.house import rule
from yingzhou.kernel.payments.models import Correction, Recovery, Run
from yingzhou.kernel.payments.selectors import claims, explained
from yingzhou.kernel.payments.services import claiming, recovering
from yingzhou.kernel.payments.views.runs import APPROVE, COMPUTE, VIEW

from .doing import said


@requires(VIEW)
@require_safe
@never_cache
def of_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Which months of whom are put right by this run, and why. Looking is put down."""
    run = get_object_or_404(Run, pk=pk)
    outcome = request.GET.get("outcome", "")
    page = explained.of_run(run, outcome, request.GET.get("after", ""))
    words = dict(Correction.Outcome.choices)
    audit.record(audit.Actor.of(request.user), "payments.corrections", run, {"outcome": outcome})
    context = {"run": run, "page": page, "word": words.get(outcome, "全部")}
    context["back"] = rule("corrections")
    return render(request, "payments/corrections.html", context)


@requires(VIEW)
@require_safe
@never_cache
def recoveries(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("state", "")
    counts = claims.counts()
    state = asked if asked in Recovery.State.values else _first(counts)
    tabs = [(value, word, counts.get(value, 0)) for value, word in Recovery.State.choices]
    context = {
        "page": claims.listed(state, request.GET.get("after", "")),
        "tabs": tabs,
        "state": state,
        "word": dict(Recovery.State.choices)[state],
        "hearing": rule("hearing"),
    }
    return render(request, "payments/recoveries.html", context)


def _first(counts: Mapping[str, int]) -> str:
    """What somebody who opens the page has to do: what is to be heard, else what comes back."""
    work = (Recovery.State.PROPOSED, Recovery.State.OPEN)
    return next((one for one in work if counts.get(one)), Recovery.State.PROPOSED)


@requires(VIEW)
@require_safe
@never_cache
def recovery(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Recovery.objects.select_related("payee", "run"), pk=pk)
    user = request.user
    audit.record(audit.Actor.of(user), "payments.recovery", row, {})
    context = {
        "one": claims.whole(row),
        "row": row,
        "hearing": rule("hearing"),
        "may_work": user.may(COMPUTE),  # type: ignore[union-attr]
        "may_decide": user.may(APPROVE),  # type: ignore[union-attr]
        "is_own": row.opened_by == user.get_username(),
        "today": clock.today(),
    }
    return render(request, "payments/recovery.html", context)


@requires(COMPUTE)
@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    def doing(actor: audit.Actor) -> str:
        claiming.say(recovery=pk, text=request.POST.get("text", ""), actor=actor, at=clock.now())
        return "领款人的意见已记下, 由审批人决定。"

    return _done(request, pk, doing)


@requires(APPROVE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    is_claimed = request.POST.get("way") == "claim"

    def doing(actor: audit.Actor) -> str:
        why = request.POST.get("why", "")
        claiming.decide(recovery=pk, claim=is_claimed, why=why, actor=actor, at=clock.now())
        return (
            "已决定追回, 可以分期退, 已告知领款人。"
            if is_claimed
            else "已决定不追回, 已告知领款人。"
        )

    return _done(request, pk, doing)


@requires(COMPUTE)
@require_POST
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    def doing(actor: audit.Actor) -> str:
        try:
            fen = parse_yuan(request.POST.get("amount", ""))
        except ValueError as error:
            raise PaymentFault("金额要写成元, 如 200.00") from error
        today = clock.today()
        row = recovering.receive(recovery=pk, amount=fen, day=today, actor=actor, at=clock.now())
        return f"已登记, {row.get_state_display()}。"

    return _done(request, pk, doing)


def _done(request: HttpRequest, pk: int, doing: Callable[[audit.Actor], str]) -> HttpResponse:
    get_object_or_404(Recovery, pk=pk)
    said(request, lambda: doing(audit.Actor.of(request.user)))
    return redirect("payments:recovery", pk=pk)
