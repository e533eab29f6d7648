"""A change in three steps: a form, what will follow, done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from yingzhou.core import clock
from yingzhou.core.timeline import Refused
from yingzhou.kernel.people import selectors
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.viewer import actor_of, viewer_of

Follows = Callable[[dict[str, Any]], list[str]]
Act = Callable[[dict[str, Any]], object]


def who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "at": clock.now()}


def steps(
    request: HttpRequest,
    person: Person,
    form: Form,
    page: Mapping[str, Any],
    follows: Follows,
    act: Act,
    template: str = "people/change.html",
) -> HttpResponse:
    """Form → what will follow → done. A refusal keeps what was typed and says why."""
    context = {**page, "person": person, "form": form, "refusal": "", "follows": []}
    if request.method != "POST" or "back" in request.POST or not form.is_valid():
        return render(request, template, context)
    try:
        if "confirmed" not in request.POST:
            context["follows"] = follows(form.cleaned_data)
            return render(request, "people/confirm.html", context)
        done = act(form.cleaned_data)
    except Refused as refusal:
        return render(request, template, context | {"refusal": str(refusal)})
    words = page["done"]
    return _afterwards(request, person, words(done) if callable(words) else words)


def _afterwards(request: HttpRequest, person: Person, done: str) -> HttpResponse:
    """Their page; where the act itself took it out of the viewer's sight, who can go on."""
    scope = viewer_of(request).scope("people.view")
    if selectors.find(person.pk, scope.ids, clock.today())[1]:
        messages.success(request, done)
        return redirect("people:person", pk=person.pk)
    messages.success(
        request,
        f"{done}此人的户籍和常住已不在您负责的区划内, 记录您打不开了; 登记有误的, 请区里撤回。",
    )
    return redirect("people:search")
