"""``/desk/insurance/``: who is covered, how claims stand, what was paid."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.core.money import format_fen
from yingzhou.kernel.divisions.tree import name_on, tree_on
from yingzhou.kernel.people.names import mask_name
from yingzhou.programmes.assistance.relief import insurer
from yingzhou.programmes.assistance.relief.faults import InsuranceFault
from yingzhou.programmes.assistance.relief.models import Claim
from yingzhou.programmes.assistance.relief.selectors import claims as found
from yingzhou.programmes.assistance.relief.selectors import covered as roll
from yingzhou.programmes.assistance.relief.services import claims as services

VIEW, HANDLE = "insurance.view", "insurance.handle"


@requires(VIEW)
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    asked = request.GET.get("year", "")
    chosen = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    context = {
        "standing": found.standing(today),
        "statistics": found.statistics(today, chosen),
        "chosen": chosen,
        "is_configured": insurer.is_configured(),
    }
    return render(request, "relief/insurance.html", context)


@requires(VIEW)
@require_safe
@never_cache
def covered(request: HttpRequest) -> HttpResponse:
    """The roll of any day: by town, and by village of a town."""
    day = _day(request.GET.get("day", "")) or clock.today()
    tree = tree_on(day)
    town = tree.by_code(request.GET.get("town", "")) if request.GET.get("town") else None
    rows = roll.by_place(day, town)
    context = {
        "day": day,
        "town": town,
        "rows": rows,
        "old": sum(one.old for one in rows),
        "young": sum(one.young for one in rows),
        "all": sum(one.all for one in rows),
    }
    return render(request, "relief/covered.html", context)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2016, 1, 1) <= day <= clock.today() else None


@requires(VIEW)
@require_safe
@never_cache
def claims(request: HttpRequest) -> HttpResponse:
    text, state = request.GET.get("q", ""), request.GET.get("state", "")
    today = clock.today()
    page = found.search(text, state, today, request.GET.get("after", ""))
    if text:
        audit.record(audit.Actor.of(request.user), "insurance.search")
    choices = [("", "全部"), ("open", "在办"), *Claim.State.choices, ("late", "超过期限"),
               ("stuck", "没有送到")]  # fmt: skip
    context = {
        "page": page,
        "rows": [
            {
                "row": one,
                "who": mask_name(one.person.name),
                "where": name_on(one.division_id, today),
                "amount": format_fen(one.amount) if one.amount else "",
                "is_late": one.state == Claim.State.SENT and one.due_on and one.due_on < today,
            }
            for one in page.rows
        ],
        "q": text,
        "state": state,
        "choices": choices,
    }
    return render(request, "relief/claims.html", context)


@requires(VIEW)
@require_safe
@never_cache
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Claim.objects.select_related("person", "case"), pk=pk)
    user = request.user
    audit.record(audit.Actor.of(user), "insurance.view", row, {"person": row.person_id})
    context = {
        "claim": row,
        "who": mask_name(row.person.name),
        "where": name_on(row.division_id, clock.today()),
        "spent": None if row.spent is None else format_fen(row.spent),
        "amount": format_fen(row.amount),
        "notes": list(row.notes.order_by("at", "pk")),
        "is_late": row.state == Claim.State.SENT and row.due_on and row.due_on < clock.today(),
        "may_supply": row.state == Claim.State.ASKED and user.may(HANDLE),  # type: ignore[union-attr]
    }
    return render(request, "relief/claim.html", context)


@requires(HANDLE)
@require_POST
def supplied(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Claim, pk=pk)
    try:
        services.supplied(claim=row.pk, actor=audit.Actor.of(request.user), at=clock.now())
    except InsuranceFault as fault:
        messages.error(request, f"{fault}。")
    else:
        messages.success(request, "已告诉保险公司材料齐了, 核定期限重新起算。")
    return redirect("relief:insurance-claim", pk=pk)
