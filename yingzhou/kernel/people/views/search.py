"""The search page. A number is searched by POST, so that it never stands in an address or a log."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.kernel.people import identity, names, selectors, services
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.query import parse
from yingzhou.kernel.people.selectors.places import Home, Places
from yingzhou.kernel.people.selectors.record import ADULT
from yingzhou.kernel.people.viewer import actor_of, viewer_of


@requires("people.search")
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    typed = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()
    query = parse(typed)
    holds_number = sum(character.isdigit() for character in typed) > 8
    if request.method == "POST" and not holds_number:
        return redirect(f"{reverse('people:search')}?{urlencode({'q': typed})}")
    scope = viewer_of(request).scope("people.search")
    cursor = request.GET.get("after", "")
    found = selectors.search(typed, scope.ids, clock.today(), cursor)
    if query.kind != "none":
        services.note_search(
            kind=query.kind, text=query.masked, found=found.count, actor=actor_of(request)
        )
    if query.kind == "number" and found.page.rows:
        return redirect("people:person", pk=found.page.rows[0].pk)
    if holds_number and request.method == "GET":
        messages.warning(request, query.problem or _not_found(query.masked))
        return redirect("people:search")
    return render(request, "people/search.html", _context(request, typed, found))


def _not_found(masked: str) -> str:
    return f"您负责的区划内没有号码为 {masked} 的人。请核对号码; 户籍和常住都在外区的人不在册。"


def _context(request: HttpRequest, typed: str, found: selectors.Found) -> dict[str, Any]:
    query = found.query
    places = Places(clock.today())
    homes = places.homes(row.pk for row in [*found.page.rows, *found.similar])

    def hit(row: Person) -> dict[str, Any]:
        home = homes.get(row.pk, Home())
        classes = viewer_of(request).data_classes(home.divisions, "people.search")
        return _hit(row, home, "children" in classes)

    problem = query.problem
    if query.kind == "number":
        problem = _not_found(query.masked)
    return {
        "typed": "" if query.kind == "number" or problem else typed,
        "query": query,
        "problem": problem,
        "page": found.page,
        "hits": [hit(row) for row in found.page.rows],
        "similar": [hit(row) for row in found.similar],
    }


def _hit(person: Person, home: Home, children: bool) -> dict[str, Any]:
    age = selectors.age_on(person, clock.today())
    hidden = age < ADULT and not children
    return {
        "pk": person.pk,
        "name": names.mask_name(person.name) if hidden else person.name,
        "sex": person.get_sex_display(),
        "age": age,
        "born": person.birth_date.year,
        "is_dead": person.death_date is not None,
        "number": identity.mask(str(person.id_number)),
        "home": home,
    }
