"""``/desk/opinions/``: a department's own parts of cases; it sees what it needs and no more."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Consultation
from yingzhou.kernel.cases.selectors.rights import RECUSED, is_recused
from yingzhou.kernel.cases.services.work import answer_consultation
from yingzhou.web.desk.selectors import home as pages
from yingzhou.web.desk.selectors import opinions
from yingzhou.web.desk.services import looks

from .common import lines_of, staff

OPINION = "cases.opinion"
OTHERS = "这份意见请的不是您的单位; 这次访问已留痕。"


@requires(OPINION)
@require_safe
@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for this department, the first due first."""
    user, today = staff(request), clock.today()
    filters = pages.Filters(pages.OPINIONS)
    queue = pages.queue_of(user, filters, today, request.GET.get("after", ""))
    return render(request, "web/desk/opinions.html", {"queue": queue, "filters": filters})


def _agrees(request: HttpRequest, row: Consultation) -> bool | None:
    """A department that tells what it found agrees to nothing."""
    if opinions.shown(row, clock.today()).is_report:
        return None
    said = request.POST.get("agrees", "")
    if said not in ("0", "1"):
        raise CaseFault("请选同意或不同意")
    return said == "1"


@requires(OPINION)
@require_http_methods(["GET", "POST"])
@never_cache
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """One part: what is asked, about whom, and the answer."""
    user = staff(request)
    row = get_object_or_404(
        Consultation.objects.select_related(
            "case__version", "case__applicant", "case__organisation", "answered_by"
        ),
        pk=pk,
    )
    if is_recused(user, row.case):
        looks.note_refusal(case=row.case, user=user, why="回避")
        raise PermissionDenied(RECUSED)
    if not opinions.is_theirs(user, row):
        looks.note_refusal(case=row.case, user=user, why="不在职责范围")
        raise PermissionDenied(OTHERS)
    faults: list[str] = []
    if request.method == "POST":
        try:
            answer_consultation(
                consultation=pk,
                user=user,
                agrees=_agrees(request, row),
                answer=request.POST.get("answer", "")[:2000],
                at=clock.now(),
            )
        except CaseFault as fault:
            faults = lines_of(fault)
        else:
            messages.success(request, "意见已发回, 办理人会看到。")
            return redirect("desk:opinions")
    else:
        looks.note_view(case=row.case, user=user)
    context = {
        "one": opinions.shown(row, clock.today()),
        "answer": request.POST.get("answer", ""),
        "faults": faults,
    }
    return render(request, "web/desk/opinion.html", context, status=422 if faults else 200)
