"""Which unit really takes a step: the desk's own, or an office above in its place. Why it does so
is the house's own matter and stands apart from the reason that letters and residents read."""

from __future__ import annotations

from datetime import date

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.places import name_of, who_acts
from yingzhou.kernel.cases.selectors.rights import Right, desks_of
from yingzhou.kernel.catalogue.items import Transition
from yingzhou.kernel.divisions.tree import tree_on

INSTEAD = "instead"
"""In the data of a step: why an office above took it."""
ACTED = "acted"
"""In the data of such a step: which office that was, as it was called then."""


def unit_of(user: User | None, right: Right, way: Transition, case: Case, day: date) -> int | None:
    """The desk at which the case stands, or the nearest office above it whose officer acts."""
    someone = right.behalf or user
    if not right.instead or someone is None or case.desk_id is None:
        return case.desk_id
    return nearest_unit(someone, way.permission, case.desk_id, day)


def nearest_unit(user: User, permission: str, place: int, day: date) -> int:
    """The unit of ``user`` that lies nearest above ``place``."""
    tree = tree_on(day)
    own = desks_of(user, permission)
    above = reversed(tree.path(tree.home.get(place, place)))
    return next((node.id for node in above if node.id in own), tree.root.id)


def office_named(unit: int | None, day: date) -> str:
    """As residents read it."""
    return who_acts("district", unit, day) if unit == tree_on(day).root.id else name_of(unit, day)
