"""At whose desk a visit lies: the village's, the town's or the district's own people."""

from __future__ import annotations

from datetime import date

from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import Tree, tree_on

DO, OVERSEE, VIEW = "visits.do", "visits.oversee", "visits.view"
LEVELS = {
    "village": Division.Level.VILLAGE,
    "town": Division.Level.TOWN,
    "district": Division.Level.DISTRICT,
}


def desk_of(tree: Tree, division: int, role: str) -> int:
    """The unit of that level above (or at) ``division``; the nearest above where there is none."""
    path = tree.path(tree.home.get(division, division))
    level = LEVELS[role]
    found = [node.id for node in path if node.level <= level]
    return found[-1] if found else tree.root.id


def staff_of(desks: set[int] | None, day: date) -> dict[int, list[User]]:
    """Who goes on visits at each desk (all desks for None), by name. One query."""
    roles = [key for key, role in ROLES.items() if DO in role.permissions]
    rows = Assignment.objects.on(day).filter(
        role__in=roles, user__is_active=True, user__kind=User.Kind.STAFF
    )
    if desks is not None:
        rows = rows.filter(division__in=desks)
    home = tree_on(day).home
    found: dict[int, list[User]] = {}
    for row in rows.select_related("user").order_by("user__name", "user_id"):
        found.setdefault(home.get(row.division_id, row.division_id), []).append(row.user)
    return found
