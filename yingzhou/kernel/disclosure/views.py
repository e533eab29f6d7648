"""``/open/notices/``: what is shown to the neighbours today, and how to object to it."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from yingzhou.core import clock
from yingzhou.core.access import public
from yingzhou.core.audit import Actor
from yingzhou.core.throttle import Limit
from yingzhou.core.timeline import Refused
from yingzhou.kernel.disclosure import selectors, services
from yingzhou.kernel.disclosure.forms import ObjectionForm
from yingzhou.kernel.disclosure.models import PublicNotice

OBJECTIONS = Limit("objection", most=5, within=timedelta(days=1))
LONGEST_SEARCH = 40


def _for_readers_only(response: HttpResponse) -> HttpResponse:
    """No search engine keeps what is shown for some days; no cache on the way does."""
    response["X-Robots-Tag"] = "noindex, noarchive"
    response["Cache-Control"] = "private, no-store"
    return response


@public
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    day = clock.today()
    towns = selectors.towns(day)
    chosen = request.GET.get("town", "")
    town = next((node for node in towns if str(node.id) == chosen), None)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    page = selectors.shown_notices(
        day, town.id if town else None, text, request.GET.get("after", "")
    )
    context = {
        "towns": towns,
        "town": town,
        "text": text,
        "page": page,
        "cards": [selectors.card(row, day) for row in page.rows],
    }
    return _for_readers_only(render(request, "disclosure/notices.html", context))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice with its form. What is over is over: it is not shown any more."""
    found = selectors.shown_notice(pk, clock.today())
    if found is None:
        return _for_readers_only(render(request, "disclosure/over.html", status=404))
    form = ObjectionForm(request.POST or None)
    fault = ""
    if request.method == "POST" and form.is_valid():
        fault = _object(request, found, form)
        if not fault:
            return redirect("disclosure:thanks", pk=pk)
    status = 429 if fault else 422 if form.errors else 200
    context = {"card": selectors.card(found, clock.today()), "form": form, "fault": fault}
    return _for_readers_only(render(request, "disclosure/notice.html", context, status=status))


def _object(request: HttpRequest, found: PublicNotice, form: ObjectionForm) -> str:
    """Empty, or why it was not taken."""
    now = clock.now()
    until = OBJECTIONS.until(request, now)
    if until is not None:
        at = f"{until.astimezone(clock.ZONE):%m月%d日 %H:%M}"
        return (
            f"从您这里一天内已提了 {OBJECTIONS.most} 次。请在 {at} 以后再提, 或到受理窗口当面说。"
        )
    try:
        services.file_objection(
            notice=found, at=now, actor=Actor.of(request.user), **form.cleaned_data
        )
    except Refused as fault:
        return str(fault)
    OBJECTIONS.count(request, now)
    return ""


@public
@require_safe
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    return _for_readers_only(render(request, "disclosure/thanks.html", {"pk": pk}))
