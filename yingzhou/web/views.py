"""Homes of the shells, and where a login leads."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core.access import public, signed_in
from yingzhou.insight.plan_files import default_plan
from yingzhou.kernel.accounts.models import User
from yingzhou.web import elder, plan_brief


@public
@require_safe
def public_information(request: HttpRequest) -> HttpResponse:
    """What anyone may read today: the figures that the plan itself publishes."""
    plan = default_plan()
    context = {"plan": plan, "figures": plan_brief.figures(plan)}
    return render(request, "web/public_information.html", context)


@public
@require_POST
def elder_mode(request: HttpRequest) -> HttpResponse:
    """Large type on or off, remembered for a year by a cookie."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    return elder.remember(redirect(back), request.POST.get("on") == "1")


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the signature of a view
    """For a load balancer: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@signed_in
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """After a login: staff to the workbench, leaders to the board, others to the portal."""
    user = cast(User, request.user)
    if user.may("desk.enter"):
        return redirect("desk_home")
    if user.may("board.view"):
        return HttpResponseRedirect(_board())
    return redirect("portal_home")


def _board() -> str:
    try:
        return reverse("board:home")
    except NoReverseMatch:
        return "/board/"
