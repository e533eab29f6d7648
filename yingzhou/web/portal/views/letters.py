"""Letters: all of them, and each as the paper that was issued."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import clock
from yingzhou.core.access import resident
from yingzhou.kernel.notices.files import letter_file
from yingzhou.kernel.notices.services import mark_read
from yingzhou.web.portal.affairs import affairs_of
from yingzhou.web.portal.views.common import page


@resident
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponseBase:
    affairs = affairs_of(request)
    return page(request, "letters", affairs=affairs, page=affairs.letters(_after(request)))


def _after(request: HttpRequest) -> str:
    return request.GET.get("after", "")


@resident
@require_safe
@never_cache
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Opening it delivers it: the day counts from which one may object."""
    letter = affairs_of(request).letter(pk)
    answer = letter_file(letter, download=request.GET.get("save") == "1")
    mark_read(letter=letter, at=clock.now())
    return answer
