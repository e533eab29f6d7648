"""Choose a kind, download the template, upload, read the report, decide, confirm."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.audit import Actor
from yingzhou.core.models import ImportBatch
from yingzhou.core.paging import keyset
from yingzhou.core.sheets import SHEETS, Context, Sheet, selectors, services
from yingzhou.core.sheets.reading import MAX_BYTES
from yingzhou.core.sheets.template import template
from yingzhou.core.sheets.workbook import EXCEL, table
from yingzhou.core.timeline import Refused

PERMISSION = "imports.use"


def _sheet(request: HttpRequest, kind: str) -> Sheet:
    if kind not in SHEETS:
        raise Http404("没有这类导入")
    sheet = SHEETS[kind]
    if not request.user.may(sheet.permission):  # type: ignore[union-attr]
        raise PermissionDenied(f"您的角色不能导入{sheet.title}。")
    return sheet


def _context(request: HttpRequest, sheet: Sheet) -> Context:
    scope = request.user.scope(sheet.permission)  # type: ignore[union-attr]
    return Context(Actor.of(request.user), clock.now(), scope.contains)


def _own(request: HttpRequest, pk: int) -> tuple[ImportBatch, Sheet]:
    """A batch of one's own; another's does not exist here."""
    batch = get_object_or_404(ImportBatch, pk=pk, actor_id=request.user.pk)
    return batch, _sheet(request, batch.kind)


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=EXCEL)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return answer


@requires(PERMISSION)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    kinds = [sheet for sheet in SHEETS if request.user.may(sheet.permission)]  # type: ignore[union-attr]
    batches = selectors.batches_of(request.user.pk or 0)
    page = keyset(batches, ["-id"], request.GET.get("after", ""), 20)
    titles = {sheet.name: sheet.title for sheet in SHEETS}
    rows = [(batch, titles.get(batch.kind, batch.kind)) for batch in page.rows]
    return render(
        request, "web/imports/index.html", {"kinds": kinds, "page": page, "batches": rows}
    )


@requires(PERMISSION)
@require_safe
def template_file(request: HttpRequest, kind: str) -> HttpResponse:
    sheet = _sheet(request, kind)
    return _file(template(sheet), f"{sheet.title}导入模板")


@requires(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    sheet = _sheet(request, kind)
    refusal = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise Refused("没有选择文件。请选择填好的模板, 再点“上传并检查”。")
            batch = services.upload(
                sheet=sheet,
                file_name=str(file.name),
                content=file.read(MAX_BYTES + 1),
                context=_context(request, sheet),
            )
        except Refused as error:
            refusal = str(error)
        else:
            return redirect("imports:batch", pk=batch.pk)
    context = {"sheet": sheet, "refusal": refusal}
    return render(request, "web/imports/upload.html", context, status=422 if refusal else 200)


@requires(PERMISSION)
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of a batch that waits, or what became of it."""
    found, sheet = _own(request, pk)
    context: dict[str, Any] = {
        "batch": found,
        "sheet": sheet,
        "counts": selectors.counts(found),
        "problem_page": selectors.part(selectors.problems(found), request.GET.get("after", "")),
    }
    if found.status == ImportBatch.Status.CHECKED:
        return render(request, "web/imports/report.html", context)
    taken = selectors.part(found.report.get("taken", []), request.GET.get("more", ""))
    context |= {
        "taken_page": taken,
        "taken": [(number, label, _url(sheet, pk)) for number, pk, label in taken.rows],
        "total": len(found.report.get("taken", [])),
        "skipped": found.report.get("skipped", []),
        "is_taken": found.status == ImportBatch.Status.TAKEN,
    }
    return render(request, "web/imports/result.html", context)


def _url(sheet: Sheet, pk: int) -> str:
    try:
        return reverse(sheet.url_name, args=[pk]) if sheet.url_name else ""
    except NoReverseMatch:
        return ""


@requires(PERMISSION)
@require_safe
def report_file(request: HttpRequest, pk: int) -> HttpResponse:
    found, sheet = _own(request, pk)
    rows = [(one.row, one.column, one.reason) for one in selectors.problems(found)]
    name = f"{sheet.title}导入检查报告-{found.pk}"
    return _file(table(("行号", "列", "原因"), rows, (8, 18, 80)), name)


@requires(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows beside the records they may be about: the same or not, one decision a row."""
    found, sheet = _own(request, pk)
    if found.status != ImportBatch.Status.CHECKED:
        return redirect("imports:batch", pk=pk)
    context = _context(request, sheet)
    cursor = request.GET.get("after", "")
    if request.method == "POST":
        try:
            services.decide(batch_id=pk, decisions=_decisions(request), context=context)
        except Refused as error:
            messages.error(request, str(error))
            return redirect("imports:similar", pk=pk)
        following = request.POST.get("next", "")
        if following.isdigit():
            return redirect(f"{reverse('imports:similar', args=[pk])}?after={following}")
        return redirect("imports:batch", pk=pk)
    shown, page = selectors.comparisons(found, context, cursor)
    return render(
        request,
        "web/imports/similar.html",
        {"batch": found, "sheet": sheet, "shown": shown, "page": page},
    )


def _decisions(request: HttpRequest) -> dict[int, str]:
    found = {}
    for name, value in request.POST.items():
        number = name.removeprefix("row-")
        if name.startswith("row-") and number.isdigit() and len(number) < 8:
            found[int(number)] = str(value)
    return found


@requires(PERMISSION)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    found, sheet = _own(request, pk)
    context = _context(request, sheet)
    try:
        done = services.confirm(
            batch_id=pk, only_good=request.POST.get("only") == "good", context=context
        )
    except Refused as error:
        messages.error(request, str(error))
        if found.status == ImportBatch.Status.CHECKED:
            services.recheck(batch_id=pk, context=context)
    else:
        messages.success(request, f"已导入 {len(done.report['taken'])} 行。")
    return redirect("imports:batch", pk=pk)


@requires(PERMISSION)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    _, sheet = _own(request, pk)
    try:
        services.discard(batch_id=pk, context=_context(request, sheet))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("imports:batch", pk=pk)
    messages.success(request, "已放弃这次导入, 上传的内容已删除, 没有导入任何数据。")
    return redirect("imports:upload", kind=sheet.name)
