"""What is recorded of income, property, illness, schooling and care; correcting it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.people import selectors, services
from yingzhou.kernel.people.fact_forms import FORMS
from yingzhou.kernel.people.models import Household, Person
from yingzhou.kernel.people.selectors.facts import KINDS, Kind

from .common import RECUSED, Opened, open_for_correction, open_private
from .steps import steps, who

SERVICES: dict[str, Callable[..., object]] = {
    "income": services.set_income,
    "assets": services.set_assets,
    "illness": services.set_illness,
    "schooling": services.set_schooling,
    "care": services.set_care_level,
}
UNDO = "填错了可以再改一次; 原来的登记和这次改动都会留痕"
TOLD = ", 本人可以看到谁改过、为什么"


@requires("people.change")
@require_safe
@never_cache
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """The card on the person's page, fetched once it stands."""
    opened = open_private(request, pk)
    found = [] if opened.recused else [
        selectors.recorded(kind, holder, clock.today())
        for kind in KINDS.values()
        if (holder := _holder(kind, opened)) is not None
    ]  # fmt: skip
    context = {"person": opened.person, "facts": found, "recused": opened.recused and RECUSED}
    return render(request, "people/_facts.html", context)


@requires("people.change")
@require_http_methods(["GET", "POST"])
@never_cache
def income(request: HttpRequest, pk: int) -> HttpResponse:
    return _correct(request, pk, "income")


@requires("people.change")
@require_http_methods(["GET", "POST"])
@never_cache
def assets(request: HttpRequest, pk: int) -> HttpResponse:
    return _correct(request, pk, "assets")


@requires("people.change")
@require_http_methods(["GET", "POST"])
@never_cache
def illness(request: HttpRequest, pk: int) -> HttpResponse:
    return _correct(request, pk, "illness")


@requires("people.change")
@require_http_methods(["GET", "POST"])
@never_cache
def schooling(request: HttpRequest, pk: int) -> HttpResponse:
    return _correct(request, pk, "schooling")


@requires("people.change")
@require_http_methods(["GET", "POST"])
@never_cache
def care(request: HttpRequest, pk: int) -> HttpResponse:
    return _correct(request, pk, "care")


def _holder(kind: Kind, opened: Opened) -> Person | Household | None:
    return opened.home if kind.holder == "household" else opened.person


def _correct(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    opened, kind, today = open_for_correction(request, pk), KINDS[key], clock.today()
    person, holder = opened.person, _holder(kind, opened)
    page: dict[str, Any] = {
        "title": f"更正{kind.word}", "verb": "确认更正", "done": f"{kind.word}已更正。",
        "undo": f"{UNDO}{TOLD if holder is person else ''}。", "kind": kind, "holder": holder,
    }  # fmt: skip
    if holder is None or person.death_date is not None:
        return render(request, "people/correct.html", page | {"person": person})
    found = selectors.recorded(kind, holder, today)
    form = FORMS[key](request.POST or None, initial=FORMS[key].shown(found.now))

    def span(data: dict[str, Any]) -> dict[str, Any]:
        until = selectors.end_of(kind, holder, data["since"], form.until(), form.row())
        return {"since": data["since"], "until": until}

    def follows(data: dict[str, Any]) -> list[str]:
        services.require_correctable(holder=holder, **span(data))
        return selectors.correction_follows(kind, holder, form.row(), today=today, **span(data))

    def act(data: dict[str, Any]) -> object:
        return SERVICES[key](
            **{kind.holder: holder}, **form.given(), **span(data), source=data["source"],
            reason=data["reason"], **who(request),
        )  # fmt: skip

    return steps(
        request, person, form, page | {"found": found}, follows, act, "people/correct.html"
    )
