"""At the counter: a code to log in with, and who may act for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.audit import Actor
from yingzhou.kernel.accounts import selectors, services
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.names import mask_name
from yingzhou.kernel.people.selectors import age_on, is_own
from yingzhou.kernel.people.views.common import RECUSED, open_record
from yingzhou.web import comers
from yingzhou.web.residents import covered
from yingzhou.web.residents.forms import MandateForm

RECEIVE = "cases.receive"
ADULT = 18


def _opened(request: HttpRequest, pk: int) -> Person:
    """Within the clerk's divisions or at their counter, and grown up."""
    person = _found(request, pk)
    if _is_minor(person):
        raise PermissionDenied("未成年人不发登录码, 不登记委托")
    return person


def _found(request: HttpRequest, pk: int) -> Person:
    """Nobody gives themselves the key to what a relative has to do here."""
    if is_own(request.user.person_id, {pk}):  # type: ignore[union-attr]
        raise PermissionDenied(RECUSED)
    if comers.has_come(request, pk):
        return get_object_or_404(Person, pk=pk)
    return open_record(request, pk, RECEIVE)


def _is_minor(person: Person) -> bool:
    return age_on(person, clock.today()) < ADULT


@requires(RECEIVE)
@require_safe
@never_cache
def access(request: HttpRequest, pk: int) -> HttpResponse:
    person = _found(request, pk)
    if _is_minor(person):
        text = "未成年人由父母或监护人代办, 不用登记, 也不发登录码。请父母或监护人自己登录。"
        messages.warning(request, text)
        return redirect("people:person", pk=pk)
    return _page(request, person, MandateForm(initial={"valid_from": clock.today()}))


def _page(request: HttpRequest, person: Person, form: MandateForm) -> HttpResponse:
    now = clock.now()
    given = [
        (each, mask_name(each.row.agent.name), covered.names(each.row.items))
        for each in selectors.granted_by(person, now)
    ]
    context = {
        "person": person,
        "form": form,
        "codes": selectors.codes_of(person, now),
        "given": given,
        "days": services.CODE_DAYS,
    }
    return render(request, "web/residents/access.html", context)


@requires(RECEIVE)
@require_POST
@never_cache
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A new code on a slip: shown this once, printed, handed over."""
    person = _opened(request, pk)
    now = clock.now()
    try:
        code = services.issue_code(person=person, actor=Actor.of(request.user), at=now)
    except services.Refused as refused:
        messages.error(request, str(refused))
        return redirect("resident_access", pk=pk)
    newest = selectors.codes_of(person, now)[0].row
    context = {
        "person": person,
        "code": code,
        "until": newest.valid_until,
        "address": request.build_absolute_uri("/my/login/"),
    }
    return render(request, "web/residents/slip.html", context)


@requires(RECEIVE)
@require_POST
def end_code(request: HttpRequest, pk: int) -> HttpResponse:
    person = _opened(request, pk)
    row = get_object_or_404(person.access_codes, pk=_number(request))
    return _do(request, pk, services.revoke_code, "登录码已作废, 现在起不能再用。", code=row)


@requires(RECEIVE)
@require_POST
@never_cache
def mandate(request: HttpRequest, pk: int) -> HttpResponse:
    person = _opened(request, pk)
    form = MandateForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form)
    actor = Actor.of(request.user)
    try:
        services.record_mandate(principal=person, **form.wanted(), actor=actor, at=clock.now())
    except services.Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, person, form)
    messages.success(request, "委托已登记。代办人下次登录就能替他办理。")
    return redirect("resident_access", pk=pk)


@requires(RECEIVE)
@require_POST
def end_mandate(request: HttpRequest, pk: int) -> HttpResponse:
    person = _opened(request, pk)
    row = get_object_or_404(person.mandates, pk=_number(request))
    return _do(request, pk, services.revoke_mandate, "委托已撤销, 现在起不能再代办。", mandate=row)


def _number(request: HttpRequest) -> int:
    text = request.POST.get("row", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _do(
    request: HttpRequest, pk: int, service: Callable[..., None], done: str, **what: Any
) -> HttpResponse:
    try:
        service(**what, actor=Actor.of(request.user), at=clock.now())
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("resident_access", pk=pk)
