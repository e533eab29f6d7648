"""``/desk/notices/``: what waits, what failed, and the demo's outbox."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.audit import Actor
from yingzhou.core.timeline import Refused
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import visible_classes
from yingzhou.kernel.notices import selectors, series, services
from yingzhou.kernel.notices.models import Message
from yingzhou.kernel.notices.providers.development import failing_every

VIEW = "notices.view"


def _may_read(request: HttpRequest) -> bool:
    """Whoever looks after the machine sees that a message is stuck, not what it says."""
    return "personal" in visible_classes(cast(User, request.user), VIEW)


@requires(VIEW)
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    counts = selectors.counts()
    first = next((state for state, _, count in counts if count), Message.Status.WAITING.value)
    status = request.GET.get("status", first)
    if status not in Message.Status.values:
        status = first
    page = selectors.outbox(status, request.GET.get("after", ""))
    context = {
        "counts": counts,
        "status": status,
        "word": Message.Status(status).label,
        "page": page,
        "rows": selectors.named(page.rows),
        "unmade": selectors.letters_unmade(),
        "troubles": selectors.troubles(),
        "may_read": _may_read(request),
        "series": list(series.table().values()),
    }
    return render(request, "notices/outbox.html", context)


@requires(VIEW)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(Message, pk=pk)
    try:
        services.retry(message=message, actor=Actor.of(request.user), at=clock.now())
        messages.success(request, "已排入待发送, 一分钟内会再试。")
    except Refused as fault:
        messages.error(request, str(fault))
    return redirect("notices:outbox")


@requires(VIEW)
@require_safe
def development(request: HttpRequest) -> HttpResponse:
    """Where the demo's messages land; a real district has none."""
    if not settings.DEMO:
        raise Http404
    context = {
        "page": selectors.development_outbox(request.GET.get("after", "")),
        "every": failing_every(),
        "may_read": _may_read(request),
    }
    return render(request, "notices/development.html", context)


@requires(VIEW)
@require_POST
def rehearse(request: HttpRequest) -> HttpResponse:
    """Lets the demo's channel fail now and then."""
    every = request.POST.get("every", "")
    try:
        services.set_failing(
            every=int(every) if every.isdecimal() else -1,
            actor=Actor.of(request.user),
            at=clock.now(),
        )
        messages.success(request, "已记下。")
    except Refused as fault:
        messages.error(request, str(fault))
    return redirect("notices:development")
