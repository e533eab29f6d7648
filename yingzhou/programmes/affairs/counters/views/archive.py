"""``/desk/archive/``: what may no longer be kept is listed, reviewed twice, destroyed, reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.core.sheets.workbook import EXCEL, table
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import DestructionList
from yingzhou.kernel.cases.services import destruction
from yingzhou.programmes.affairs.counters.selectors import archive as selectors

from .common import say, staff

ARCHIVE = "cases.archive"
HEADS = (
    "办件编号", "事项", "办结日期", "保管期满", "结果", "保留原因",
    "列清单", "初审", "复审", "销毁",
)  # fmt: skip


@requires(ARCHIVE)
@require_http_methods(["GET", "POST"])
@never_cache
def lists(request: HttpRequest) -> HttpResponse:
    """The lists so far; a new one."""
    user, today = staff(request), clock.today()
    if request.method == "POST":
        try:
            until = date.fromisoformat(request.POST.get("until", ""))
            made = destruction.draw_up(
                name=request.POST.get("name", ""), until=until, user=user, at=clock.now()
            )
        except ValueError:
            messages.error(request, "请写哪天以前期满的, 如 2026-12-31。没有建清单。")
        except CaseFault as fault:
            say(request, fault)
        else:
            return redirect("counters:archive_list", pk=made.pk)
    context = {
        "lists": selectors.counted()[: selectors.MOST],
        "due": selectors.due(today),
        "today": today,
    }
    return render(request, "counters/archive.html", context)


def _list(pk: int) -> DestructionList:
    row = selectors.counted().filter(pk=pk).first()
    if row is None:
        raise Http404("没有这份清单")
    return row


@requires(ARCHIVE)
@require_safe
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: who did what, what is on it, what comes next."""
    row = _list(pk)
    page, lines = selectors.lines(row, request.GET.get("after", ""))
    context = {
        "row": row,
        "page": page,
        "lines": lines,
        "acts": selectors.acts(row, staff(request)),
    }
    return render(request, "counters/archive_list.html", context)


@requires(ARCHIVE)
@require_safe
@never_cache
def line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """What one case of the list holds: nobody reviews what they cannot look at."""
    row, user = _list(pk), staff(request)
    rows = row.lines.select_related("case__version").defer("case__answers")
    found = get_object_or_404(rows, pk=line)
    audit.record(audit.Actor.of(user), "archive.look", found.case, {"number": found.case.number})
    context = {
        "row": row,
        "held": selectors.held(found),
        "case": found.case,
        "may_open": user.may("cases.view") and found.case.destroyed_at is None,
    }
    return render(request, "counters/archive_line.html", context)


@requires(ARCHIVE)
@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Review, destroy, or give up."""
    _list(pk)
    doing = ACTS.get(act)
    if doing is None:
        raise Http404("没有这个动作")
    try:
        messages.success(request, doing(pk, staff(request)))
    except (CaseFault, NotYours) as fault:
        say(request, fault)
    return redirect("counters:archive_list", pk=pk)


def _review(pk: int, user: User) -> str:
    row = destruction.review(pk=pk, user=user, at=clock.now())
    return f"审核已记下, 现在: {row.get_state_display()}。"


def _destroy(pk: int, user: User) -> str:
    row = destruction.destroy(pk=pk, user=user, at=clock.now())
    return f"已销毁 {len((row.report or {}).get('destroyed', ()))} 件, 报告可以下载。"


def _drop(pk: int, user: User) -> str:
    destruction.drop(pk=pk, user=user)
    return "清单已放弃, 上面的办件可以重新列。"


ACTS: dict[str, Callable[[int, User], str]] = {
    "review": _review, "destroy": _destroy, "drop": _drop,
}  # fmt: skip


@requires(ARCHIVE)
@require_POST
def keep(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """A reviewer takes one out, with the reason."""
    row = _list(pk)
    if not row.lines.filter(pk=line).exists():
        raise Http404("这份清单上没有这一件")
    try:
        destruction.keep(line=line, user=staff(request), why=request.POST.get("why", ""))
    except (CaseFault, NotYours) as fault:
        say(request, fault)
    else:
        messages.success(request, "这一件保留, 原因已写进清单。")
    return redirect("counters:archive_list", pk=pk)


@requires(ARCHIVE)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as an Excel file; there once the list was carried out."""
    row = _list(pk)
    if row.report is None:
        raise Http404("还没有销毁, 没有报告")
    user = staff(request)
    audit.record(audit.Actor.of(user), "archive.report", row, {"name": row.name})
    answer = HttpResponse(table(HEADS, selectors.report_rows(row)), content_type=EXCEL)
    name = f"销毁报告-{row.pk}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer
