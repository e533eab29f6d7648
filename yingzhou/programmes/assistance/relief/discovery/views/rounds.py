"""``/desk/discovery/``: the months; a month's round, from asking to what it found."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.programmes.assistance.relief.discovery.faults import DiscoveryFault
from yingzhou.programmes.assistance.relief.discovery.files import signals
from yingzhou.programmes.assistance.relief.discovery.models import Round
from yingzhou.programmes.assistance.relief.discovery.selectors import lists, words
from yingzhou.programmes.assistance.relief.discovery.selectors.rights import ASK, VIEW
from yingzhou.programmes.assistance.relief.discovery.services import rounds


@requires(VIEW)
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    user, today = request.user, clock.today()
    found = list(Round.objects.order_by("-month")[:24])
    counts = lists.counts(user, None)  # type: ignore[arg-type]
    context = {
        "rounds": found,
        "month": today.replace(day=1),
        "is_there": any(one.month == today.replace(day=1) for one in found),
        "standing": [(key, lists.GROUPS[key][0], counts[key]) for key in
                     ("waiting", "visiting", "willing", "applying", "granted")],
        "may_ask": user.may(ASK),  # type: ignore[union-attr]
        "capacity": words.capacity_words(),
        "signals": [(one, words.basis_of(f"signal:{key}")) for key, one in signals().items()],
    }  # fmt: skip
    return render(request, "discovery/home.html", context)


@requires(VIEW)
@require_safe
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Round, pk=pk)
    user = request.user
    lines, chart = lists.picture(user, row)  # type: ignore[arg-type]
    counts = lists.counts(user, row.month)  # type: ignore[arg-type]
    context = {
        "round": row,
        "lines": lines,
        "chart": chart,
        "standing": [(key, word, counts[key]) for key, (word, _) in lists.GROUPS.items()],
        "may_ask": user.may(ASK) and row.month == clock.today().replace(day=1),  # type: ignore[union-attr]
        "capacity": words.capacity_words(),
    }
    return render(request, "discovery/round.html", context)


@requires(ASK)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """The worker does it; the page tells how far it is."""
    try:
        row = rounds.ask(
            month=clock.today().replace(day=1),
            by=request.user.get_username(),
            actor=audit.Actor.of(request.user),
            at=clock.now(),
        )
    except DiscoveryFault as fault:
        messages.error(request, f"{fault}。没有改动。")
        return redirect("discovery:home")
    return redirect("discovery:round", pk=row.pk)
