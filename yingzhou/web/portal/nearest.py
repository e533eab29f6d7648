"""Counters in the order in which somebody would go there: their own town's first, then neighbours.

How far is reckoned along a straight line from the middle of the village or town; a ferry is not
known. What has no coordinates comes after what has, in the order of the divisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import cos, hypot, inf, radians
from typing import Protocol

from django.http import HttpRequest

from yingzhou.kernel.accounts.acting import acting
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.cases.services.intake import home_of
from yingzhou.kernel.divisions.tree import Tree, tree_on
from yingzhou.kernel.organisations.models import Facility


class _Placed(Protocol):
    @property
    def lon(self) -> float | None: ...
    @property
    def lat(self) -> float | None: ...


def home_place(request: HttpRequest, day: date) -> int | None:
    """The village of whoever the pages are about; None where nobody is signed in."""
    user = request.user
    if not isinstance(user, User) or not user.is_resident or user.person_id is None:
        return None
    home = home_of(acting(request), None, day)
    return home.pk if home else None


def by_distance(counters: Iterable[Facility], home: int | None, day: date) -> list[Facility]:
    """Unchanged where it is not known where somebody lives."""
    found = list(counters)
    tree = tree_on(day)
    if home is None or not tree.nodes:
        return found
    own = town_of(tree, home)
    here = _first_placed(_places(tree, home))
    order = {node.id: number for number, node in enumerate(tree.towns())}

    def rank(one: Facility) -> tuple[bool, float, int, str]:
        town = town_of(tree, one.division_id)
        there = _first_placed([one, *_places(tree, one.division_id)])
        far = _kilometres(here, there) if here and there else inf
        return town.id != own.id, far, order.get(town.id, len(order)), one.code

    return sorted(found, key=rank)


def is_own(one: Facility, home: int | None, day: date) -> bool:
    """Whether it stands in the town where ``home`` lies."""
    if home is None:
        return False
    tree = tree_on(day)
    return town_of(tree, one.division_id).id == town_of(tree, home).id


def _places(tree: Tree, division: int) -> list[_Placed]:
    """From the smallest unit up, without the district: its middle is nobody's."""
    path = tree.path(tree.home.get(division, division))
    return [node for node in reversed(path) if node.id != tree.root.id]


def _first_placed(places: Iterable[_Placed]) -> tuple[float, float] | None:
    return next(
        ((one.lon, one.lat) for one in places if one.lon is not None and one.lat is not None), None
    )


def _kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Flat within one district."""
    east = (there[0] - here[0]) * cos(radians(here[1]))
    return 111.2 * hypot(east, there[1] - here[1])
