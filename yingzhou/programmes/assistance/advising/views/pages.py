"""The adviser's list, and one household on one page."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import audit, clock
from yingzhou.core.access import requires
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.cases.known import note_uses
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.notices.files import letter_file
from yingzhou.kernel.notices.models import Letter
from yingzhou.kernel.people.models import Household
from yingzhou.programmes.assistance.advising.models import Plan
from yingzhou.programmes.assistance.advising.needs import OTHER, needs, referral, units
from yingzhou.programmes.assistance.advising.selectors import lists, page
from yingzhou.programmes.assistance.advising.selectors.rights import WORK

VIEW = "advising.view"
"""Advisers and those who look after them hold it."""


@requires(VIEW)
@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    user, today = request.user, clock.today()
    advises = scope_of(user, WORK).ids != frozenset()  # type: ignore[arg-type]
    tabs = {key: name for key, name in lists.TABS.items() if advises or key != "mine"}
    tab = request.GET.get("tab", "")
    tab = tab if tab in tabs else next(iter(tabs))
    after = request.GET.get("after", "")
    rows: list[lists.Row] = []
    families: list[tuple[Household, str, str]] = []
    if tab == "without":
        found, families = lists.without(user, after, today)  # type: ignore[arg-type]
    else:
        found, rows = lists.page(user, tab, after, today)  # type: ignore[arg-type]
    counts = lists.counts(user)  # type: ignore[arg-type]
    context = {
        "tabs": [
            {"key": key, "name": name, "count": counts.get(key), "is_here": key == tab}
            for key, name in tabs.items()
        ],
        "tab": tab,
        "page": found,
        "rows": rows,
        "families": families,
    }
    return render(request, "advising/home.html", context)


def _found(request: HttpRequest, pk: int) -> Plan:
    plan = page.found(request.user, pk)  # type: ignore[arg-type]
    if plan is None:
        raise Http404
    return plan


def _labels() -> dict[str, str]:
    return {key: need.label for key, need in needs().items()} | {OTHER: "别的"}


@requires(VIEW)
@require_safe
@never_cache
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Reading it is put down."""
    plan, today, labels = _found(request, pk), clock.today(), _labels()
    seen = page.seen(request.user, plan, today)  # type: ignore[arg-type]
    audit.record(audit.Actor.of(request.user), "advising.view", plan, {})
    context = {
        "seen": seen,
        "plan": plan,
        "today": today,
        "labels": labels,
        "measures": [(one, labels.get(one.need, "别的")) for one in seen.measures],
        "units": units(),
        "referral": referral(),
        "outcomes": Plan.Outcome.choices,
    }
    return render(request, "advising/plan.html", context)


@requires(VIEW)
@require_safe
@never_cache
def beside(request: HttpRequest, pk: int) -> HttpResponse:
    """Part of the page: matters, visits, money, letters."""
    plan = _found(request, pk)
    seen = page.beside(plan, clock.today())
    context = {
        "plan": plan,
        "seen": seen,
        "lines": [(one, _name(one.benefit)) for one in seen.lines],
        "awards": [(one, _name(one.benefit)) for one in seen.awards],
        "cases": [(one, _name(one.item)) for one in seen.cases],
    }
    return render(request, "advising/beside.html", context)


@requires("advising.work")
@require_safe
@never_cache
def offers(request: HttpRequest, pk: int) -> HttpResponse:
    """Part of the page: what may help. Whose figures were looked up can read that."""
    plan, today, labels = _found(request, pk), clock.today(), _labels()
    members = page.members_of(plan, today)
    found = page.helpful(plan, members, today)
    if found:
        note_uses(
            case=None,
            known={"收入、财产、残疾等登记(算能享受什么)": "登记"},
            labels={},
            persons=page.open_to(members),
            user_name=str(request.user),
            at=clock.now(),
            purpose="救助顾问看您家能享受什么",
        )
    context = {"plan": plan, "today": today, "offers": [(one, labels[one.need]) for one in found]}
    return render(request, "advising/offers.html", context)


def _name(code: str) -> str:
    found = items().get(code)
    return found.name if found is not None else code


@requires(VIEW)
@require_safe
@never_cache
def letter(request: HttpRequest, pk: int, letter: int) -> FileResponse:
    _found(request, pk)
    return letter_file(get_object_or_404(Letter, pk=letter, about=f"plan:{pk}"))
