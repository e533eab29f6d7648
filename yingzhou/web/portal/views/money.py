"""领的钱: what came to oneself, or to a child one acts for, year by year, and what comes next; what
was put right and why, whether it came, and what one says to money that was too much."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import resident
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Confirmation
from yingzhou.kernel.payments.selectors import claims, confirming, explained, grants, history
from yingzhou.kernel.payments.selectors.coming import coming, unpaid_year
from yingzhou.kernel.payments.services import claiming
from yingzhou.kernel.payments.services import confirming as services
from yingzhou.web.portal.affairs import Affairs, affairs_of
from yingzhou.web.portal.views.common import page

FORBIDDEN = 403


@resident
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    affairs = affairs_of(request)
    if affairs.items or not affairs.reads_all:
        # What a grown-up gets is not shown to who acts for them: that is said, and how to go on.
        context = {"affairs": affairs}
        return render(request, "web/portal/money_shut.html", context, status=FORBIDDEN)
    person, today = affairs.person.pk, clock.today()
    sealed = history.sealed_years()
    paid = history.of_person(person, sealed)
    heard, owed = claims.unsettled_of(person)
    return page(
        request,
        "money",
        affairs=affairs,
        found=history.shown(paid),
        unread=history.unread(sealed),
        coming=coming(person, paid, today),
        grants=grants.of_person(person),
        is_unpaid=unpaid_year(paid, today),
        today=today,
        corrections=explained.of_person(person, viewer=person),
        claims=heard,
        owed=owed,
        asked=confirming.waiting_of(person),
    )


def _readable(request: HttpRequest) -> Affairs:
    affairs = affairs_of(request)
    if affairs.items or not affairs.reads_all:
        raise Http404  # a grown-up's money is not shown to who acts for them
    return affairs


@resident
@require_POST
def came(request: HttpRequest, pk: int) -> HttpResponse:
    """One press: it came, or it did not."""
    affairs = _readable(request)
    asked = {row.pk for row, _ in confirming.waiting_of(affairs.person.pk)}
    if pk not in asked:
        raise Http404
    is_here = request.POST.get("state") == Confirmation.State.RECEIVED
    state = Confirmation.State.RECEIVED if is_here else Confirmation.State.MISSING

    def doing(actor: audit.Actor) -> str:
        services.answer(
            confirmation=pk, state=state, how=Confirmation.How.ONLINE, note="", actor=actor,
            at=clock.now(),
        )  # fmt: skip
        return (
            "谢谢, 已记下。" if is_here else "已记下, 我们向银行查清以后答复您; 没有到账的会再付。"
        )

    return _done(request, doing)


@resident
@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """What one says to money that was too much, before anything is decided."""
    affairs = _readable(request)
    if pk not in {one.row.pk for one in claims.waiting_of(affairs.person.pk)}:
        raise Http404

    def doing(actor: audit.Actor) -> str:
        text = request.POST.get("text", "")
        claiming.say(recovery=pk, text=text, actor=actor, at=clock.now())
        return "已记下, 决定以前会看您说的。结果会告诉您。"

    return _done(request, doing)


def _done(request: HttpRequest, doing: Callable[[audit.Actor], str]) -> HttpResponse:
    try:
        messages.success(request, doing(audit.Actor.of(request.user)))
    except PaymentFault as fault:
        messages.error(request, f"{fault}。")
    return redirect("portal:money")
