"""Who objects to a notice: shown to whoever must tell them the result, and that is written down."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.audit import Actor
from yingzhou.core.timeline import Refused
from yingzhou.kernel.disclosure import services as disclosure
from yingzhou.kernel.disclosure.models import Objection
from yingzhou.web.desk.selectors import post
from yingzhou.web.desk.selectors.opening import Opened

from .case import VIEW, part
from .common import opened, staff


def _objection(found: Opened, pk: int) -> Objection:
    rows = Objection.objects.select_related("notice")
    return get_object_or_404(rows, pk=pk, notice__about=f"case:{found.case.pk}")


@requires(VIEW)
@require_POST
@never_cache
def contact(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Name and number of whoever objected, once."""
    found, user = opened(request, number), staff(request)
    disclosure.note_contact_seen(objection=_objection(found, pk), actor=Actor.of(user))
    return part(request, "letters", found, post=post.of(found, user), shown_objector=pk)


@requires(VIEW)
@require_POST
@never_cache
def told(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """They were told what became of it."""
    found = opened(request, number)
    try:
        disclosure.note_told(
            objection=_objection(found, pk),
            how=request.POST.get("how", ""),
            actor=Actor.of(staff(request)),
            at=clock.now(),
        )
    except Refused as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, "已记下。")
    return redirect("desk:letters", number=number)
