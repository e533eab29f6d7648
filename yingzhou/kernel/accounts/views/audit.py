"""Reading the audit chain, and proving that nobody changed it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.audit import Actor
from yingzhou.kernel.accounts import selectors, services
from yingzhou.kernel.accounts.audit_lines import line_of
from yingzhou.kernel.accounts.audit_words import WORDS
from yingzhou.kernel.accounts.forms import AuditFilterForm

READ = "audit.read"


@requires(READ)
def audit_list(request: HttpRequest) -> HttpResponse:
    form = AuditFilterForm(request.GET)
    page = selectors.audit_page(form.wanted(), after=request.GET.get("after", ""))
    rows = [line_of(entry) for entry in page.rows]
    context = {"form": form, "page": page, "rows": rows, "words": WORDS}
    return render(request, "accounts/audit.html", context)


@requires(READ)
@require_POST
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Recompute the whole chain, however long it is, and say what came of it."""
    count, faults = services.verify_audit(actor=Actor.of(request.user), at=clock.now())
    if not faults:
        messages.success(request, f"已从头校验 {count:,} 条记录, 全部相符, 没有被改动或缺失。")
    for fault in faults[:20]:
        messages.error(request, fault.reason)
    if faults:
        text = f"共读 {count:,} 条, 发现 {len(faults)} 处不符。请保留现场, 立即报告安全负责人。"
        messages.error(request, text)
    return redirect("accounts:audit")
