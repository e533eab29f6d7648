"""The papers of an application: photographed now, or brought to a counter later."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yingzhou.core import clock
from yingzhou.core.access import resident
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.services import drafts
from yingzhou.web.portal import astray
from yingzhou.web.portal.filling import Filling, filling_of
from yingzhou.web.portal.views.common import ACCEPTED, BACK, LATER, SAVED, own_file
from yingzhou.web.portal.views.common import page as shown


@resident
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest, programme: str, name: str) -> HttpResponse:
    here = filling_of(request, programme, name)
    if here is None:
        return astray.to_start(request, programme, name)
    if request.method != "POST":
        return shown(request, "papers", here=here, accepted=ACCEPTED)
    try:
        return _done(request, here)
    except CaseFault as fault:
        return shown(request, "papers", [str(fault)], here=here, accepted=ACCEPTED)


def _done(request: HttpRequest, here: Filling) -> HttpResponse:
    """Every file that was chosen is kept, whichever button was pressed."""
    common: dict[str, Any] = {"draft": here.draft.pk, "user": here.affairs.user, "at": clock.now()}
    away = request.POST.get("remove", "")
    if away.isdecimal() and len(away) < 19:
        drafts.detach(file=int(away), **common)
        messages.success(request, "已经拿掉。")
        return redirect("portal:papers", *here.where)
    for material in here.papers:
        for file in request.FILES.getlist(material.key):
            try:
                drafts.attach(material=material.key, file=file, **common)
            except CaseFault as fault:
                raise CaseFault(f"{material.name}({file.name}): {fault}") from fault
            messages.success(request, f"收到了: {material.name}")
    if request.POST.get("do") == LATER:
        messages.success(request, SAVED.format(here.item.name))
        return redirect("resident_home")
    if request.POST.get("do") == BACK:
        last = here.before_papers
        return (
            redirect("portal:ask", *here.where, last.place)
            if last else redirect("portal:known", *here.where)
        )  # fmt: skip
    if request.POST.get("do") != "next":
        return redirect("portal:papers", *here.where)
    drafts.papers_seen(**common)
    return redirect("portal:check", *here.where)


@resident
@require_safe
@never_cache
def file(request: HttpRequest, programme: str, name: str, pk: int) -> HttpResponse:
    here = filling_of(request, programme, name)
    if here is None:
        return redirect("portal:apply", programme, name)
    return own_file(get_object_or_404(here.draft.files, pk=pk))
