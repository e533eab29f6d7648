"""One address: every page posts all answers so far and gets the next page. Nothing is kept here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yingzhou.core.access import public
from yingzhou.kernel.catalogue.book import this_month
from yingzhou.ui.context import ELDER_COOKIE
from yingzhou.web import elder

from .answers import DO_NOT_KNOW, PEOPLE, Answers, Page
from .asking import MOST_COUNTED, asked_for, next_page, pages_left, title_of
from .fields import Shown, Typed, typed_on
from .household import Found, find
from .questions import question
from .results import results

UNPROCESSABLE = 422


@public
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The next page of questions, or the results."""
    if request.method != "POST":
        return _ask(request, find(Answers({}), this_month()), (PEOPLE,))
    answers = Answers.read(request.POST)
    wanted = request.POST.get("do", "next")
    one_a_page = _is_elder(request)
    if "elder" in request.POST:
        one_a_page = request.POST["elder"] == "1"
        response = _go_on(request, answers, "elder", one_a_page)
        return elder.remember(response, one_a_page)
    return _go_on(request, answers, wanted, one_a_page)


def _is_elder(request: HttpRequest) -> bool:
    return request.COOKIES.get(ELDER_COOKIE) == "1"


def _go_on(request: HttpRequest, answers: Answers, wanted: str, is_elder: bool) -> HttpResponse:
    more = {"is_elder": is_elder}
    if wanted == "back" or wanted.startswith("edit-"):
        return _again(request, answers, wanted, more)
    now = tuple(request.POST.get("now", "").split())
    if now:
        typed = typed_on(request.POST, now, answers)
        strict = wanted in ("next", "result")
        faults = typed.faults | (typed.blanks if wanted == "next" else {})
        if strict and faults:
            found = find(answers, this_month())
            return _ask(request, found, now, typed.raw, faults, more)
        answers = _taken(answers, typed, skip=wanted == "skip")
    found = find(answers, this_month())
    if wanted in ("result", "print") or (wanted == "elder" and request.POST.get("at") == "result"):
        return _show(request, found, wanted == "print", more)
    keys = next_page(found, one_a_page=is_elder)
    return _ask(request, found, keys, more=more) if keys else _show(request, found, False, more)


def _again(
    request: HttpRequest, answers: Answers, wanted: str, more: dict[str, Any]
) -> HttpResponse:
    """An earlier page once more, with what was answered there."""
    last = len(answers.pages) - 1
    number = wanted.removeprefix("edit-")
    place = min(int(number), last) if number.isascii() and number.isdigit() else last
    if place < 0:
        return _ask(request, find(Answers({}), this_month()), (PEOPLE,), more=more)
    keys = answers.pages[place]
    raw: dict[str, str] = {}
    for key in keys:
        about = question(key, answers)
        if about is not None:
            raw |= about.typed(answers.given.get(key, ""))
    found = find(answers.without(place), this_month())
    return _ask(request, found, keys, raw, more=more)


def _taken(answers: Answers, typed: Typed, skip: bool) -> Answers:
    """With what was answered; skipping answers the rest with “I do not know”."""
    values = dict(typed.values)
    if skip:
        rest = [one.key for one in typed.questions if one.may_skip and one.key not in values]
        values |= dict.fromkeys(rest, DO_NOT_KNOW)
    page = tuple(one.key for one in typed.questions if one.key in values)
    return answers.answered(page, values) if page else answers


def _ask(
    request: HttpRequest,
    found: Found,
    keys: Page,
    raw: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    answers, is_elder = found.answers, (more or {}).get("is_elder", _is_elder(request))
    asked = [one for key in keys if (one := question(key, answers)) is not None]
    pages = pages_left(found, is_elder)
    context = {
        "title": title_of(keys, found),
        "fields": [
            Shown(n, one, raw or {}, (faults or {}).get(one.key, "")) for n, one in enumerate(asked)
        ],
        "faults": len(faults or {}),
        "answers": answers,
        "same_ask": len({one.ask for one in asked}) == 1 and len(asked) > 1,
        "is_first": PEOPLE in keys and not answers.pages,
        "why": asked_for(keys, found),
        "number": len(answers.pages) + 1,
        "left": max(pages - 1, 0),
        "is_long": pages > MOST_COUNTED,
        "certain": sum(1 for one in found.outcomes if one.value),
        "month": found.moment,
    }
    status = UNPROCESSABLE if faults else 200
    return render(request, "web/entitlements/ask.html", context | (more or {}), status=status)


def _show(
    request: HttpRequest, found: Found, for_paper: bool, more: dict[str, Any]
) -> HttpResponse:
    answers = found.answers
    told = []
    for place, keys in enumerate(answers.pages):
        asked = [one for key in keys if (one := question(key, answers)) is not None]
        told.append((place, [(one, one.shown(answers.given.get(one.key, "?"))) for one in asked]))
    taken = [one for key in found.taken_as_none if (one := question(key, answers)) is not None]
    context = {
        "results": results(found),
        "answers": answers,
        "told": told,
        "taken": taken,
        "may_go_on": bool(next_page(found, one_a_page=False)),
        "month": found.moment,
        "for_paper": for_paper,
    }
    name = "print" if for_paper else "result"
    return render(request, f"web/entitlements/{name}.html", context | more)
