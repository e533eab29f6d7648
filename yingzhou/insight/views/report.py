"""The evaluation report: what it holds, and the two files."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yingzhou.core.access import requires
from yingzhou.core.audit import Actor
from yingzhou.insight import services
from yingzhou.insight.selectors import overview as glance
from yingzhou.insight.selectors.asked import Asked

from .common import common_context, with_asked

PARTS = "yingzhou.insight.report"
KINDS = {
    "pdf": ("build_pdf", "application/pdf"),
    "docx": (
        "build_docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


def _is_ready() -> bool:
    return find_spec(PARTS) is not None and hasattr(import_module(PARTS), "build_pdf")


@requires("board.export")
@require_safe
@with_asked("board.export")
def report(request: HttpRequest, asked: Asked) -> HttpResponse:
    version = services.have_facts(asked.plan.indicator_codes(), asked.day)
    context = common_context(asked, reverse("board:report")) | {
        "summary": glance.summary(glance.overview(asked, version)),
        "is_ready": _is_ready(),
        "district_only": True,
    }
    return render(request, "board/report.html", context)


@requires("board.export")
@require_safe
@with_asked("board.export")
def report_file(request: HttpRequest, asked: Asked, kind: str) -> HttpResponse:
    """The report of the whole district on the day asked."""
    if kind not in KINDS or not _is_ready():
        raise Http404("没有这种报告")
    builder, content_type = KINDS[kind]
    content: bytes = getattr(import_module(PARTS), builder)(asked.plan, asked.day)
    title = f"{asked.plan.name}评估报告-{asked.day}"
    services.note_export(
        what=f"{title}.{kind}",
        rows=0,
        day=asked.day,
        place=asked.tree.root.name,
        actor=Actor.of(request.user),
    )
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = _disposition(f"{title}.{kind}")
    return response


def _disposition(name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
