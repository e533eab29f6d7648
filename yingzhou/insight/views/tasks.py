"""The plan's main tasks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yingzhou.core.access import requires
from yingzhou.insight import services
from yingzhou.insight.selectors import tasks as listing
from yingzhou.insight.selectors.asked import Asked

from .common import common_context, with_asked


@requires("board.view")
@require_safe
@with_asked("board.view")
def tasks(request: HttpRequest, asked: Asked) -> HttpResponse:
    version = services.have_facts(listing.task_codes(asked.plan), asked.day)
    chapters = listing.chapters(asked, version)
    rows = [row for chapter in chapters for row in chapter.rows]
    context = common_context(asked, reverse("board:tasks")) | {
        "chapters": chapters,
        "total": len(rows),
        "computed": sum(bool(row.lines) for row in rows),
        "targets": sum(len(row.lines) for row in rows),
        "met": sum(row.met for row in rows),
    }
    return render(request, "board/tasks.html", context)
