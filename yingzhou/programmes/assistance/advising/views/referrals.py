"""For the office to which a family was referred: what is asked, by when to answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.programmes.assistance.advising.faults import AdvisingFault
from yingzhou.programmes.assistance.advising.selectors import referred
from yingzhou.programmes.assistance.advising.selectors.rights import ANSWER
from yingzhou.programmes.assistance.advising.services import measures


@requires(ANSWER)
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    user = request.user
    found, rows = referred.page(user, request.GET.get("after", ""), clock.today())  # type: ignore[arg-type]
    if rows:
        audit.record(audit.Actor.of(user), "advising.referrals", None, {"count": len(rows)})
    return render(request, "advising/referrals.html", {"page": found, "rows": rows})


@requires(ANSWER)
@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        measures.reply(
            measure=pk,
            helps=request.POST.get("helps") == "1",
            words=request.POST.get("words", ""),
            user=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )
    except (AdvisingFault, measures.Measure.DoesNotExist) as fault:
        why = str(fault) if isinstance(fault, AdvisingFault) else "没有这次转介"
        messages.error(request, f"{why}。没有改动。")
    else:
        messages.success(request, "已答复, 顾问和家里都看得到。")
    return redirect("advising:referrals")
