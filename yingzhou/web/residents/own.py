"""A resident's own pages: where the login leads, and for whom they act."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import clock
from yingzhou.core.access import resident
from yingzhou.core.audit import Actor
from yingzhou.kernel.accounts import selectors
from yingzhou.kernel.accounts.acting import acting, set_acting
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.people.names import mask_name


@resident
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    assert user.person is not None  # noqa: S101 - the database sees to it
    own, *others = selectors.principals_of(user.person, clock.today())
    shown = [(each, mask_name(each.person.name)) for each in others]
    context = {"own": own, "others": shown, "now": acting(request)}
    return render(request, "web/residents/home.html", context)


@resident
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act for the person ``for`` from now on; without one, for oneself again."""
    wanted = request.POST.get("for", "")
    pk = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
    actor = Actor.of(request.user)
    if not set_acting(request, pk=pk, actor=actor, at=clock.now()):
        messages.error(request, "您现在不能替这个人办: 委托可能已到期或撤销。仍按原来的人办理。")
    return redirect("resident_home")
