"""Which cases a role opens: by the class of their data (DESIGN.md section 5), or because the role
itself has a part in them (a village that enrols children left behind sees those of its own)."""

from __future__ import annotations

from django.db.models import Q

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.accounts.scopes import Scope, reach_by_role
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items import items

VIEW = "cases.view"
DESK_OF = {
    "counter": "counter", "village": "village", "town": "town", "approver": "town",
    "bureau": "district",
}  # fmt: skip
"""At which desk of a process a role sits."""


def data_of(code: str) -> str:
    """The class of what cases of an item tell; of an item that is gone nobody knows any more."""
    item = items().get(code)
    return item.apply.data if item is not None and item.apply is not None else "sensitive"


def is_secret(code: str) -> bool:
    """Whether who asked for it is kept from all but those who handle it."""
    item = items().get(code)
    return item is not None and item.apply is not None and item.apply.secret


def keeps_names(code: str) -> bool:
    """Whether no list or search may tell who asked: it is secret, or may be."""
    item = items().get(code)
    if item is None or item.apply is None:
        return False
    return item.apply.secret or bool(item.apply.confidential_unless)


def opens(user: User, case: Case) -> bool:
    """Whether a role of ``user`` opens this case: whose people it is about, at whose desk it
    stands, whose counter took it in, and what it tells. A town whose counter took in another's
    people does not read of them when its part is done."""
    told = data_of(case.item)
    for role, scope in reach_by_role(user, VIEW):
        part = {case.place_id if _is_counter(role) else case.home_id}
        if told in ROLES[role].data and scope.meets(_places(role, case)):
            return True
        if scope.meets(part) and _has_part(role, case.item):
            return True
    return False


def _places(role: str, case: Case) -> set[int]:
    found = {case.home_id}
    if case.desk_id is not None and case.task in ROLES[role].permissions:
        found.add(case.desk_id)
    if _is_counter(role) and not is_secret(case.item):
        found.add(case.place_id)
    return found


def is_near(user: User, case: Case) -> bool:
    """Whether it lies in a unit of theirs, whatever their role opens."""
    places = {pk for pk in (case.home_id, case.place_id, case.desk_id) if pk is not None}
    return any(scope.meets(places) for _, scope in reach_by_role(user, VIEW))


def condition(user: User, permission: str = VIEW) -> Q:
    """The same for a list of cases; empty where it opens all."""
    found = Q(pk__in=[])
    for role, scope in reach_by_role(user, permission):
        where = _where(role, scope)
        if not where:
            return where
        found |= where
    return found


def _where(role: str, scope: Scope) -> Q:
    told = [code for code in items() if data_of(code) in ROLES[role].data]
    part = [code for code in items() if code not in told and _has_part(role, code)]
    column = "place" if _is_counter(role) else "home"
    here, own = Q(), Q(item__in=part)
    if scope.ids is not None:
        ids = list(scope.ids)
        here = Q(home__in=ids) | Q(desk__in=ids, task__in=list(ROLES[role].permissions))
        if _is_counter(role):
            secret = [code for code in items() if is_secret(code)]
            here |= Q(place__in=ids) & ~Q(item__in=secret)
        own &= Q(**{f"{column}__in": ids})
    if {"sensitive", "children"} <= ROLES[role].data:
        return here
    seen = here & Q(item__in=told)
    return seen | own if part else seen


def _is_counter(role: str) -> bool:
    """A counter has to do with what it took in, whoever's village it is."""
    return DESK_OF.get(role) == "counter"


def _has_part(role: str, code: str) -> bool:
    """Whether a stage of the item's process is at the desk of this role."""
    item, desk = items().get(code), DESK_OF.get(role)
    if item is None or item.apply is None or desk is None:
        return False
    return any(stage.by == desk for stage in item.apply.process.stages.values())
