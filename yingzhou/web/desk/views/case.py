"""``/desk/cases/<number>/``: one case, everything in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core.access import requires
from yingzhou.kernel.cases.services.reopening import stages_to_reopen
from yingzhou.web.desk.selectors import comparing, household, post, rules, running, step
from yingzhou.web.desk.selectors.opening import Opened
from yingzhou.web.desk.services import looks

from .common import opened, opened_part, part_token, staff

VIEW = "cases.view"


@requires(VIEW)
@require_safe
@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The head, what this step asks, the papers; the other parts come by themselves."""
    found = opened(request, number)
    looks.note_view(case=found.case, user=staff(request))
    return page(request, found)


def page(
    request: HttpRequest, found: Opened, typed: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Also after a step that was refused: then with what was typed and why not."""
    user = staff(request)
    reopens = not found.case.is_open and user.may("cases.decide") and not found.case.destroyed_at
    context = {
        "opened": found,
        "case": found.case,
        "now": step.now(found, user, typed),
        "seen": part_token(user, found.case.pk),
        "user_is_handler": found.case.handler_id == user.pk,
        "stages": _stages(found) if reopens else [],
        "may_appeal": not found.case.is_open and user.may("cases.receive"),
        "kinds": "image/*,.pdf",
    }
    return render(request, "web/desk/case.html", context, status=status)


def _stages(found: Opened) -> list[tuple[str, str]]:
    process = found.apply.process
    return [(key, process.stages[key].name) for key in stages_to_reopen(process)]


def _part(request: HttpRequest, name: str, found: Opened, **more: Any) -> HttpResponse:
    """The part alone for the page that asks for it, otherwise a page of its own."""
    context = {"opened": found, "case": found.case, "part": name, **more}
    whole = not request.headers.get("HX-Request")
    template = "web/desk/part.html" if whole else f"web/desk/parts/{name}.html"
    return render(request, template, context)


@requires(VIEW)
@require_safe
@never_cache
def family(request: HttpRequest, number: str) -> HttpResponse:
    found = opened_part(request, number)
    return _part(request, "household", found, household=household.glance(found, staff(request)))


@requires(VIEW)
@require_safe
@never_cache
def answers(request: HttpRequest, number: str) -> HttpResponse:
    """What was declared beside what the registers know."""
    found = opened_part(request, number)
    return _part(request, "answers", found, compared=comparing.compared(found))


@requires(VIEW)
@require_safe
@never_cache
def side(request: HttpRequest, number: str) -> HttpResponse:
    """Clocks, who did what, opinions, hand-overs."""
    found = opened_part(request, number)
    return _part(request, "side", found, run=running.of(found, staff(request)))


@requires(VIEW)
@require_safe
@never_cache
def reckoned(request: HttpRequest, number: str) -> HttpResponse:
    """What the rules say, step by step, to be read aloud and printed."""
    found = opened_part(request, number)
    return _part(request, "rules", found, said=rules.said(found))


@requires(VIEW)
@require_safe
@never_cache
def letters(request: HttpRequest, number: str) -> HttpResponse:
    """Letters, messages, 公示 and objections, the decision, the rating."""
    found = opened_part(request, number)
    return _part(request, "letters", found, post=post.of(found, staff(request)))
