"""For whom a resident acts, and who may act for them."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yingzhou.core import clock
from yingzhou.core.access import resident
from yingzhou.core.audit import Actor
from yingzhou.kernel.accounts import services
from yingzhou.kernel.accounts.acting import set_acting
from yingzhou.kernel.accounts.models import Mandate, User


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


@resident
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def end_mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody acts for somebody against their will: they end it themselves, at once (民法典 173).
    Only who gave it, in their own name."""
    user = cast(User, request.user)
    rows = Mandate.objects.filter(principal=user.person).select_related("agent")
    row = get_object_or_404(rows, pk=pk)
    name = row.agent.name
    if row.revoked_at is not None:
        return redirect("resident_home")
    if request.method != "POST":
        return render(request, "web/residents/end_mandate.html", {"name": name})
    services.revoke_mandate(mandate=row, actor=Actor.of(user), at=clock.now())
    messages.success(request, f"{name}不能再替您办事了, 现在起生效。")
    return redirect("resident_home")
