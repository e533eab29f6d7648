"""Several cases of one item and one stage: chosen in the queue, one step, a report of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case, Consultation
from yingzhou.kernel.cases.selectors.rights import may_see, ways
from yingzhou.kernel.cases.whose import short_name
from yingzhou.kernel.catalogue.items import Item, Transition
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.web.desk.selectors import fields
from yingzhou.web.desk.services import together

from .common import staff, whole_number


@requires("cases.view")
@require_POST
@never_cache
def batch(request: HttpRequest) -> HttpResponse:
    """Without ``transition`` the steps to choose from, otherwise the step and its report."""
    user = staff(request)
    numbers = list(dict.fromkeys(request.POST.getlist("case")))
    if not numbers:
        messages.warning(request, "还没有选。请在要一起办的前面打勾。")
        return _back(request)
    if len(numbers) > together.MOST:
        messages.error(
            request, f"一次最多 {together.MOST} 件, 您选了 {len(numbers)} 件。没有办理。"
        )
        return _back(request)
    rows = Case.objects.filter(number__in=numbers).select_related(
        "version", "applicant", "organisation", "handler"
    )
    cases = [case for case in rows.order_by("due_on", "id") if may_see(user, case)]
    if len({(case.item, case.stage) for case in cases}) != 1:
        messages.error(request, "只能一起办同一事项、同一环节的。请先筛选。没有办理。")
        return _back(request)
    item = item_of_version(cases[0].version)
    offered = _offered(user, cases, item)
    way = next((one for one in offered if one.key == request.POST.get("transition")), None)
    context = _context(cases, item, offered, way)
    if way is None or "go" not in request.POST:
        return render(request, "web/desk/batch.html", context)
    data = fields.taken(way.asks, fields.STEP, request.POST)
    words = request.POST.get("words", "").strip()[:500]
    _, errors = fields.read(way.asks, fields.STEP, data)
    if errors or ("reason" in way.needs and not words):
        context["asks"] = fields.asks(way.asks, fields.STEP, {}, errors=errors, raw=data)
        context["fault"] = "请写明理由" if not errors else "有几处填得不对, 已标出"
        return render(request, "web/desk/batch.html", context | {"words": words}, status=422)
    outcomes = together.take(
        cases=cases,
        seen=_seen(request, cases),
        transition=way.key,
        data=data,
        words=words,
        user=user,
        at=clock.now(),
    )
    return render(request, "web/desk/batch_report.html", context | _report(outcomes))


def _back(request: HttpRequest) -> HttpResponse:
    """To the queue as it was filtered."""
    kept = {key: request.POST[key] for key in ("item", "stage") if request.POST.get(key)}
    address = reverse("desk_home")
    return redirect(f"{address}?{urlencode(kept)}" if kept else address)


def _offered(user: User, cases: list[Case], item: Item) -> list[Transition]:
    """Without what is read first of each: what departments said, or that one does not agree."""
    against = Consultation.objects.filter(case__in=cases, agrees=False).exists()
    return [
        way
        for way, right in ways(user, cases[0], item)
        if right
        and not right.instead
        and way.closes != "withdrawn"
        and "opinions" not in way.needs
        and not (against and "disagreed" in way.needs)
    ]


def _seen(request: HttpRequest, cases: list[Case]) -> dict[int, int]:
    found = {}
    for case in cases:
        steps = whole_number(request.POST.get(f"steps-{case.number}", ""))
        if steps is not None:
            found[case.pk] = steps
    return found


def _context(
    cases: list[Case], item: Item, offered: list[Transition], way: Transition | None
) -> dict[str, Any]:
    stage = item.apply.process.stages[cases[0].stage].name if item.apply else ""
    return {
        "cases": [(case, short_name(case)) for case in cases],
        "item": item,
        "stage": stage,
        "offered": offered,
        "way": way,
        "asks": fields.asks(way.asks, fields.STEP, {}) if way else [],
        "words": "",
        "fault": "",
    }


def _report(outcomes: list[together.Outcome]) -> dict[str, Any]:
    shown = [(one, short_name(one.case)) for one in outcomes]
    return {
        "done": [pair for pair in shown if pair[0].is_done],
        "left": [pair for pair in shown if not pair[0].is_done],
    }
