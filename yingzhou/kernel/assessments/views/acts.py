"""What is done with an assessment. Each parses, calls one service and says what happened."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.assessments.faults import AssessmentFault
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.places import VIEW
from yingzhou.kernel.assessments.selectors import lists, rights
from yingzhou.kernel.assessments.services import assessing, disputing


@requires(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to fill in. What is wrong is said above it, and nothing typed is lost."""
    rows = Task.objects.select_related("person", "household", "disputes")
    row = rows.filter(pk=pk).first()
    user = request.user
    if row is None or not rights.may_see(user, row):  # type: ignore[arg-type]
        raise Http404
    made = row.assessments.exclude(state=Assessment.State.SENT_BACK).order_by("-pk").first()
    if made is not None:
        return redirect("assessments:one", pk=made.pk)
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            made = assessing.assess(
                task=pk,
                sheet=_sheet(request, row),
                user=user,  # type: ignore[arg-type]
                at=clock.now(),
            )
        except AssessmentFault as fault:
            faults = fault.words
        else:
            waits = made.state == Assessment.State.WAITING
            messages.success(
                request,
                f"已登记, 等{made.second}用自己的账号确认。" if waits else "已登记, 现在起有效。",
            )
            return redirect("assessments:one", pk=made.pk)
    return render(request, "assessments/task.html", _context(request, row, faults))


def _context(request: HttpRequest, row: Task, faults: tuple[str, ...]) -> dict[str, Any]:
    user, today, typed = request.user, clock.today(), request.POST
    said = rights.instrument_of(row)
    why = rights.why_not(user, row)  # type: ignore[arg-type]
    asks = [
        {"item": item, "options": [(one, one.say == typed.get(item.key)) for one in item.options]}
        for item in said.items
    ]
    back = row.assessments.filter(state=Assessment.State.SENT_BACK).order_by("-pk").first()
    return {
        "task": row,
        "said": said,
        "who": lists.subject_name(row, today),
        "left": (row.due_on - today).days,
        "why": why,
        "asks": asks,
        "faults": faults,
        "typed": {key: typed.get(key, "") for key in ("words", "assessed_on", "place", "second")},
        "colleagues": [] if why else rights.colleagues(row, user, today),  # type: ignore[arg-type]
        "today": today,
        "uuid": typed.get("uuid") or uuid4(),
        "back": back,
    }


def _sheet(request: HttpRequest, row: Task) -> assessing.Sheet:
    post = request.POST
    try:
        number, on = UUID(post.get("uuid", "")), date.fromisoformat(post.get("assessed_on", ""))
    except ValueError:
        raise AssessmentFault("请写哪天评的") from None
    second = post.get("second", "")
    other = (
        User.objects.filter(pk=int(second), kind=User.Kind.STAFF).first()
        if second.isascii() and second.isdigit() and len(second) < 19
        else None
    )
    keys = [item.key for item in rights.instrument_of(row).items]
    return assessing.Sheet(
        uuid=number,
        assessed_on=on,
        values={key: post.get(key, "") for key in keys},
        place=post.get("place", ""),
        words=post.get("words", ""),
        second=other,
    )


def _found(request: HttpRequest, pk: int) -> Assessment:
    row = Assessment.objects.select_related("person", "household").filter(pk=pk).first()
    if row is None or not rights.may_see(request.user, row):  # type: ignore[arg-type]
        raise Http404
    return row


@requires(VIEW)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    row, agrees = _found(request, pk), request.POST.get("agrees") == "1"
    try:
        assessing.confirm(
            assessment=row.pk,
            user=request.user,  # type: ignore[arg-type]
            agrees=agrees,
            words=request.POST.get("words", ""),
            at=clock.now(),
        )
    except AssessmentFault as fault:
        messages.error(request, f"{fault}。没有改动。")
    else:
        messages.success(request, "已确认, 现在起有效。" if agrees else "已退回重评。")
        if not agrees:
            return redirect("assessments:task", pk=row.task_id)
    return redirect("assessments:one", pk=pk)


@requires(VIEW)
@require_POST
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Put down for somebody who came or called."""
    row = _found(request, pk)
    try:
        made = disputing.dispute(
            assessment=row.pk,
            words=request.POST.get("words", ""),
            user=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )
    except AssessmentFault as fault:
        messages.error(request, f"{fault}。没有改动。")
    else:
        messages.success(request, f"已登记, 最晚 {made.due_on} 由没有评过的人重新评。")
    return redirect("assessments:one", pk=pk)
