"""The letter that a step would send, before it is taken: a grant's as well as a refusal's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yingzhou.core.access import requires
from yingzhou.core.handing_out import boxed
from yingzhou.kernel.cases.faults import CaseFault, Moved
from yingzhou.kernel.cases.services import previewing
from yingzhou.kernel.notices.pdf import made_pdf

from .case import VIEW, page
from .common import opened, staff
from .typed import Typed

PDF = "application/pdf"


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def preview(request: HttpRequest, number: str, transition: str) -> HttpResponse:
    """The PDF, with a line that says that it was not sent; nothing is kept of it. What stands in
    the way of the step is shown as it would be, with what was typed."""
    found = opened(request, number)
    way = found.apply.process.transitions.get(transition)
    if request.method != "POST" or way is None:
        return redirect("desk:case", number=number)
    typed = Typed.of(request, way)
    try:
        letter = previewing.preview(case=found.case.pk, **typed.asked(staff(request)))
    except Moved as fault:
        messages.warning(request, str(fault))
        return redirect("desk:case", number=number)
    except CaseFault as fault:
        return page(request, opened(request, number), typed.again(fault), status=422)
    return boxed(HttpResponse(made_pdf(letter)), f"预览 {letter.title}", PDF)
