"""What is done with a plan on its page. Each parses, calls one service and says what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.people.models import Household
from yingzhou.programmes.assistance.advising.faults import AdvisingFault
from yingzhou.programmes.assistance.advising.models import Plan
from yingzhou.programmes.assistance.advising.selectors import page
from yingzhou.programmes.assistance.advising.services import consents, letters, measures, plans

from .pages import VIEW


@requires(VIEW)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    home = get_object_or_404(Household.objects.on(clock.today()), pk=_number(request, "household"))
    try:
        made = plans.open_plan(household=home, user=_user(request), at=clock.now())
    except AdvisingFault as fault:
        messages.error(request, f"{fault}。没有改动。")
        return redirect("advising:home")
    messages.success(request, "已开始。先做需求评估, 再和家里一起定办法。")
    return redirect("advising:plan", pk=made.pk)


@requires(VIEW)
@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    row = page.found(_user(request), pk)
    if row is None or act not in ACTS:
        raise Http404
    try:
        messages.success(request, ACTS[act](request, row))
    except AdvisingFault as fault:
        messages.error(request, f"{fault}。没有改动。")
    return redirect("advising:plan", pk=pk)


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"user": _user(request), "at": clock.now()}


def _number(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0


def _day(request: HttpRequest, name: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        raise AdvisingFault("请选日期") from None


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "")


def _measure(request: HttpRequest, row: Plan) -> int:
    return int(get_object_or_404(row.measures, pk=_number(request, "measure")).pk)


def _propose(request: HttpRequest, row: Plan) -> str:
    said = {key: request.POST.get(key, "") for key in ("need", "item", "unit", "name", "owner")}
    wanted = measures.Wanted(due_on=_day(request, "due_on"), why=_words(request), **said)
    made = measures.propose(plan=row.pk, wanted=wanted, **_by(request))
    return f"已写进方案: {made.name}。等家里答复。"


def _answer(request: HttpRequest, row: Plan) -> str:
    agrees = request.POST.get("agrees") == "1"
    measures.answer(
        measure=_measure(request, row), agrees=agrees, how=_words(request), **_by(request)
    )
    return "已登记: 家里同意。" if agrees else "已登记: 家里不要。"


def _refer(request: HttpRequest, row: Plan) -> str:
    made = measures.refer(measure=_measure(request, row), **_by(request))
    return f"已转给{made.unit}, 最晚 {made.answer_due_on} 答复。"


def _reply(request: HttpRequest, row: Plan) -> str:
    helps = request.POST.get("helps") == "1"
    measures.reply(
        measure=_measure(request, row), helps=helps, words=_words(request), **_by(request)
    )
    return "已登记答复。"


def _end(request: HttpRequest, row: Plan) -> str:
    done = request.POST.get("done") == "1"
    measures.end(measure=_measure(request, row), done=done, words=_words(request), **_by(request))
    return "已登记结果。"


def _goals(request: HttpRequest, row: Plan) -> str:
    goals = request.POST.get("goals", "").splitlines()
    plans.set_goals(plan=row.pk, goals=goals, user=_user(request))
    return "目标已写好。"


def _consent(request: HttpRequest, row: Plan) -> str:
    person = _number(request, "person")
    if request.POST.get("agrees") == "0":
        consents.take_back(plan=row.pk, person=person, **_by(request))
        return "已登记: 不再查看这个人的登记。"
    consents.give(plan=row.pk, person=person, how=_words(request), **_by(request))
    return "已登记同意。现在可以看能享受什么。"


def _assign(request: HttpRequest, row: Plan) -> str:
    adviser = get_object_or_404(User, pk=_number(request, "adviser"), kind=User.Kind.STAFF)
    plans.assign(plan=row.pk, adviser=adviser, user=_user(request))
    return f"现在由{adviser}帮。"


def _review(request: HttpRequest, row: Plan) -> str:
    made = plans.review(plan=row.pk, on=_day(request, "on"), words=_words(request), **_by(request))
    return f"已复核, 下次 {made.next_on}。"


def _close(request: HttpRequest, row: Plan) -> str:
    outcome = request.POST.get("outcome", "")
    plans.close(plan=row.pk, outcome=outcome, words=_words(request), **_by(request))
    return "方案已结束, 留在“已结束的”里。"


def _letter(request: HttpRequest, row: Plan) -> str:
    made = letters.issue(plan=row.pk, **_by(request))
    return f"信已做好: {made.number}, 在下面打开和打印; 家里在网上也看得到。"


ACTS: dict[str, Callable[[HttpRequest, Plan], str]] = {
    "propose": _propose,
    "answer": _answer,
    "refer": _refer,
    "reply": _reply,
    "end": _end,
    "goals": _goals,
    "consent": _consent,
    "assign": _assign,
    "review": _review,
    "close": _close,
    "letter": _letter,
}
