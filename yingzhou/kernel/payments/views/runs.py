"""``/desk/payments/``: the months, one month from computing to the bank's answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.core.money import format_fen
from yingzhou.kernel.divisions.tree import name_on
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.house import rule
from yingzhou.kernel.payments.models import BankFile, Run, RunLine, Stop
from yingzhou.kernel.payments.selectors import (
    bookkeeping,
    changed,
    claims,
    confirming,
    explained,
    grants,
    preview,
    waiting,
)
from yingzhou.kernel.payments.services import approving, banking, computing
from yingzhou.kernel.people.names import mask_name

from .doing import said

VIEW, COMPUTE = "payments.view", "payments.compute"
APPROVE, SEND = "payments.approve", "payments.send"
LARGEST = 64 * 2**20
"""Bytes of a bank's answer: some ten times the largest month."""


@requires(VIEW)
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    today = clock.today().replace(day=1)
    runs = list(Run.objects.order_by("-month", "-number")[:36])
    context = {
        "runs": [(run, format_fen(run.total)) for run in runs],
        "month": today,
        "claims": claims.counts(),
        "inquiries": confirming.open_inquiries(),
        "accounts": waiting.count_to_agree(),
        "grants": grants.count(),
        "is_there": any(run.month == today and run.number == 0 for run in runs),
        "may_compute": request.user.may(COMPUTE),  # type: ignore[union-attr]
    }
    return render(request, "payments/home.html", context)


@requires(VIEW)
@require_safe
@never_cache
def month(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(Run, pk=pk)
    user = request.user
    sent = BankFile.objects.filter(run=run).order_by("attempt")
    files = list(sent) if run.approved_by else []
    context = {
        "run": run,
        "preview": preview.preview(run) if run.computed_at else None,
        "corrected": explained.summary(run) if run.computed_at else None,
        "budgets": bookkeeping.wanted(run) if run.state == Run.State.COMPUTED else [],
        "returns": [(one, format_fen(one.total)) for one in run.returns.order_by("-pk")],
        "back": rule("corrections"),
        "files": [(file, format_fen(file.total)) for file in files],
        "waits": waiting.sums(run) if files else None,
        "may_compute": user.may(COMPUTE) and not run.approved_by,  # type: ignore[union-attr]
        "may_approve": user.may(APPROVE) and run.state == Run.State.COMPUTED,  # type: ignore[union-attr]
        "is_batch": run.number > 0,
        "is_own": run.computed_by == user.get_username(),
        "may_send": user.may(SEND) and bool(run.approved_by),  # type: ignore[union-attr]
        "is_answered": any(file.answered_at is not None for file in files),
        "is_waiting": any(file.answered_at is None for file in files),
    }
    return render(request, "payments/month.html", context)


@requires(VIEW)
@require_safe
@never_cache
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Who stands behind a figure of the preview. Looking at persons is put down."""
    run = get_object_or_404(Run, pk=pk)
    benefit, why = request.GET.get("benefit", ""), request.GET.get("why", "")
    page = preview.changes(run, benefit, why, request.GET.get("after", ""))
    words = dict(Stop.Why.choices if why == "stopped" else RunLine.Why.choices)
    told = {} if why == "stopped" else changed.reasons(run, page.rows)
    rows = [
        {
            "payee": one.payee_id,
            "who": mask_name(one.payee.name) if one.payee else "",
            "where": name_on(one.division_id, run.month),
            "before": format_fen(one.before),
            "amount": format_fen(getattr(one, "amount", 0)),
            "why": words[one.why],
            "because": told.get(one.pk, ()),
        }
        for one in page.rows
    ]
    actor = audit.Actor.of(request.user)
    audit.record(actor, "payments.lines", run, {"item": books.name_of(benefit), "why": why})
    context = {"run": run, "name": books.name_of(benefit), "rows": rows, "page": page}
    context["word"] = "停发和算不出的" if why == "stopped" else words.get(why, "全部")
    return render(request, "payments/lines.html", context)


@requires(COMPUTE)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    try:
        wanted = date.fromisoformat(f"{request.POST.get('month', '')}-01")
    except ValueError:
        messages.error(request, "请选月份。")
        return redirect("payments:home")
    actor = audit.Actor.of(request.user)
    try:
        run = computing.ask(month=wanted, actor=actor, at=clock.now())
    except PaymentFault as fault:
        messages.error(request, str(fault))
        return redirect("payments:home")
    return redirect("payments:month", pk=run.pk)


@requires(APPROVE)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    def doing() -> str:
        actor = audit.Actor.of(request.user)
        run = approving.approve(run=pk, total=_seen(request), actor=actor, at=clock.now())
        return f"已审批 {run}, 共 {format_fen(run.total)} 元。下一步由经办报盘。"

    return _done(request, pk, doing)


@requires(APPROVE)
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    def doing() -> str:
        why, actor = request.POST.get("why", ""), audit.Actor.of(request.user)
        at = clock.now()
        run = approving.send_back(run=pk, total=_seen(request), why=why, actor=actor, at=at)
        return f"{run}已退回经办, 原因写在本页。改好重算以后, 再请您审批。"

    return _done(request, pk, doing)


def _seen(request: HttpRequest) -> int:
    """The sum that stood on the page, in fen; no sum of a run where it is none."""
    total = request.POST.get("total", "")
    return int(total) if total.isascii() and total.lstrip("-").isdigit() else -1


@requires(SEND)
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    def doing() -> str:
        file = banking.send(run=pk, actor=audit.Actor.of(request.user), at=clock.now())
        return f"已生成批次 {file.number}, {file.lines_count} 笔 {format_fen(file.total)} 元。"

    return _done(request, pk, doing)


@requires(SEND)
@require_safe
@never_cache
def download(request: HttpRequest, pk: int, attempt: int) -> HttpResponse:
    """The file for the bank; it holds account numbers, and taking it is put down."""
    file = get_object_or_404(BankFile.objects.select_related("run"), run=pk, attempt=attempt)
    audit.record(
        audit.Actor.of(request.user), "payments.download", file.run, {"number": file.number}
    )
    answer = HttpResponse(banking.text_of(file), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file.number}.txt"'
    return answer


@requires(SEND)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    given = request.FILES.get("file")

    def doing() -> str:
        if given is None:
            raise PaymentFault("请选银行给的回盘文件")
        if (given.size or 0) > LARGEST:
            raise PaymentFault("文件太大, 不像回盘文件")
        try:
            text = given.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise PaymentFault("文件不是 UTF-8 文本, 请向银行要文本格式的回盘") from error
        file = banking.answer(text=text, actor=audit.Actor.of(request.user), at=clock.now())
        return f"批次 {file.number} 已回盘。"

    return _done(request, pk, doing)


def _done(request: HttpRequest, pk: int, doing: Callable[[], str]) -> HttpResponse:
    """Do it and say so; a refusal is said, and nothing was changed."""
    if not Run.objects.filter(pk=pk).exists():
        raise Http404
    said(request, doing)
    return redirect("payments:month", pk=pk)
