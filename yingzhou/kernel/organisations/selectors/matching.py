"""Which organisation somebody means: by its unified social credit code, or by its name."""

from __future__ import annotations

from datetime import date

from yingzhou.kernel.organisations import uscc
from yingzhou.kernel.organisations.models import Organisation

MOST = 20
SHORTEST = 2
"""So many characters of a name are looked for; fewer would name half the register."""


def matching(typed: str, day: date) -> list[Organisation]:
    """Those that exist on ``day``; by code the one, by a part of the name the shortest first."""
    rows = Organisation.objects.on(day).select_related("division")
    code = uscc.normalise(typed)
    if len(code) == 18 and code.isascii():
        return list(rows.filter(uscc=code))
    name = typed.strip()
    if len(name) < SHORTEST or name.isascii():
        return []
    found = rows.filter(name__contains=name).order_by("name")[: MOST * 5]
    return sorted(found, key=lambda one: (len(one.name), one.name))[:MOST]
