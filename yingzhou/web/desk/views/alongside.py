"""What a household qualifies for (B8): by the registers, before anything was asked for; and after a
matter was taken in, when one press opens the rest."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.cases import consent
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.people.models import Person
from yingzhou.web.desk.selectors import alongside as lines
from yingzhou.web.desk.selectors import counter, finding
from yingzhou.web.desk.services import alongside as services

from .common import Context, opened, staff
from .counter import RECEIVE, about, comer


@requires(RECEIVE)
@require_safe
@never_cache
def entitled(request: HttpRequest, token: str) -> HttpResponse:
    """What the registers alone say; a part of the page before, or a page of its own."""
    who = comer(request, token)
    context = about(request, who, token)
    context["entitled"] = counter.entitled(who, clock.today(), context["channel"])
    is_part = request.headers.get("HX-Request")
    template = "web/desk/_entitled.html" if is_part else "web/desk/counter_entitled.html"
    return render(request, template, context)


@requires(RECEIVE)
@require_http_methods(["GET", "POST"])
@never_cache
def also(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """A part of the page before, or a page of its own; by POST what was ticked is taken in."""
    who, found = comer(request, token), opened(request, number)
    if found.item.is_word or not isinstance(who, Person) or found.case.applicant_id != who.pk:
        raise Http404("这件事旁边不问这一家还符合什么")
    user, day = staff(request), clock.today()
    every = lines.lines_beside(found.case, found.item, who, day, finding.channel_of(user))
    there = [one for one in every if not (one.is_of_event or one.comes_by_itself)]
    context = about(request, who, token) | {
        "after": number,
        "agreed": found.item.apply is not None and consent.is_asked(found.item.apply),
        "claims": [one for one in every if one.is_of_event],
        "by_itself": [one for one in every if one.comes_by_itself and one.is_theirs],
    }
    if request.method != "POST":
        return _page(request, context, lines.offered(there, found.case, found.item))
    outcome = services.take_in(
        lines=there, case=found.case, item=found.item, applicant=who, post=request.POST,
        user=user, at=clock.now(),
    )  # fmt: skip
    for case in outcome.taken:
        messages.success(request, _told(case))
    if outcome.tried:
        done = {(one.item, one.applicant_id) for one in outcome.taken}
        rest = [one for one in there if (one.item.code, one.whom) not in done]
        shown = lines.offered(rest, found.case, found.item, outcome.tried)
        return _page(request, context, shown, 422)
    if not outcome.taken:
        messages.warning(request, "没有打勾, 什么也没有收。要一并申请的, 在前面打勾。")
    return redirect("desk:counter_done", token=token, number=number)


def _told(case: Case) -> str:
    now = "已受理" if case.accepted_at else "已收件"
    return f"{item_of_version(case.version).name} {case.number}: {now}"


def _page(
    request: HttpRequest, context: Context, shown: list[lines.Offered], status: int = 200
) -> HttpResponse:
    context = context | {"offered": shown, "tried": status != 200}
    is_part = request.headers.get("HX-Request") and status == 200
    template = "web/desk/_alongside.html" if is_part else "web/desk/counter_also.html"
    return render(request, template, context, status=status)
