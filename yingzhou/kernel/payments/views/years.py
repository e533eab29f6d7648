"""``/desk/payments/years/``: ten years in one picture, sealing a year, one person's payments."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.kernel.payments.models import SealedYear
from yingzhou.kernel.payments.selectors import explained, history, years
from yingzhou.kernel.payments.services import sealing
from yingzhou.kernel.payments.views.runs import APPROVE, COMPUTE, VIEW
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.names import mask_name

from .doing import said


@requires(VIEW)
@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("year", "")
    shown = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    user = request.user
    context = {
        "years": years.years(clock.today(), shown),
        "may_ask": user.may(COMPUTE),  # type: ignore[union-attr]
        "may_seal": user.may(APPROVE),  # type: ignore[union-attr]
        "me": user.get_username(),
    }
    return render(request, "payments/years.html", context)


@requires(COMPUTE)
@require_POST
def ask(request: HttpRequest, year: int) -> HttpResponse:
    def doing() -> str:
        sealing.ask(year=year, actor=audit.Actor.of(request.user), at=clock.now())
        return f"{year}年正在写成文件, 写好后由另一个人核对封存。"

    return _done(request, doing)


@requires(APPROVE)
@require_POST
def seal(request: HttpRequest, year: int) -> HttpResponse:
    get_object_or_404(SealedYear, year=year)

    def doing() -> str:
        actor = audit.Actor.of(request.user)
        digest = request.POST.get("digest", "")
        sealing.seal(year=year, digest=digest, actor=actor, at=clock.now())
        return f"{year}年已封存, 摘要已记入审计。"

    return _done(request, doing)


def _done(request: HttpRequest, doing: Callable[[], str]) -> HttpResponse:
    said(request, doing)
    return redirect("payments:years")


@requires(VIEW)
@require_safe
@never_cache
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that one person got. Looking at it is put down."""
    who = get_object_or_404(Person, pk=pk)
    sealed = history.sealed_years()
    found = history.shown(history.of_person(who.pk, sealed))
    audit.record(audit.Actor.of(request.user), "payments.person", who, {})
    context = {"who": who, "name": mask_name(who.name), "found": found}
    context["unread"] = history.unread(sealed)
    context["corrections"] = explained.of_person(who.pk)
    return render(request, "payments/person.html", context)
