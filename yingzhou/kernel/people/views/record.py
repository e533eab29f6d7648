"""One person's page, and the full number for those who may see it and say why."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.models import AuditEntry
from yingzhou.core.timeline import Refused
from yingzhou.kernel.people import identity, names, selectors, services
from yingzhou.kernel.people.models import LifeEvent, Person
from yingzhou.kernel.people.selectors.places import ELSEWHERE
from yingzhou.kernel.people.selectors.record import Relative
from yingzhou.kernel.people.services.life_events import REVERSIBLE
from yingzhou.kernel.people.viewer import Viewer, actor_of, viewer_of

from .common import open_record

PRIVATE = (LifeEvent.Kind.CUSTODY, LifeEvent.Kind.RELEASE, LifeEvent.Kind.DISABILITY)
"""Of the events, those that only who may read what is sensitive reads."""
NEWS = 400
"""Days after a death in which the page still asks for another source of it."""
MATTER = re.compile(r"[0-9]{4}-[0-9]{9}-[0-9]{6}")
"""A case's number."""


@requires("people.view")
@require_safe
@never_cache
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = open_record(request, pk, "people.view")
    services.note_view(person=found, actor=actor_of(request), why=_why(request))
    return render(request, "people/person.html", _context(request, found))


def _why(request: HttpRequest) -> str:
    """What a record is opened for, as its person will read it: the matter it was opened from, who
    stands at the counter, or what the viewer's work is."""
    number = request.GET.get("for", "")
    if MATTER.fullmatch(number):
        return f"办件 {number}"
    viewer = viewer_of(request)
    if viewer.may("cases.receive") and not viewer.may("cases.handle"):
        return "窗口接待"
    return f"履行职责({viewer.duty})"


@requires("people.view")
@require_safe
@never_cache
def looks(request: HttpRequest, pk: int) -> HttpResponse:
    """Who opened or changed the record: fetched by the page once it stands."""
    found = open_record(request, pk, "people.view")
    entries = selectors.looks_at(found)
    accounts = get_user_model().objects.in_bulk({entry.actor_id for entry in entries})
    lines = [_look(entry, accounts.get(entry.actor_id)) for entry in entries]
    return render(request, "people/_looks.html", {"looks": lines})


@requires("people.reveal")
@require_POST
@never_cache
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    found = open_record(request, pk, "people.reveal")
    try:
        number = services.reveal_number(
            person=found,
            reason=request.POST.get("reason", ""),
            actor=actor_of(request),
            at=clock.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("people:person", pk=pk)
    return render(request, "people/person.html", _context(request, found) | {"number": number})


def _asked_day(request: HttpRequest, person: Person) -> date:
    """The day of ``?on=``; today with a message where it makes no sense."""
    text = request.GET.get("on", "")
    today = clock.today()
    if not text:
        return today
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not person.birth_date <= day <= today:
        messages.warning(request, "日期应在出生日期和今天之间, 例如 2020-12-31; 下面按今天显示。")
        return today
    return day


def _context(request: HttpRequest, person: Person) -> dict[str, Any]:
    today, viewer = clock.today(), viewer_of(request)
    day = _asked_day(request, person)
    record = selectors.record_of(person, day, today)
    here = record.home.divisions
    classes = viewer.data_classes(here, "people.view")
    hidden = record.is_minor and "children" not in classes
    may_change = viewer.scope("people.change").meets(here) and not hidden
    return {
        "person": person,
        "record": record,
        "name": names.mask_name(person.name) if hidden else person.name,
        "masked": identity.mask(str(person.id_number)),
        "number": "",
        "day": day,
        "hidden": hidden,
        "shows_sensitive": "sensitive" in classes and not hidden,
        "may_reveal": viewer.scope("people.reveal").meets(here) and not hidden,
        "may_change": may_change,
        "may_report_death": _is_news(person, today) and viewer.scope("deaths.report").meets(here),
        "may_correct": may_change and "sensitive" in classes,
        "may_give_access": viewer.scope("cases.receive").meets(here) and not record.is_minor,
        "members": [_relative(row, viewer, person) for row in _members(record)],
        "kin": [_relative(row, viewer, person) for row in record.kin],
        "events": [
            _event(row, may_change)
            for row in record.events
            if row.kind not in PRIVATE or ("sensitive" in classes and not hidden)
        ],
    }


def _is_news(person: Person, today: date) -> bool:
    """Nobody hears of a death years afterwards."""
    return person.death_date is None or (today - person.death_date).days <= NEWS


def _members(record) -> list[Relative]:
    return record.household.members if record.household else []


def _relative(row: Relative, viewer: Viewer, shown: Person) -> dict[str, Any]:
    """Of relatives whom the viewer could not open, the page tells no more than that they exist."""
    is_reached = row.person.pk == shown.pk or viewer.scope("people.view").meets(row.home.divisions)
    classes = viewer.data_classes(row.home.divisions, "people.view")
    hidden = not is_reached or (row.is_minor and "children" not in classes)
    return {
        "pk": row.person.pk,
        "name": names.mask_name(row.person.name) if hidden else row.person.name,
        "relation": row.relation,
        "sex": row.person.get_sex_display(),
        "age": row.age,
        "is_self": row.person.pk == shown.pk,
        "is_dead": row.person.death_date is not None,
        "is_reached": is_reached,
        "lives": row.home.lives if is_reached else ELSEWHERE,
    }


def _event(event: LifeEvent, may_change: bool) -> dict[str, Any]:
    standing = event.reversed_at is None and event.kind in REVERSIBLE
    return {"row": event, "may_reverse": may_change and standing}


def _look(entry: AuditEntry, account: Any) -> dict[str, Any]:
    return {
        "at": entry.at,
        "who": account.name if account is not None else entry.actor_name,
        "act": selectors.ACTS.get(entry.action, entry.action),
        "reason": entry.detail.get("reason", ""),
    }
