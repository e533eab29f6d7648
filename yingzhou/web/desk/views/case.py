"""``/desk/cases/<number>/``: one case, everything in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.cases.models import DestructionLine
from yingzhou.kernel.cases.selectors.rights import concerned
from yingzhou.kernel.cases.services.doubts import CORRECTION
from yingzhou.kernel.cases.services.reopening import stages_to_reopen
from yingzhou.kernel.cases.services.verifying import may_verify
from yingzhou.web.desk.selectors import (
    about,
    comparing,
    following,
    household,
    levels,
    objected,
    post,
    rules,
    running,
    settling,
    step,
)
from yingzhou.web.desk.selectors.opening import Opened
from yingzhou.web.desk.services import looks
from yingzhou.web.own_values import register_says

from .common import opened, opened_part, part_token, staff

VIEW = "cases.view"
REGISTERS = "各项登记"
REASON = 4
"""So many characters at least say why."""


@requires(VIEW)
@require_safe
@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The head, what this step asks, the papers; the other parts come by themselves."""
    found = opened(request, number)
    looks.note_view(case=found.case, user=staff(request))
    return gone(request, found) if found.case.destroyed_at else page(request, found)


def gone(request: HttpRequest, found: Opened) -> HttpResponse:
    """What is left of a case that was destroyed, and by which list."""
    lines = DestructionLine.objects.filter(case=found.case, done_at__isnull=False)
    context = {
        "opened": found,
        "case": found.case,
        "line": lines.select_related("list__approved_by").last(),
        "may_read": staff(request).may("cases.archive"),
    }
    return render(request, "web/desk/destroyed.html", context)


@requires(VIEW)
@require_POST
@never_cache
def reporter(request: HttpRequest, number: str) -> HttpResponse:
    """Who reported in confidence, once, for a reason that is kept: somebody must call them back."""
    found = opened(request, number)
    reason = request.POST.get("reason", "").strip()[:200]
    if not found.is_secret:
        return redirect("desk:case", number=number)
    if len(reason) < REASON:
        messages.error(request, "请写明为什么要联系报告人(至少 4 个字)。")
        return redirect("desk:case", number=number)
    looks.note_reporter(case=found.case, user=staff(request), reason=reason)
    return page(request, found, reporter=about.reporter_of(found))


def page(
    request: HttpRequest,
    found: Opened,
    typed: Mapping[str, Any] | None = None,
    status: int = 200,
    now: step.Now | None = None,
    **more: Any,
) -> HttpResponse:
    """Also after a step that was refused: then with what was typed and why not."""
    user = staff(request)
    visits = following.of(found, user)
    reopens = not found.case.is_open and user.may("cases.decide") and not found.case.destroyed_at
    context = {
        "opened": found,
        "case": found.case,
        "now": now or step.now(found, user, typed),
        "seen": part_token(user, found.case.pk),
        "user_is_handler": found.case.handler_id == user.pk,
        "stages": _stages(found) if reopens else [],
        "visits": visits,
        "objected": objected.of(found),
        "register_says": _register_says(found),
        "level": levels.refused(found, user),
        "goes_on": [] if visits else following.open_cases(found, user),
        "may_appeal": not found.case.is_open and user.may("cases.receive"),
        "kinds": "image/*,.pdf",
        **more,
    }
    return render(request, "web/desk/case.html", context, status=status)


def _register_says(found: Opened) -> str:
    """Beside the answer to a correction: who says 已更正 sees whether that has come here."""
    if found.case.item != CORRECTION or not found.case.is_open or found.case.by != "district":
        return ""
    return register_says(found.case, found.today)


def _stages(found: Opened) -> list[tuple[str, str]]:
    process = found.apply.process
    return [(key, process.stages[key].name) for key in stages_to_reopen(process)]


def part(request: HttpRequest, name: str, found: Opened, **more: Any) -> HttpResponse:
    """The part alone for the page that asks for it, otherwise a page of its own."""
    if found.case.destroyed_at:
        return gone(request, found)
    context = {"opened": found, "case": found.case, "part": name, **more}
    whole = not request.headers.get("HX-Request")
    template = "web/desk/part.html" if whole else f"web/desk/parts/{name}.html"
    return render(request, template, context)


def _note(request: HttpRequest, found: Opened, *parts: looks.Shown) -> None:
    """Those whose data a part shows can read that it was looked at."""
    looks.note_persons(
        case=found.case, item=found.item, parts=parts, user=staff(request), at=clock.now()
    )


@requires(VIEW)
@require_safe
@never_cache
def family(request: HttpRequest, number: str) -> HttpResponse:
    found = opened_part(request, number)
    shown = household.glance(found, staff(request))
    of = looks.Shown("家庭一览", "户籍、亲属和名册登记", shown.persons, concerned(found.case))
    _note(request, found, of)
    return part(request, "household", found, household=shown)


@requires(VIEW)
@require_safe
@never_cache
def answers(request: HttpRequest, number: str) -> HttpResponse:
    """What was declared beside what the registers know."""
    return compare(request, opened_part(request, number))


def compare(
    request: HttpRequest,
    found: Opened,
    typed: Mapping[str, str] | None = None,
    faults: Sequence[str] = (),
    done: str = "",
) -> HttpResponse:
    """Also after a decision on a difference: refused, with what was typed."""
    shown = comparing.compared(found)
    told = shown.told_of(found.case.applicant_id)  # whoever is named in it, it is about
    _note(request, found, *(looks.Shown(fact, REGISTERS, who, who) for fact, who in told.items()))
    may = bool(may_verify(staff(request), found.case, found.item))
    settles = settling.of(found, shown.today, may=may, typed=typed)
    return part(
        request, "answers", found, compared=shown, settling=settles, faults=faults, done=done
    )


@requires(VIEW)
@require_safe
@never_cache
def side(request: HttpRequest, number: str) -> HttpResponse:
    """Clocks, who did what, opinions, hand-overs."""
    found = opened_part(request, number)
    return part(request, "side", found, run=running.of(found, staff(request)))


@requires(VIEW)
@require_safe
@never_cache
def reckoned(request: HttpRequest, number: str) -> HttpResponse:
    """What the rules say, step by step, to be read aloud and printed."""
    found = opened_part(request, number)
    return part(request, "rules", found, said=rules.said(found))


@requires(VIEW)
@require_safe
@never_cache
def letters(request: HttpRequest, number: str) -> HttpResponse:
    """Letters, messages, 公示 and objections, the decision, the rating."""
    found = opened_part(request, number)
    return part(request, "letters", found, post=post.of(found, staff(request)))
