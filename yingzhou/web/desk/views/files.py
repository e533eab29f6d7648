"""Papers and letters of a case: taken in, shown, handed out."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.crypto import CannotUnseal
from yingzhou.core.handing_out import boxed
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Document
from yingzhou.kernel.cases.services import documents
from yingzhou.kernel.notices import services as notices
from yingzhou.kernel.notices.files import letter_file
from yingzhou.kernel.notices.models import Letter
from yingzhou.web.desk.selectors import redoing, step
from yingzhou.web.desk.selectors.opening import Opened
from yingzhou.web.desk.services import completing

from .case import VIEW, page
from .common import lines_of, opened, opened_part, staff, whole_number


@requires(VIEW)
@require_safe
@never_cache
@xframe_options_deny
def document(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Inline, in a box without scripts; its type is what its content said when it came."""
    found = opened_part(request, number)
    if found.hides_papers:
        raise PermissionDenied("申请人不愿公开姓名, 交的材料只给正在办的人看")
    row = get_object_or_404(Document, pk=pk, case=found.case, removed_at=None)
    if row.scan == Document.Scan.REFUSED or row.kind not in documents.KINDS:
        raise PermissionDenied("这个文件没有通过安全检查, 不能打开")
    try:
        content = documents.content_of(row)
    except (FileNotFoundError, CannotUnseal):
        raise Http404("这个文件已经不在了") from None
    return boxed(HttpResponse(content), row.name, row.kind)


@requires(VIEW)
@require_safe
@never_cache
def letter(request: HttpRequest, number: str, pk: int) -> FileResponse:
    """The PDF; made now if the worker has not come to it yet."""
    found = opened_part(request, number)
    if found.is_unnamed and found.hides_name:
        raise PermissionDenied("申请人不愿公开姓名, 文书只给正在办的人看")
    row = get_object_or_404(Letter, pk=pk, about=f"case:{found.case.pk}")
    return letter_file(row)


@requires("cases.receive")
@require_POST
def handed_out(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    found = opened(request, number)
    row = get_object_or_404(Letter, pk=pk, about=f"case:{found.case.pk}")
    notices.mark_delivered(letter=row, how="窗口当面交付", at=clock.now())
    messages.success(request, f"已记下: {row.title}当面交给了本人。")
    return redirect("desk:case", number=number)


@requires(VIEW)
@require_POST
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """One more paper."""
    found = opened(request, number)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, "没有选文件。请先选一张照片或一个 PDF。")
        return redirect("desk:case", number=number)
    try:
        documents.add(
            case=found.case.pk,
            material=request.POST.get("material", ""),
            file=file,
            user=staff(request),
            at=clock.now(),
        )
    except CaseFault as fault:
        for line in lines_of(fault):
            messages.error(request, line)
    else:
        messages.success(request, "材料已收下。")
    return redirect("desk:case", number=number)


@requires("cases.receive")
@require_POST
def complete(request: HttpRequest, number: str) -> HttpResponse:
    """What the applicant brought; where nothing is lacking any more the case goes back to work."""
    found = opened(request, number)
    faults = brought_here(request, found)
    if not faults:
        return redirect("desk:case", number=number)
    now = refused(request, found, faults)
    return page(request, found, status=422, now=now, papers_seen=request.POST.getlist("paper"))


def refused(request: HttpRequest, found: Opened, faults: dict[str, str]) -> step.Now:
    """The step with what was typed, and why nothing of it was kept."""
    now = step.now(found, staff(request))
    return replace(now, missing=redoing.redone(now.missing, request.POST, faults))


def brought_here(request: HttpRequest, found: Opened) -> dict[str, str]:
    """Keeps it, and says what is still lacking; or (by input name) what cannot be read, and then
    nothing is kept."""
    faults = redoing.unreadable(found.apply, request.POST)
    if faults:
        again = "; 选过的文件要重新选" if request.FILES else ""
        messages.error(request, f"有 {len(faults)} 处填得不对, 还没有登记, 您填的都还在{again}。")
        return faults
    try:
        lacks = completing.complete(
            opened=found,
            brought=completing.brought(found.apply, request.POST, request.FILES),
            user=staff(request),
            at=clock.now(),
            seen=whole_number(request.POST.get("steps", "")),
        )
    except CaseFault as fault:
        for line in lines_of(fault):
            messages.error(request, f"没有登记: {line}")
        return {}
    if lacks:
        messages.warning(request, f"已登记, 还差: {'、'.join(lacks)}")
    else:
        messages.success(request, "已登记, 材料齐了。")
    return {}
