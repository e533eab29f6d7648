"""Who counts as a relative where somebody must keep away from a case (回避).

Spouse, parents and grandparents, children and grandchildren, brothers and sisters (one parent in
common is enough), guardians and wards. The relation is symmetric.
"""

from __future__ import annotations

from django.db.models import Q

from yingzhou.kernel.people.models import Kinship

PARENT = Kinship.Kind.PARENT


def kin_of(me: int) -> set[int]:
    """Ids of the relatives of the person with this id, never their own. Two queries."""
    found, parents, children = _near({me})
    if parents or children:
        further = Q(person__in=parents) | Q(relative__in=parents | children)
        pairs = Kinship.objects.filter(further, kind=PARENT).values_list("person", "relative")
        for down, up in pairs:
            if down in parents:
                found.add(up)
            if up in parents or up in children:
                found.add(down)
    return found - {me}


def is_own(me: int | None, persons: set[int]) -> bool:
    """Whether what is about these persons is for somebody else to change: one of them is the
    officer or a relative. ``me``: who the officer is in the register."""
    return me is not None and bool(persons & (kin_of(me) | {me}))


def is_kin(us: set[int], person: str) -> Q:
    """The condition that a row's ``person`` (the way to it) is one of ``us`` or a relative of any
    of them. One query here; the condition looks into the register once more."""
    found, parents, children = _near(us)
    down = Kinship.objects.filter(kind=PARENT, relative__in=parents | children)
    up = Kinship.objects.filter(kind=PARENT, person__in=parents)
    near = Q(**{f"{person}__in": found | us})
    if parents or children:
        near |= Q(**{f"{person}__in": down.values("person")})
    return near | Q(**{f"{person}__in": up.values("relative")}) if parents else near


def _near(us: set[int]) -> tuple[set[int], set[int], set[int]]:
    """One step away: all, the parents, the children."""
    rows = Kinship.objects.filter(Q(person__in=us) | Q(relative__in=us))
    near = list(rows.values_list("person", "relative", "kind"))
    parents = {up for down, up, kind in near if kind == PARENT and down in us}
    children = {down for down, up, kind in near if kind == PARENT and up in us}
    return {other for down, up, _ in near for other in (down, up)}, parents, children
