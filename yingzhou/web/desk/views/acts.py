"""What is done on a case's page. Each act is one service; a fault keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.faults import CaseFault, Moved
from yingzhou.kernel.cases.models import Clock, Extension, Handover
from yingzhou.kernel.cases.services import reopening, work
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.web.desk.selectors.opening import Opened

from .case import VIEW, page
from .common import lines_of, opened, staff, whole_number
from .typed import Typed


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def take(request: HttpRequest, number: str, transition: str) -> HttpResponse:
    """One step of the process. A refused one leaves its address behind: opened again, it is the
    case."""
    if request.method != "POST":
        return redirect("desk:case", number=number)
    found = opened(request, number)
    way = found.apply.process.transitions.get(transition)
    if way is None:
        messages.error(request, "没有这个动作。什么也没有改动。")
        return _back(found)
    typed = Typed.of(request, way)
    try:
        step = advance(case=found.case.pk, **typed.asked(staff(request)))
    except Moved as fault:
        messages.warning(request, str(fault))
        return _back(found)
    except CaseFault as fault:
        return page(request, opened(request, number), typed.again(fault), status=422)
    stage = found.apply.process.stages[step.target]
    messages.success(request, f"已办“{step.name}”, 现在在“{stage.name}”。")
    return _back(found)


def _back(found: Opened, part: str = "") -> HttpResponse:
    return redirect(reverse("desk:case", args=[found.case.number]) + part)


def _act(
    request: HttpRequest, number: str, done: str, act: Callable[[Opened], Any]
) -> HttpResponse:
    """Opens, acts, says what became of it."""
    found = opened(request, number)
    try:
        act(found)
    except (CaseFault, ValueError) as fault:
        for line in lines_of(fault):
            messages.error(request, f"没有办成: {line}")
    else:
        messages.success(request, done)
    return _back(found)


@requires(VIEW)
@require_POST
def take_up(request: HttpRequest, number: str) -> HttpResponse:
    user = staff(request)
    done = "这件事现在由您办。"
    return _act(request, number, done, lambda one: work.take_up(case=one.case.pk, user=user))


@requires(VIEW)
@require_POST
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    def act(found: Opened) -> None:
        work.hand_over(
            case=found.case.pk,
            giver=staff(request),
            receiver=_colleague(request.POST.get("receiver", "")),
            reason=request.POST.get("reason", ""),
            at=clock.now(),
        )

    return _act(request, number, "已请对方接手; 对方接手以前这件事还在您手里。", act)


def _colleague(typed: str) -> User:
    """By login name, or by a name that only one of the staff has."""
    rows = User.objects.filter(kind=User.Kind.STAFF, is_active=True)
    found = rows.filter(username=typed.strip()).first()
    if found is not None:
        return found
    named = list(rows.filter(name=typed.strip())[:2])
    if len(named) != 1:
        problem = "有几个同名的, 请写登录名" if named else "没有这个同事, 请核对登录名"
        raise CaseFault(problem)
    return named[0]


@requires(VIEW)
@require_POST
def answer_handover(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    def act(found: Opened) -> None:
        row = get_object_or_404(Handover, pk=pk, case=found.case)
        work.answer_handover(
            handover=row.pk,
            user=staff(request),
            accepts=request.POST.get("accepts") == "1",
            words=request.POST.get("words", ""),
            at=clock.now(),
        )

    return _act(request, number, "移交已答复。", act)


@requires(VIEW)
@require_POST
def ask_extension(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    def act(found: Opened) -> None:
        row = get_object_or_404(Clock, pk=pk, case=found.case)
        length = whole_number(request.POST.get("length", ""), 1000) or 0
        reason = request.POST.get("reason", "")
        work.ask_extension(
            clock=row.pk, user=staff(request), length=length, reason=reason, at=clock.now()
        )

    return _act(request, number, "已申请延长, 等审核确认人批准。", act)


@requires("cases.decide")
@require_POST
def answer_extension(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    grants = request.POST.get("grants") == "1"

    def act(found: Opened) -> None:
        row = get_object_or_404(Extension, pk=pk, clock__case=found.case)
        work.answer_extension(extension=row.pk, user=staff(request), grants=grants, at=clock.now())

    done = "已批准延长, 申请人会收到原因。" if grants else "没有批准延长。"
    return _act(request, number, done, act)


@requires("cases.decide")
@require_POST
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    def act(found: Opened) -> None:
        reopening.reopen(
            case=found.case.pk,
            user=staff(request),
            stage=request.POST.get("stage", ""),
            words=request.POST.get("words", ""),
            at=clock.now(),
        )

    return _act(request, number, "已重新办理, 期限从今天起算。", act)
