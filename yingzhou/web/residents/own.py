"""For whom a resident acts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from yingzhou.core import clock
from yingzhou.core.access import resident
from yingzhou.core.audit import Actor
from yingzhou.kernel.accounts.acting import set_acting


@resident
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """Act for the person ``for`` from now on; without one, for oneself again.
    ``next``: the page to go on with."""
    if request.method != "POST":  # a tab loaded anew
        return redirect("resident_home")
    wanted = request.POST.get("for", "")
    pk = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
    actor = Actor.of(request.user)
    if not set_acting(request, pk=pk, actor=actor, at=clock.now()):
        messages.error(request, "您现在不能替这个人办: 委托可能已到期或撤销。仍按原来的人办理。")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect("resident_home")
