"""The list of findings, and one of them."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.kernel.divisions.tree import name_on
from yingzhou.kernel.visits.places import DO
from yingzhou.programmes.assistance.relief.discovery.faults import DiscoveryFault
from yingzhou.programmes.assistance.relief.discovery.models import Finding
from yingzhou.programmes.assistance.relief.discovery.selectors import finding, lists, words
from yingzhou.programmes.assistance.relief.discovery.selectors.rights import HIDDEN, VIEW
from yingzhou.programmes.assistance.relief.discovery.services import acting, looks


def asked_of(request: HttpRequest) -> lists.Asked:
    """What the address asks for; nonsense asks for nothing."""
    where = request.GET.get("division", "")
    division = int(where) if where.isascii() and where.isdigit() and len(where) < 10 else None
    try:
        month = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        month = None
    today = clock.today()
    what = request.GET.get("what", "")
    group = request.GET.get("group", "")
    return lists.Asked(
        month,
        what if what in dict(words.choices(today)) else "",
        group if group in lists.GROUPS or group in lists.STEPS else "",
        division,
        name_on(division, today) if division is not None else "",
    )


@requires(VIEW)
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Who stands behind a figure. Looking at persons is put down."""
    user, today, asked = request.user, clock.today(), asked_of(request)
    page, rows = lists.page(user, asked, request.GET.get("after", ""), today)  # type: ignore[arg-type]
    audit.record(
        audit.Actor.of(user), "discovery.list", None, {"item": asked.what, "what": asked.group}
    )
    groups = [(key, word) for key, (word, _) in lists.GROUPS.items()]
    context = {
        "page": page,
        "rows": rows,
        "asked": asked,
        "whats": words.choices(today),
        "groups": [*groups, *((key, word) for key, (word, _) in lists.STEPS.items())],
        "places": lists.places(user, today),  # type: ignore[arg-type]
    }
    return render(request, "discovery/findings.html", context)


@requires(VIEW)
@require_safe
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Why, and what came of it. Whom it is about can read who looked."""
    user = request.user
    shown = finding.shown(user, pk, clock.today())  # type: ignore[arg-type]
    if shown is None:
        raise Http404
    looks.note_look(
        row=shown.row,
        persons=shown.persons,
        deep=shown.reads_facts,
        user=user,  # type: ignore[arg-type]
        at=clock.now(),
    )
    context = {
        "shown": shown,
        "finding": shown.row,
        "what": words.name_of(shown.row.what),
        "kind": words.kind_of(shown.row.what),
        "basis": words.basis_of(shown.row.what),
        "item": words.item_name(shown.row.item),
        "hidden": HIDDEN,
        "has_reason": shown.reads_facts and shown.row.is_open and shown.row.amount is not None,
        "peace": shown.decline if shown.decline and shown.decline.holds_on(clock.today()) else None,
    }
    return render(request, "discovery/finding.html", context)


@requires(VIEW)
@require_safe
@never_cache
def reason(request: HttpRequest, pk: int) -> HttpResponse:
    """What the rule says, for the finding's page: the registers are asked again."""
    found = finding.why(request.user, pk)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    return render(request, "discovery/_reason.html", {"reason": found})


@requires(DO)
@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Open the matter again (``open``), or put down that they changed their mind (``welcome``)."""
    try:
        done, said = acting.act(
            finding=pk,
            act=act,
            user=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )
    except Finding.DoesNotExist as gone:
        raise Http404 from gone
    except DiscoveryFault as fault:
        messages.error(request, f"{fault}。没有改动。")
    else:
        (messages.success if done else messages.warning)(request, said)
    return redirect("discovery:finding", pk=pk)
