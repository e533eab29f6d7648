"""What one event of a person's life set going, in all parts of the house."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yingzhou.core import consequences
from yingzhou.core.access import requires
from yingzhou.kernel.people import selectors, services
from yingzhou.kernel.people.models import LifeEvent, Person
from yingzhou.kernel.people.services.life_events import REVERSIBLE
from yingzhou.kernel.people.viewer import actor_of, viewer_of

from .common import open_record


@requires("people.view")
@require_safe
@never_cache
def event(request: HttpRequest, pk: int, event_pk: int) -> HttpResponse:
    """The event; what it did is fetched by the page once it stands."""
    person, found = _opened(request, pk, event_pk)
    why = f"查看{found.get_kind_display()}带来的变化"
    services.note_view(person=person, actor=actor_of(request), why=why)
    may_change = viewer_of(request).scope("people.change").meets(selectors.divisions_of(person))
    standing = found.reversed_at is None and found.kind in REVERSIBLE
    context = {
        "person": person,
        "event": found,
        "may_change": may_change,
        "may_reverse": standing and may_change,
    }
    if found.kind == LifeEvent.Kind.DEATH:
        context["reports"] = selectors.reports_behind(found)
    return render(request, "people/event.html", context)


@requires("people.view")
@require_safe
@never_cache
def event_parts(request: HttpRequest, pk: int, event_pk: int) -> HttpResponse:
    """Everything it did, part by part, and what of it was given back."""
    person, found = _opened(request, pk, event_pk)
    told = consequences.Event(
        found.pk, found.kind, person.pk, found.on, found.reversed_at is not None, found.effects
    )
    viewer = viewer_of(request)
    parts = [
        (name, [(line, bool(line.url) and viewer.may(line.permission)) for line in lines])
        for name, lines in consequences.of_event(told)
    ]
    return render(request, "people/_event_parts.html", {"parts": parts})


def _opened(request: HttpRequest, pk: int, event_pk: int) -> tuple[Person, LifeEvent]:
    """It tells of money and of what is private: only who may read that may open it."""
    person = open_record(request, pk, "people.view")
    found = get_object_or_404(LifeEvent, pk=event_pk, person=person)
    classes = viewer_of(request).data_classes(selectors.divisions_of(person), "people.view")
    if "sensitive" not in classes:
        services.note_refusal(person=person, act="people.event", actor=actor_of(request))
        raise PermissionDenied("这一页有收入、发放等个人敏感信息, 您的角色不能看; 这次访问已留痕。")
    return person, found
