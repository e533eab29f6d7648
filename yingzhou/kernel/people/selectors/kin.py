"""Who counts as a relative where somebody must keep away from a case (回避).

Spouse, parents and grandparents, children and grandchildren, brothers and sisters (one parent in
common is enough), guardians and wards. The relation is symmetric.
"""

from __future__ import annotations

from django.db.models import Q

from yingzhou.kernel.people.models import Kinship


def kin_of(me: int) -> set[int]:
    """Ids of the relatives of the person with this id, never their own. Two queries."""
    parent = Kinship.Kind.PARENT
    near = list(
        Kinship.objects.filter(Q(person=me) | Q(relative=me)).values_list(
            "person", "relative", "kind"
        )
    )
    parents = {up for down, up, kind in near if kind == parent and down == me}
    children = {down for down, up, kind in near if kind == parent and up == me}
    found = {other for down, up, _ in near for other in (down, up)}
    if parents or children:
        further = Q(person__in=parents) | Q(relative__in=parents | children)
        pairs = Kinship.objects.filter(further, kind=parent).values_list("person", "relative")
        for down, up in pairs:
            if down in parents:
                found.add(up)
            if up in parents or up in children:
                found.add(down)
    return found - {me}
