"""What is counted where declaration and register differ: an officer decides, one by one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.cases import consent
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.services import corrections
from yingzhou.kernel.cases.services.verifying import verify
from yingzhou.kernel.catalogue.items.parts import APPLICANT
from yingzhou.web.desk.selectors import settling
from yingzhou.web.desk.services import completing

from .case import VIEW, compare
from .common import opened, staff


@requires(VIEW)
@require_POST
@never_cache
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Refused, nothing is kept and what was typed is shown again. On a case's page the comparison
    alone is sent: whatever was typed beside it stays where it is."""
    found = opened(request, number)
    said = settling.found(request.POST.dict())
    try:
        verify(case=found.case.pk, user=staff(request), found=said, at=clock.now())
    except CaseFault as fault:
        again = compare(request, found, request.POST.dict(), list(fault.lines))
        again.status_code = 200 if _is_part(request) else 422  # a part is shown whatever it says
        return again
    done = f"核实结果已登记({len(said)} 处), 规则按核实的算。"
    if _is_part(request):
        shown = compare(request, opened(request, number), done=done)
        return trigger_client_event(shown, "settled")
    messages.success(request, done)
    return redirect(reverse("desk:case", args=[number]) + "#now")


@requires(VIEW)
@require_POST
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Whose signed consent was seen."""
    found, user = opened(request, number), staff(request)
    try:
        signed = corrections.sign(
            case=found.case.pk,
            user=user,
            signed=completing.signed(request.POST),
            again=completing.signed(request.POST, "again"),
            own="own" in request.POST.getlist("again"),
            at=clock.now(),
        )
        if signed.by == APPLICANT:
            completing.go_back(opened=found, user=user, at=clock.now(), seen=None)
    except CaseFault as fault:
        for line in fault.lines:
            messages.error(request, f"没有登记: {line}")
    else:
        waits = [one["name"] for _, one in consent.closed(signed.answers)]
        waits += [consent.ALONE] if consent.refuses_alone(signed.answers) else []
        then = f"还差{'、'.join(waits)}签字的授权书" if waits else "可以核对了"
        messages.success(request, f"已登记: 看过签字的授权书, {then}。")
    return redirect("desk:case", number=number)


def _is_part(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request"))
