"""For whom a resident acts at the moment: a key in the session, checked anew on every page."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.http import HttpRequest

from yingzhou.core import clock
from yingzhou.core.audit import Actor, record
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.selectors import Principal, principals_of
from yingzhou.kernel.people.models import Person

ACTING_FOR = "acting_for"


def acting_principal(request: HttpRequest) -> Principal | None:
    """Whom the resident acts for, None for themselves. A mandate that ended ends it at once."""
    pk = request.session.get(ACTING_FOR)
    user = cast(User, request.user)
    if pk is None or not user.is_authenticated or not user.is_resident:
        return None
    if not hasattr(request, "_principal"):
        others = principals_of(_own(user), clock.today())[1:]
        found = next((each for each in others if each.person.pk == pk), None)
        request._principal = found  # type: ignore[attr-defined]
        if found is None:
            del request.session[ACTING_FOR]
    return request._principal  # type: ignore[attr-defined]


def acting(request: HttpRequest) -> Person:
    """The person whose affairs the pages of a resident are about: the principal, or themselves."""
    principal = acting_principal(request)
    return principal.person if principal else _own(cast(User, request.user))


def set_acting(request: HttpRequest, *, pk: int | None, actor: Actor, at: datetime) -> bool:
    """Act for the person ``pk`` from now on, or for oneself again (None); False without a right."""
    request.__dict__.pop("_principal", None)
    own = _own(cast(User, request.user))
    if pk is None or pk == own.pk:
        request.session.pop(ACTING_FOR, None)
        return True
    found = {each.person.pk: each for each in principals_of(own, at.astimezone(clock.ZONE).date())}
    if pk not in found:
        return False
    request.session[ACTING_FOR] = pk
    record(actor, "acting.begin", found[pk].person, {"reason": found[pk].reason})
    return True


def _own(user: User) -> Person:
    assert user.person is not None  # noqa: S101 - the database sees to it for residents
    return user.person
