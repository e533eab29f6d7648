"""核对报告 on a case's page, and a person who takes back that they may be asked about."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.services import checks
from yingzhou.web.desk.selectors import checked
from yingzhou.web.desk.services import looks

from .case import VIEW, part
from .common import opened, opened_part, staff, whole_number

HANDLE = "cases.handle"


@requires(VIEW)
@require_safe
@never_cache
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Authority by authority; whose data it shows can read that somebody looked."""
    found = opened_part(request, number)
    user = staff(request)
    shown = checked.of(found, clock.now())
    if shown is not None:
        persons = shown.report.persons
        look = looks.Shown("外部核对的结果", "外部核对", persons, persons)
        looks.note_persons(
            case=found.case, item=found.item, parts=[look], user=user, at=clock.now()
        )
    may = found.case.is_open and user.may(HANDLE)
    return part(request, "checks", found, checked=shown, may_withdraw=may)


@requires(HANDLE)
@require_POST
@never_cache
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    found = opened(request, number)
    person = whole_number(request.POST.get("person", ""))
    try:
        if person is None:
            raise CaseFault("请选是谁撤回同意")
        stopped = checks.withdraw(
            case=found.case.pk,
            person=person,
            user=staff(request),
            words=request.POST.get("words", ""),
            at=clock.now(),
        )
    except CaseFault as fault:
        messages.error(request, "没有登记: " + "; ".join(fault.lines))
    else:
        more = f", {stopped} 个还没有答复的请求已停下" if stopped else ""
        messages.success(request, f"已登记撤回同意{more}; 以前收到的答复不再用来算。")
    return redirect("desk:checks", number=number)
