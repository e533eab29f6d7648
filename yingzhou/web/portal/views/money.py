"""领的钱: what came to oneself, or to whom one acts for, year by year."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core.access import resident
from yingzhou.kernel.payments.selectors import history
from yingzhou.web.portal.affairs import affairs_of
from yingzhou.web.portal.views.common import page


@resident
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    affairs = affairs_of(request)
    if affairs.items or not affairs.reads_all:
        raise Http404  # a grown-up's money is not shown to who acts for them
    found = history.shown(history.of_person(affairs.person.pk))
    return page(request, "money", affairs=affairs, found=found)
