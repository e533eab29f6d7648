"""Whether the money came: the village asks, the bureau sees it by town, the bank is asked."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.core.sheets.workbook import EXCEL, table
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.house import rules
from yingzhou.kernel.payments.models import Confirmation, Draw, Inquiry, Run
from yingzhou.kernel.payments.selectors import confirming
from yingzhou.kernel.payments.selectors.confirming import CONFIRM
from yingzhou.kernel.payments.services import confirming as services
from yingzhou.kernel.payments.views.runs import APPROVE, SEND, VIEW

from .doing import said


@requires(CONFIRM)
@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """Who is to be asked where the viewer works."""
    user = request.user
    asked = request.GET.get("state", "")
    state = asked if asked in confirming.TABS else Confirmation.State.ASKED
    counts = confirming.counts(user)  # type: ignore[arg-type]
    tabs = [(key, name, counts.get(key, 0)) for key, name in confirming.TABS.items()]
    page = confirming.listed(user, state, request.GET.get("after", ""))  # type: ignore[arg-type]
    if page.rows:
        audit.record(audit.Actor.of(user), "payments.confirmations", None, {"state": state})
    context = {"tabs": tabs, "state": state, "page": page, "rules": rules()}
    context["hows"] = [one for one in Confirmation.How.choices if one[0] != "online"]
    return render(request, "payments/confirming.html", context)


@requires(CONFIRM)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Confirmation, pk=pk)
    if not confirming.may_answer(request.user, row):  # type: ignore[arg-type]
        raise Http404
    given = request.POST
    try:
        made = services.answer(
            confirmation=pk,
            state=given.get("state", ""),
            how=given.get("how", ""),
            note=given.get("note", ""),
            actor=audit.Actor.of(request.user),
            at=clock.now(),
        )
    except PaymentFault as fault:
        messages.error(request, f"{fault}。没有改动。")
    else:
        more = "已转资金发放经办向银行查。" if made.state == Confirmation.State.MISSING else ""
        messages.success(request, f"已登记: {made.get_state_display()}。{more}")
    return redirect("payments:confirming")


@requires(VIEW)
@require_safe
@never_cache
def rates(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(Run, pk=pk)
    context = {
        "run": run,
        "draw": Draw.objects.filter(run=run).first(),
        "towns": confirming.by_town(run),
        "heads": confirming.HEADS,
        "rules": rules(),
        "inquiries": confirming.open_inquiries(),
    }
    return render(request, "payments/rates.html", context)


@requires(VIEW)
@require_safe
@never_cache
def export(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(Run, pk=pk)
    rows = [one.cells for one in confirming.by_town(run)]
    by = rules()["sample"]
    rows.append([f"{by.name}: {by.words}"])
    audit.record(audit.Actor.of(request.user), "payments.confirming_export", run, {})
    made = HttpResponse(table(confirming.HEADS, rows), content_type=EXCEL)
    name = f"收到没有-{run.month:%Y-%m}.xlsx"
    made["Content-Disposition"] = content_disposition_header(True, name) or ""
    return made


@requires(VIEW)
@require_safe
@never_cache
def inquiries(request: HttpRequest) -> HttpResponse:
    user, only_open = request.user, request.GET.get("state", "") != "closed"
    context = {
        "page": confirming.inquiries(request.GET.get("after", ""), only_open),
        "only_open": only_open,
        "rule": rules()["inquiry"],
        "may_find": user.may(SEND),  # type: ignore[union-attr]
        "may_repay": user.may(APPROVE),  # type: ignore[union-attr]
        "me": user.get_username(),
    }
    return render(request, "payments/inquiries.html", context)


@requires(SEND)
@require_POST
def find(request: HttpRequest, pk: int) -> HttpResponse:
    arrived = request.POST.get("way") == "arrived"

    def doing(actor: audit.Actor) -> str:
        finding = request.POST.get("finding", "")
        services.find(
            inquiry=pk, arrived=arrived, finding=finding, actor=actor, at=clock.now()
        )  # fmt: skip
        return "已登记: 查明已到账。" if arrived else "已登记: 没有到账, 等另一个人复核后再付。"

    return _done(request, pk, doing)


@requires(APPROVE)
@require_POST
def repay(request: HttpRequest, pk: int) -> HttpResponse:
    def doing(actor: audit.Actor) -> str:
        services.repay(inquiry=pk, actor=actor, at=clock.now())
        return "已复核, 这笔转到退回待发, 经办再报一次盘就会付。"

    return _done(request, pk, doing)


def _done(request: HttpRequest, pk: int, doing: Callable[[audit.Actor], str]) -> HttpResponse:
    get_object_or_404(Inquiry, pk=pk)
    said(request, lambda: doing(audit.Actor.of(request.user)))
    return redirect("payments:inquiries")
