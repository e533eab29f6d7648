"""我家: what we get, why, when it is looked at again, who looked at what is known of us."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core.access import resident
from yingzhou.web.portal.affairs import affairs_of
from yingzhou.web.portal.household import RECENT, Family
from yingzhou.web.portal.views.common import page


@resident
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Of oneself or a child; who acts for a grown-up is told why not."""
    affairs = affairs_of(request)
    if affairs.items or not affairs.reads_all:
        return page(request, "household", affairs=affairs, family=None)
    looks = affairs.looks()[:RECENT]
    return page(request, "household", affairs=affairs, family=Family(affairs.person), looks=looks)
