"""Who assesses where: the permissions, and whom an instrument lets sign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.divisions.tree import tree_on

ASSESS, VIEW = "assessments.assess", "assessments.view"


def assessors_at(division: int, roles: Iterable[str], day: date) -> list[User]:
    """Who may assess there with one of these roles: of the village, its town and the district, by
    name. One query."""
    tree = tree_on(day)
    path = [node.id for node in tree.path(tree.home.get(division, division))]
    rows = Assignment.objects.on(day).filter(
        role__in=list(roles), division__in=path, user__is_active=True, user__kind=User.Kind.STAFF
    )
    found = {row.user_id: row.user for row in rows.select_related("user")}
    return sorted(found.values(), key=lambda user: (user.name, user.pk))
