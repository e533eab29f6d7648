"""The evaluation report: what it holds, and the two files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yingzhou.core.access import requires
from yingzhou.core.audit import Actor
from yingzhou.insight import services
from yingzhou.insight.report import ReportError, build_docx, build_pdf
from yingzhou.insight.selectors import overview as glance
from yingzhou.insight.selectors.asked import Asked

from .common import common_context, with_asked

KINDS = {
    "pdf": (build_pdf, "application/pdf"),
    "docx": (
        build_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


@requires("board.export")
@require_safe
@with_asked("board.export")
def report(request: HttpRequest, asked: Asked) -> HttpResponse:
    version = services.have_facts(asked.plan.indicator_codes(), asked.day)
    context = common_context(asked, reverse("board:report")) | {
        "summary": glance.summary(glance.overview(asked, version)),
        "district_only": True,
    }
    return render(request, "board/report.html", context)


@requires("board.export")
@require_safe
@with_asked("board.export")
def report_file(request: HttpRequest, asked: Asked, kind: str) -> HttpResponse:
    """The report of the whole district on the day asked."""
    if kind not in KINDS:
        raise Http404("没有这种报告")
    builder, content_type = KINDS[kind]
    try:
        content = builder(asked.plan, asked.day)
    except ReportError as error:
        messages.error(request, f"报告没有生成: {error}")
        return redirect("board:report")
    title = f"{asked.plan.name}评估报告-{asked.day}"
    services.note_export(
        what=f"{title}.{kind}",
        rows=0,
        day=asked.day,
        place=asked.tree.root.name,
        actor=Actor.of(request.user),
    )
    response = HttpResponse(content, content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=f"{title}.{kind}")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
