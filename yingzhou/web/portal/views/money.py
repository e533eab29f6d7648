"""领的钱: what came to oneself, or to a child one acts for, year by year, and what comes next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import clock
from yingzhou.core.access import resident
from yingzhou.kernel.payments.selectors import history
from yingzhou.kernel.payments.selectors.coming import coming, unpaid_year
from yingzhou.web.portal.affairs import affairs_of
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
    paid, today = history.of_person(affairs.person.pk), clock.today()
    return page(
        request,
        "money",
        affairs=affairs,
        found=history.shown(paid),
        coming=coming(affairs.person.pk, paid, today),
        is_unpaid=unpaid_year(paid, today),
        today=today,
    )
