"""Who counts as a relative where somebody must keep away from a case (回避).

公务员法 第七十六条 with 第七十四条: spouse, ancestors and descendants, collaterals of three
generations (brothers and sisters, one parent in common is enough; uncles and aunts, nephews and
nieces, cousins), and those near by marriage (公务员回避规定: the spouse's parents, the spouse's
brothers and sisters and their spouses, the children's spouses and their parents, the spouses of
collaterals); step-parents, guardians and wards besides. The relation is symmetric.

近亲属 is the narrower word of 民法典 第一千零四十五条, for what staff put on record of their family
(:func:`is_kin`): without uncles and cousins and without who is near by marriage alone.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import Q

from yingzhou.kernel.people.models import Kinship

PARENT = Kinship.Kind.PARENT
_THERE = (
    *("S", "G", "U", "UU", "UUU", "US", "UD", "UUD", "UUDD"),
    *("SU", "SUD", "SUDS", "DSU", "UUDS", "UDDS", "UUDDS"),
)
_BACK = str.maketrans("UD", "DU")
WORDS = sorted({*_THERE, *(word[::-1].translate(_BACK) for word in _THERE)})
"""Ways from one to the other: U up to a parent, D down to a child, S to a spouse, G to a guardian
or ward. Read backwards each is one of them as well."""
_BEGUN = sorted({word[: n + 1] for word in WORDS for n in range(len(word))})
_STEP = f"""CASE k.kind WHEN {Kinship.Kind.SPOUSE.value} THEN 'S'
    WHEN {Kinship.Kind.GUARDIAN.value} THEN 'G'
    ELSE CASE WHEN k.person_id = walk.id THEN 'U' ELSE 'D' END END"""
_WALK = f"""
WITH RECURSIVE walk(id, word) AS (
    SELECT CAST(%s AS bigint), CAST('' AS text)
    UNION
    SELECT CASE WHEN k.person_id = walk.id THEN k.relative_id ELSE k.person_id END,
        walk.word || {_STEP}
    FROM walk JOIN {Kinship._meta.db_table} k
        ON k.person_id = walk.id OR k.relative_id = walk.id
    WHERE walk.word || {_STEP} IN ({", ".join(f"'{word}'" for word in _BEGUN)})
)
SELECT DISTINCT id FROM walk WHERE word IN ({", ".join(f"'{word}'" for word in WORDS)})
"""  # noqa: S608 - nothing but the constants above
"""One question, however large the family: it is asked on every page of the desk."""


def kin_of(me: int) -> set[int]:
    """Ids of the relatives of the person with this id, never their own. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_WALK, [me])
        return {pk for (pk,) in cursor.fetchall()} - {me}


def is_own(me: int | None, persons: set[int]) -> bool:
    """Whether what is about these persons is for somebody else to change: one of them is the
    officer or a relative. ``me``: who the officer is in the register."""
    return me is not None and bool(persons & (kin_of(me) | {me}))


def is_kin(us: set[int], person: str) -> Q:
    """The condition that a row's ``person`` (the way to it) is one of ``us`` or 近亲属 of any of
    them. One query here; the condition looks into the register once more."""
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
