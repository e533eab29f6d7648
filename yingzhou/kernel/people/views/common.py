"""What the pages share: opening a record only within the viewer's scope."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from yingzhou.core import clock
from yingzhou.kernel.people import selectors, services
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.viewer import actor_of, viewer_of


def open_record(request: HttpRequest, pk: int, permission: str) -> Person:
    """The person, or the 403 page (with an audit entry) outside the scope of ``permission``."""
    scope = viewer_of(request).scope(permission)
    person, is_in_scope = selectors.find(pk, scope.ids, clock.today())
    if person is None:
        raise Http404("没有这个人的记录")
    if not is_in_scope:
        services.note_refusal(person=person, act=permission, actor=actor_of(request))
        raise PermissionDenied("此人的户籍和常住都不在您负责的区划内; 这次访问已留痕。")
    return person
