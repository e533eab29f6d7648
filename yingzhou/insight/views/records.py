"""The records behind a figure: a list, masked by the viewer's rights, and the same as Excel."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yingzhou.core.access import requires
from yingzhou.core.audit import Actor
from yingzhou.insight import services
from yingzhou.insight.export import workbook
from yingzhou.insight.relations import RELATIONS, Covered
from yingzhou.insight.selectors import record_lists as lists
from yingzhou.insight.selectors.asked import Asked
from yingzhou.kernel.accounts.scopes import data_classes, scope_of

from .common import common_context, excel_response, user_of, with_asked


def _heading(request: HttpRequest, asked: Asked, code: str) -> lists.Heading:
    if code not in RELATIONS:
        raise Http404("没有这类记录")
    if not scope_of(user_of(request), "board.records").contains(asked.node.id):
        raise PermissionDenied("这里的记录不在您负责的区划内。")
    relation = RELATIONS[code]
    listed = relation.by if isinstance(relation, Covered) else code
    services.have_facts([listed], asked.day)
    try:
        return lists.heading(asked, code)
    except TypeError as error:
        raise Http404(str(error)) from None


def _rights(request: HttpRequest, asked: Asked, found: lists.Heading) -> lists.Access:
    user = user_of(request)
    return lists.access(user, found.relation, data_classes(user, asked.node.id))


@requires("board.records")
@require_safe
@with_asked("board.records")
def records(request: HttpRequest, asked: Asked, relation: str) -> HttpResponse:
    found = _heading(request, asked, relation)
    rights = _rights(request, asked, found)
    context: dict[str, Any] = common_context(asked, request.path) | {
        "found": found,
        "rights": rights,
        "page": None,
        "rows": [],
        "cap": lists.CAP,
        "below": asked.below() if asked.is_district or not asked.is_village else [],
        "may_export": user_of(request).may("board.export") and rights.is_open,
        "is_too_long": (found.total or 0) > lists.CAP,
    }
    if rights.is_open:
        page, rows = lists.page(asked, found, rights, request.GET.get("after", ""))
        context |= {"page": page, "rows": rows}
    return render(request, "board/records.html", context)


@requires("board.export")
@require_safe
@with_asked("board.records")
def records_excel(request: HttpRequest, asked: Asked, relation: str) -> HttpResponseBase:
    found = _heading(request, asked, relation)
    rights = _rights(request, asked, found)
    if not rights.is_open:
        address = reverse("board:records", args=[relation])
        return HttpResponseRedirect(f"{address}?{asked.address}")
    title = found.relation.title
    notes = [asked.node.name, f"截至 {asked.day}", found.relation.words]
    if rights.is_masked:
        notes.append("姓名已遮盖")
    if (found.total or 0) > lists.CAP:
        notes.append(f"共 {found.total:,} 条, 只含前 {lists.CAP:,} 条")
    rows = (
        [row.place, *(text for _, _, text in row.cells)]
        for row in lists.every(asked, found, rights, lists.CAP)
    )
    head = ["所在区划", *(column.title for column in found.relation.columns)]
    file, count = workbook(title, notes, head, rows)
    services.note_export(
        what=f"记录: {title}",
        rows=count,
        day=asked.day,
        place=asked.node.name,
        actor=Actor.of(request.user),
    )
    return excel_response(file, f"{title}-{asked.node.name}-{asked.day}")
