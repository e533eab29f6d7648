"""What several pages of the portal do alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yingzhou.core import clock
from yingzhou.core.handing_out import boxed
from yingzhou.kernel.cases.models import Document, DraftFile
from yingzhou.kernel.cases.services import documents
from yingzhou.web.portal.affairs import Affairs
from yingzhou.web.portal.matter import Matter
from yingzhou.web.portal.told import told_of

UNPROCESSABLE = 422
ACCEPTED = "image/*,application/pdf,.pdf"
BACK = "back"
LATER, SAVED = "later", "“{}”填到哪里都存好了, 什么时候接着填都可以。"


def page(
    request: HttpRequest, template: str, faults: Iterable[str] = (), /, **context: Any
) -> HttpResponse:
    """A page of the portal; with ``faults`` it says so in its status, too."""
    found = list(faults)
    status = UNPROCESSABLE if found else 200
    return render(
        request, f"web/portal/{template}.html", {"faults": found, **context}, status=status
    )


def case_page(
    request: HttpRequest, matter: Matter, affairs: Affairs, faults: Iterable[str] = ()
) -> HttpResponse:
    """One matter in full. ``whose``: where it is not that of the person acted for."""
    case = matter.case
    person = case.applicant
    is_theirs = person is None or person.pk == affairs.person.pk
    whose = "" if person is None or is_theirs else person.name
    return page(
        request,
        "case",
        faults,
        matter=matter,
        case=case,
        whose=whose,
        accepted=ACCEPTED,
        told=told_of(matter.apply, case, clock.today()),
    )


def own_file(kept: Document | DraftFile) -> HttpResponse:
    """The file as it was handed in; the browser shows pictures and PDF, and runs nothing."""
    try:
        answer = HttpResponse(documents.content_of(kept))
    except FileNotFoundError as error:
        raise Http404 from error
    return boxed(answer, kept.name, kept.kind)
