"""帮扶方案和评估: what the adviser proposes, the family's yes or no, what was assessed, and “it is
not so”."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import clock
from yingzhou.core.access import resident
from yingzhou.kernel.assessments.faults import AssessmentFault
from yingzhou.kernel.assessments.models import Assessment
from yingzhou.kernel.assessments.services import disputing
from yingzhou.programmes.assistance.advising.faults import AdvisingFault
from yingzhou.programmes.assistance.advising.models import Measure
from yingzhou.programmes.assistance.advising.selectors import own, rights
from yingzhou.programmes.assistance.advising.services import measures
from yingzhou.web.portal.affairs import Affairs, affairs_of
from yingzhou.web.portal.views.common import page


def _own(request: HttpRequest) -> Affairs:
    """What a family's difficulties are is not shown to who acts for one of them."""
    affairs = affairs_of(request)
    if not affairs.is_own or affairs.items:
        raise Http404
    return affairs


@resident
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    affairs = _own(request)
    found = own.of_person(affairs.person, clock.today())
    return page(request, "help", affairs=affairs, found=found)


@resident
@require_POST
@never_cache
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    affairs = _own(request)
    row = Measure.objects.select_related("plan").filter(pk=pk).first()
    if row is None or not rights.belongs(affairs.user, row.plan):
        raise Http404
    agrees = request.POST.get("agrees") == "1"
    try:
        measures.answer(measure=pk, agrees=agrees, how="", user=affairs.user, at=clock.now())
    except AdvisingFault as fault:
        messages.error(request, f"没有改动: {fault}。")
    else:
        said = "好的, 顾问会去办。" if agrees else "好的, 这一条不办。"
        messages.success(request, f"{row.name}: {said}")
    return redirect("portal:help")


@resident
@require_POST
@never_cache
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    affairs = _own(request)
    row = Assessment.objects.filter(pk=pk).first()
    if row is None or not disputing.is_theirs(affairs.user, row):
        raise Http404
    words = request.POST.get("words", "")
    try:
        made = disputing.dispute(assessment=pk, words=words, user=affairs.user, at=clock.now())
    except AssessmentFault as fault:
        messages.error(request, f"没有收到: {fault}。")
    else:
        messages.success(
            request, f"收到了。最晚 {made.due_on:%Y年%-m月%-d日}由没有评过的人重新评, 评好告诉您。"
        )
    return redirect("portal:help")
