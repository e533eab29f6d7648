"""Where a permission reaches, and which classes of data may be seen there (DESIGN.md section 5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.divisions.tree import Tree, tree_on


@dataclass(frozen=True)
class Scope:
    """``ids``: the divisions (of any day) whose records may be seen; None is the whole district."""

    ids: frozenset[int] | None

    @property
    def is_everything(self) -> bool:
        return self.ids is None

    def contains(self, division_id: int) -> bool:
        return self.ids is None or division_id in self.ids

    def meets(self, division_ids: Collection[int]) -> bool:
        """Whether any of these divisions lies within; the whole district asks for none."""
        return self.ids is None or not self.ids.isdisjoint(division_ids)


NOWHERE = Scope(frozenset())


def scope_of(user: User, permission: str) -> Scope:
    """Where ``permission`` reaches for ``user`` today; computed once per request."""
    if not getattr(user, "is_authenticated", False) or not user.may(permission):
        return NOWHERE
    kept: dict[str, Scope] = user.__dict__.setdefault("_scopes", {})
    if permission not in kept:
        kept[permission] = _reach(_holding(user, permission))
    return kept[permission]


def speaks_for(user: User, permission: str, unit: str, division_id: int) -> bool:
    """Whether a role of ``user`` answers with ``permission`` in the name of this office there."""
    return user.is_active and any(
        _reach([held]).contains(division_id)
        for held in _holding(user, permission)
        if not ROLES[held.role].of_unit or held.unit == unit
    )


def visible_classes(user: User, permission: str) -> frozenset[str]:
    """The classes of data that roles with ``permission`` may see, wherever they are held."""
    if not getattr(user, "is_authenticated", False):
        return frozenset()
    return frozenset().union(*(ROLES[held.role].data for held in _holding(user, permission)))


def data_classes(user: User, division_id: int) -> frozenset[str]:
    """The classes of data that ``user`` may see of records in this division (of any day)."""
    return classes_at(user, [division_id])


def classes_at(user: User, division_ids: Collection[int], permission: str = "") -> frozenset[str]:
    """The classes that roles (with ``permission``) open of a record that stands in any of these
    divisions; a role held elsewhere opens nothing."""
    roles = roles_at(user, division_ids, permission)
    return frozenset().union(*(ROLES[role].data for role in roles))


def roles_at(user: User, division_ids: Collection[int], permission: str = "") -> set[str]:
    """The roles (with ``permission``) that reach any of these divisions."""
    return {role for role, scope in reach_by_role(user, permission) if scope.meets(division_ids)}


def held_with(
    user: User, permission: str, division_ids: Collection[int] = ()
) -> tuple[str, str, int] | None:
    """The first role held today that carries ``permission`` (and reaches one of these divisions):
    its key, the office for which it is held, and its own division."""
    for held in _holding(user, permission):
        if not division_ids or _reach([held]).meets(division_ids):
            return held.role, held.unit, held.division_id
    return None


def reach_by_role(user: User, permission: str = "") -> list[tuple[str, Scope]]:
    """The roles (with ``permission``) held today, and where. Each reach is worked out once."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    reaches: dict[int, Scope] = user.__dict__.setdefault("_reaches", {})
    found = []
    for held in _holding(user, permission) if permission else user.assignments_now():
        if held.pk not in reaches:
            reaches[held.pk] = _reach([held])
        found.append((held.role, reaches[held.pk]))
    return found


def _holding(user: User, permission: str) -> list[Assignment]:
    return [held for held in user.assignments_now() if permission in ROLES[held.role].permissions]


def _reach(assignments: Iterable[Assignment]) -> Scope:
    tree = tree_on(clock.today())
    ids: set[int] = set()
    for held in assignments:
        if _is_district(tree, held.division_id):
            return Scope(None)
        # A unit merged away keeps its own records only: a merger widens nobody's view.
        ids |= tree.within(held.division_id) | {held.division_id}
    return Scope(frozenset(ids))


def _is_district(tree: Tree, division_id: int) -> bool:
    node = tree.nodes.get(division_id)
    return node is not None and node.parent_id is None
