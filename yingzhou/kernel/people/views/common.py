"""What the pages share: opening a record only within the viewer's scope."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from yingzhou.core import clock
from yingzhou.kernel.people import selectors, services
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.viewer import actor_of, viewer_of


def open_record(request: HttpRequest, pk: int, permission: str) -> Person:
    """The person, or the 403 page (with an audit entry) outside the scope of ``permission``."""
    person = get_object_or_404(Person, pk=pk)
    scope = viewer_of(request).scope(permission)
    if not selectors.in_scope(person, scope.ids, clock.today()):
        services.note_refusal(person=person, act=permission, actor=actor_of(request))
        raise PermissionDenied("此人的户籍和常住都不在您负责的区划内; 这次访问已留痕。")
    return person
