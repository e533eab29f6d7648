"""Filling in: what is known, one question a page, and all of it once more before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yingzhou.core import clock
from yingzhou.core.access import resident
from yingzhou.kernel.cases import hints, questions
from yingzhou.kernel.cases.alongside import Line
from yingzhou.kernel.cases.faults import CaseFault, Duplicate
from yingzhou.kernel.cases.reckoning import registered
from yingzhou.kernel.cases.services import drafts
from yingzhou.kernel.cases.services.handing_in import submit
from yingzhou.web.portal import alongside, astray, consenting
from yingzhou.web.portal.fields import Shown, raw_of
from yingzhou.web.portal.filling import Filling, filling_of, handed_in
from yingzhou.web.portal.plainly import plain
from yingzhou.web.portal.views.common import BACK, LATER, SAVED, page

ROWS = 3
"""Empty lines for people who are not in the register."""
ALSO = "also"
TRUTH = "请先勾选: 以上都是真的"


@resident
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def known(request: HttpRequest, programme: str, name: str) -> HttpResponse:
    """What the registers say; any of it can be called wrong."""
    here = filling_of(request, programme, name)
    if here is None:
        return astray.to_start(request, programme, name)
    if request.method == "POST":
        place = request.POST.get("wrong", "")
        if place:
            _kept(drafts.doubt, here, place=place)
            return redirect("portal:ask", programme, name, place)
        _kept(drafts.known_seen, here)
        return _onward(filling_of(request, programme, name) or here)
    if here.first_open or not (here.known or here.withheld):
        return _onward(here)
    return page(request, "known", here=here)


def _onward(here: Filling) -> HttpResponse:
    """Whether everybody agrees; what is known; the next question that is open; then the papers;
    then everything once more."""
    open_ = here.next_open
    if here.first_open is None and not here.has_seen_known:
        return redirect("portal:known", *here.where)
    if open_ is not None:
        return redirect("portal:ask", *here.where, open_.place)
    if here.papers and not here.has_seen_papers:
        return redirect("portal:papers", *here.where)
    return redirect("portal:check", *here.where)


def _kept(service: Callable[..., Any], here: Filling, **what: Any) -> str:
    """Why it was not kept; empty where it was."""
    try:
        service(draft=here.draft.pk, user=here.affairs.user, at=clock.now(), **what)
    except CaseFault as fault:
        return str(fault)
    return ""


@resident
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest, programme: str, name: str, place: str) -> HttpResponse:
    here = filling_of(request, programme, name)
    if here is None:
        return astray.to_start(request, programme, name, place, _inputs(request, place))
    question = here.question(place)
    if question is None:
        return _onward(here)
    is_members = question.field.kind == "members"
    if request.method == "POST":
        return _answered(request, here, question, is_members)
    return _ask(request, here, question, is_members)


def _answered(
    request: HttpRequest, here: Filling, question: questions.Question, is_members: bool
) -> HttpResponse:
    place = question.place
    if request.POST.get("do") == BACK:
        return _back(request, here, question, is_members)
    if is_members:
        fault = _members(request, here, place)
    else:
        raw = raw_of(question.field, request.POST, place)
        if request.POST.get("do") == "skip":
            raw = ""
        secret = question.field.kind == "identity" and not raw and question.value
        fault = "" if secret else _kept(drafts.answer, here, place=place, raw=raw)
    if request.POST.get("do") == LATER:
        if fault:
            _kept(drafts.put_aside, here, place=place, typed=_typed(request, place, is_members))
        messages.success(request, SAVED.format(here.item.name))
        return redirect("resident_home")
    if fault:
        return _ask(request, here, question, is_members, fault)
    more = request.POST.get("do") == "more"
    if more:
        return redirect("portal:ask", *here.where, place)
    again = filling_of(request, *here.where) or here
    return _onward(again)


def _back(
    request: HttpRequest, here: Filling, question: questions.Question, is_members: bool
) -> HttpResponse:
    """To the page before, with nothing lost: what would be passed over from now on is saved as the
    answer, where it can be read; the rest stands on its page again when that is asked."""
    place = question.place
    typed = _typed(request, place, is_members)
    if is_members:
        is_last = any(map(any, typed.values())) or question.is_done
        fault = _members(request, here, place) if is_last else ""
    else:
        raw = raw_of(question.field, request.POST, place)
        is_secret = question.field.kind == "identity"
        is_last = question.is_done or bool(question.source or question.withheld or is_secret)
        is_told = bool(raw) or (question.is_done and not is_secret)
        fault = _kept(drafts.answer, here, place=place, raw=raw) if is_last and is_told else ""
    if fault or not is_last:
        _kept(drafts.put_aside, here, place=place, typed=typed)
    again = filling_of(request, *here.where) or here
    before = again.before(place)
    if before is not None:
        return redirect("portal:ask", *here.where, before.place)
    return redirect("portal:known" if again.follows_known(place) else "portal:apply", *here.where)


def _inputs(request: HttpRequest, place: str) -> dict[str, list[str]]:
    """What a page that came too late says, whichever kind of question it is."""
    return _typed(request, place, False) or _typed(request, place, True)


def _typed(request: HttpRequest, place: str, is_members: bool) -> dict[str, list[str]]:
    """The page's own inputs; of people never their numbers."""
    names = ("name", "relation") if is_members else (place, *(f"{place}.{p}" for p in "ymd"))
    return {one: request.POST.getlist(one) for one in names if one in request.POST}


def _put_aside(here: Filling, place: str) -> QueryDict | None:
    kept = here.answers.get(questions.TYPED, {}).get(place)
    if not kept:
        return None
    made = QueryDict(mutable=True)
    for name, said in kept.items():
        made.setlist(name, said)
    return made


def _members(request: HttpRequest, here: Filling, place: str) -> str:
    kept = [int(one) for one in request.POST.getlist("kept") if one.isdecimal() and len(one) < 4]
    names = [one.strip()[:40] for one in request.POST.getlist("name")]
    relations = [one.strip()[:20] for one in request.POST.getlist("relation")]
    numbers = [one.strip()[:30] for one in request.POST.getlist("number")]
    told = zip_longest(names, relations, numbers, fillvalue="")
    added = [one for one in told if one[0] or one[2]]
    if any(not name for name, _, _ in added):
        return "请写明姓名"
    if any(not relation for _, relation, _ in added):
        return "请写明和您的关系, 例如: 儿子"
    return _kept(drafts.members, here, place=place, kept=kept, added=added)


def _ask(
    request: HttpRequest,
    here: Filling,
    question: questions.Question,
    is_members: bool,
    fault: str = "",
) -> HttpResponse:
    posted = request.POST if fault else _put_aside(here, question.place)
    person, viewer = here.person_of(question.place), here.affairs.user.person
    assert viewer is not None  # noqa: S101 - the database sees to it for residents
    is_childs = question.is_childs
    name = question.member or here.affairs.person.name
    field = consenting.worded(question.field, name, person, viewer, is_childs=is_childs)
    question = replace(question, field=field)
    return page(
        request,
        "ask_members" if is_members else "ask",
        [fault] if fault else [],
        here=here,
        question=question,
        doubted=here.draft.answers["doubted"].get(question.place),
        shown=Shown(
            field,
            question.place,
            question.value,
            posted,
            fault,
            words=consenting.words(field, person, viewer, is_childs=is_childs),
        ),
        rows=_rows(posted or QueryDict()) if is_members else [],
        number=here.number_of(question.place),
        back=here.before(question.place),
        follows_known=here.follows_known(question.place),
    )


def _rows(posted: QueryDict) -> list[tuple[str, str]]:
    names, relations = posted.getlist("name"), posted.getlist("relation")
    typed = list(zip(names, relations, strict=False))
    return typed + [("", "")] * (ROWS - len(typed))


@resident
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: HttpRequest, programme: str, name: str) -> HttpResponse:
    """Everything once more, and the word that it is true; then it is handed in."""
    here = filling_of(request, programme, name)
    if here is None:
        return _gone(request, programme, name)
    if request.method != "POST":
        return _onward(here) if here.next_open else _check(request, here)
    return _submitted(request, here)


def _check(request: HttpRequest, here: Filling, faults: Iterable[str] = ()) -> HttpResponse:
    person, day = here.affairs.person, clock.today()
    known = registered(person, day)
    unfit = hints.unfit(here.item, person, here.answers, day, known)
    lines = alongside.offered(here, known)
    chosen = request.POST.getlist(ALSO) if faults else [one.key for one in lines]
    return page(request, "check", faults, here=here, unfit=plain(unfit), lines=lines, chosen=chosen)


def _gone(request: HttpRequest, programme: str, name: str) -> HttpResponse:
    """No draft: sent twice, it has become a case; otherwise it is begun anew."""
    done = handed_in(request, programme, name) if request.method == "POST" else ""
    if done:
        return redirect("portal:received", done)
    return astray.to_start(request, programme, name)


def _submitted(request: HttpRequest, here: Filling) -> HttpResponse:
    if request.POST.get("do") == LATER:
        messages.success(request, SAVED.format(here.item.name))
        return redirect("resident_home")
    if request.POST.get("truth") != "1":
        return _check(request, here, [TRUTH])
    ticked, at = request.POST.getlist(ALSO), clock.now()
    lines = _ticked(here) if ticked else []
    try:
        case = submit(draft=here.draft.pk, user=here.affairs.user, at=at)
    except Duplicate as fault:
        messages.warning(request, str(fault))
        return redirect("portal:case", fault.number)
    except CaseFault as fault:
        return _check(request, here, fault.lines)
    for words in alongside.ask(here, case, lines, ticked, at):
        messages.info(request, words)
    return redirect("portal:received", case.number)


def _ticked(here: Filling) -> list[Line]:
    """What can be asked for together, as it stands before the first is handed in."""
    return alongside.offered(here, registered(here.affairs.person, clock.today()))
