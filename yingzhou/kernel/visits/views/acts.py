"""What is done with a visit on its page. Each parses, calls one service and says what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.visits.faults import VisitFault
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.places import DO, VIEW
from yingzhou.kernel.visits.selectors import rights
from yingzhou.kernel.visits.services import assigning, carrying, closing, settling


@requires(DO)
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    wanted = [int(one) for one in request.POST.getlist("visit") if one.isascii() and one.isdigit()]
    if not wanted:
        messages.error(request, "请先勾选要领的走访。")
        return redirect("visits:home")
    count = assigning.take_up(visits=wanted[:200], user=request.user)  # type: ignore[arg-type]
    left = len(set(wanted)) - count
    messages.success(
        request, f"领了 {count} 次走访" + (f", {left} 次已经有人领了。" if left else "。")
    )
    return redirect("visits:home")


@requires(VIEW)
@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    row = Visit.objects.filter(pk=pk).first()
    if row is None or act not in ACTS or not rights.may_see(request.user, row):  # type: ignore[arg-type]
        raise Http404
    try:
        messages.success(request, ACTS[act](request, row))
    except VisitFault as fault:
        messages.error(request, f"{fault}。没有改动。")
    return redirect("visits:visit", pk=pk)


def _number(request: HttpRequest, name: str) -> int | None:
    said = request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdigit() else None


def _person(request: HttpRequest, name: str) -> User | None:
    found = _number(request, name)
    return User.objects.filter(pk=found, kind=User.Kind.STAFF).first() if found else None


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        return None


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "")


def _assign(request: HttpRequest, row: Visit) -> str:
    goer = _person(request, "user")
    if goer is None:
        raise VisitFault("请选谁去")
    assigning.assign(
        visit=row.pk,
        goer=goer,
        second=_person(request, "second"),
        user=request.user,  # type: ignore[arg-type]
        seen=_number(request, "seen"),
    )
    return f"已安排{goer}去。"


def _postpone(request: HttpRequest, row: Visit) -> str:
    due = _day(request, "due_on")
    if due is None:
        raise VisitFault("请选日期")
    assigning.postpone(
        visit=row.pk,
        due_on=due,
        reason=_words(request),
        user=request.user,  # type: ignore[arg-type]
        at=clock.now(),
    )
    return f"最晚日期改到 {due}。"


def _confirm(request: HttpRequest, row: Visit) -> str:
    agrees = request.POST.get("agrees") == "1"
    settling.confirm(
        record=_number(request, "record") or 0,
        user=request.user,  # type: ignore[arg-type]
        agrees=agrees,
        words=_words(request),
        at=clock.now(),
    )
    if not agrees:
        return "已退回重填。"
    row.refresh_from_db()
    if row.carry:
        return "已确认。办件里还差几样, 见下面。"
    return "已确认。" + ("入户结果已经登记到办件。" if row.kind == "case" else "")


def _choose(request: HttpRequest, row: Visit) -> str:
    settling.choose(
        visit=row.pk,
        record=_number(request, "record"),
        words=_words(request),
        user=request.user,  # type: ignore[arg-type]
        at=clock.now(),
    )
    return "已选定。没有采用的那一份也留着。"


def _answer(request: HttpRequest, row: Visit) -> str:
    made = closing.answer_for(
        visit=row.pk,
        words=_words(request),
        again_by=_day(request, "again_by"),
        user=request.user,  # type: ignore[arg-type]
        at=clock.now(),
    )
    return f"已说明, 补访最晚 {made.due_on}。" if made else "已说明, 不再补访。"


def _welcome(request: HttpRequest, row: Visit) -> str:
    refusal = getattr(row, "refusal", None)
    if refusal is None:
        raise VisitFault("没有登记过不愿意")
    closing.welcome_again(
        refusal=refusal.pk,
        user=request.user,  # type: ignore[arg-type]
        at=clock.now(),
    )
    return "以后照常安排。"


def _carry(request: HttpRequest, row: Visit) -> str:
    carrying.carry_again(visit=row.pk, user=request.user, at=clock.now())  # type: ignore[arg-type]
    return "入户结果已经登记到办件。"


ACTS: dict[str, Callable[[HttpRequest, Visit], str]] = {
    "assign": _assign,
    "postpone": _postpone,
    "confirm": _confirm,
    "choose": _choose,
    "answer": _answer,
    "welcome": _welcome,
    "carry": _carry,
}
