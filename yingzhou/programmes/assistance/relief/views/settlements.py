"""``/desk/medical/``: what hospitals settled today, the charts, the search; the hospitals."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.core.money import format_fen
from yingzhou.kernel.divisions.tree import name_on
from yingzhou.kernel.people.names import mask_name
from yingzhou.programmes.assistance.relief.faults import ReliefFault
from yingzhou.programmes.assistance.relief.models import Hospital, Settlement
from yingzhou.programmes.assistance.relief.selectors import settlements as found
from yingzhou.programmes.assistance.relief.selectors.classes import SHOWN
from yingzhou.programmes.assistance.relief.services import hospitals as registering

VIEW, HOSPITALS = "medical.view", "medical.hospitals"
LATELY = timedelta(days=7)


@requires(VIEW)
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    text, hospital = request.GET.get("q", ""), request.GET.get("hospital", "")
    day = _day(request.GET.get("day", ""))
    page = found.search(text, hospital, day, request.GET.get("after", ""))
    is_search = bool(text or hospital or day)
    first_page = page.is_first and not is_search
    if text:
        audit.record(audit.Actor.of(request.user), "medical.search")
    context = {
        "page": page,
        "rows": [_row(one) for one in page.rows],
        "q": text,
        "hospital": hospital,
        "day": day,
        "is_search": is_search,
        "hospitals": list(Hospital.objects.order_by("code")),
        "today": found.today_of(today) if first_page else None,
        "chart": found.chart_of(today) if first_page else None,
        "refusals": [
            (one, mask_name(one.person.name) if one.person else "")
            for one in (found.refusals(clock.now() - LATELY) if first_page else ())
        ],
        "may_hospitals": request.user.may(HOSPITALS),  # type: ignore[union-attr]
    }
    return render(request, "relief/medical.html", context)


def _row(one: Settlement) -> dict[str, object]:
    return {
        "row": one,
        "who": mask_name(one.person.name),
        "paid": format_fen(one.paid),
        "state": _state(one),
    }


def _state(one: Settlement) -> str:
    if one.reverses is not None:
        return f"撤销 {one.reverses.receipt}"
    return "已撤销" if one.reversed_at else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@requires(VIEW)
@require_safe
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One bill with all that was computed. Looking at a person's bill is put down."""
    rows = Settlement.objects.select_related("hospital", "person", "reverses", "reversal")
    row = get_object_or_404(rows, pk=pk)
    actor = audit.Actor.of(request.user)
    audit.record(actor, "medical.view", row, {"person": row.person_id})
    money = {
        "总费用": row.total,
        "基本医保支付": row.basic,
        "大病(补充)保险支付": row.supplementary,
        "商业保险支付": row.commercial,
        "目录内自负": row.own,
    }
    context = {
        "row": row,
        "who": mask_name(row.person.name),
        "where": name_on(row.division_id, row.until),
        "category": SHOWN.get(row.category, row.category),
        "money": [(name, format_fen(amount)) for name, amount in money.items() if amount],
        "paid": format_fen(row.paid),
        "left": format_fen(row.left),
        "cap_left": None if row.cap_left is None else format_fen(row.cap_left),
        "reversal": row.reversal if row.reversed_at else None,
        "overlapping": found.overlapping(row),
    }
    return render(request, "relief/settlement.html", context)


@requires(HOSPITALS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def hospitals(request: HttpRequest) -> HttpResponse:
    """Which hospitals may settle; by the name of the 单位 that their token was given to."""
    asked = {key: request.POST.get(key, "") for key in ("code", "name")}
    if request.method == "POST":
        try:
            made = registering.register(**asked, actor=audit.Actor.of(request.user), at=clock.now())
        except ReliefFault as fault:
            messages.error(request, f"{fault}。没有登记。")
        else:
            messages.success(request, f"已登记 {made}。")
            return redirect("relief:hospitals")
    context = {"hospitals": list(Hospital.objects.order_by("code")), "asked": asked}
    return render(request, "relief/hospitals.html", context)


@requires(HOSPITALS)
@require_POST
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Hospital, pk=pk)
    is_open = request.POST.get("open") == "1"
    actor = audit.Actor.of(request.user)
    registering.turn(hospital=row.pk, is_open=is_open, actor=actor, at=clock.now())
    messages.success(request, f"{row}{'可以结算了' if is_open else '已停止结算, 结过的照常清算'}。")
    return redirect("relief:hospitals")
