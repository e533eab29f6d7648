"""What the pages share: opening a record only within the viewer's scope."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from yingzhou.core import clock
from yingzhou.kernel.people import selectors, services
from yingzhou.kernel.people.models import Household, Person
from yingzhou.kernel.people.selectors.record import ADULT
from yingzhou.kernel.people.viewer import actor_of, viewer_of

CLASSES = "这里有收入、健康等个人敏感信息, 您的角色不能看; 这次访问已留痕。"
RECUSED = "这是您本人或您的亲属(或同一户的人), 按规定须回避; 请交给同事办。"


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


def open_to_change(request: HttpRequest, pk: int) -> Person:
    """The same, to register what has happened to them: money follows from it, so nobody their own,
    a relative's, or of who lives in the household of one."""
    person = open_record(request, pk, "people.change")
    _, members = selectors.home_of(person, clock.today())
    if selectors.is_own(viewer_of(request).person_id, {*members, person.pk}):
        raise _refused(request, person, f"{RECUSED}这次访问已留痕。")
    return person


@dataclass(frozen=True)
class Opened:
    """Whose figures are open; ``recused``: to somebody who has to leave them to others (回避)."""

    person: Person
    home: Household | None
    recused: bool


def open_private(request: HttpRequest, pk: int) -> Opened:
    """The same, for who may correct what is sensitive of this person."""
    person, today = open_record(request, pk, "people.change"), clock.today()
    viewer = viewer_of(request)
    classes = viewer.data_classes(selectors.divisions_of(person), "people.change")
    is_minor = selectors.age_on(person, today) < ADULT
    if "sensitive" not in classes or (is_minor and "children" not in classes):
        raise _refused(request, person, CLASSES)
    home, members = selectors.home_of(person, today)
    return Opened(person, home, selectors.is_own(viewer.person_id, members))


def open_for_correction(request: HttpRequest, pk: int) -> Opened:
    """The same; nobody their own, a relative's, or of who lives in the household of one."""
    opened = open_private(request, pk)
    if opened.recused:
        raise _refused(request, opened.person, f"{RECUSED}这次访问已留痕。")
    return opened


def _refused(request: HttpRequest, person: Person, why: str) -> PermissionDenied:
    services.note_refusal(person=person, act="people.change", actor=actor_of(request))
    return PermissionDenied(why)
