"""Which unit must act: the counter that took the case in, the village, the town, the district."""

from __future__ import annotations

from datetime import date

from yingzhou.kernel.catalogue.items.parts import ACTORS, DESKS
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import Node, Tree, tree_on


def desk_id(by: str, place_id: int, home_id: int, day: date) -> int | None:
    """None where the applicant, time or nobody must act."""
    tree = tree_on(day)
    if by == "counter":
        return tree.home.get(place_id, place_id)
    if by == "village":
        return tree.home.get(home_id, home_id)
    if by == "town":
        return town_of(tree, home_id).id
    return tree.root.id if by == "district" else None


def who_acts(by: str, unit_id: int | None, day: date) -> str:
    """Whom the applicant reads of; what the district took in itself it does itself, whichever desk
    would do it elsewhere."""
    if unit_id is not None and by in DESKS and unit_id == tree_on(day).root.id:
        return DESKS["district"]
    return ACTORS.get(by, by)


def town_of(tree: Tree, division_id: int) -> Node:
    """The town of a unit of any day; the district where it has none."""
    path = tree.path(tree.home.get(division_id, division_id))
    return next((node for node in path if node.level == Division.Level.TOWN), tree.root)


def name_of(division_id: int | None, day: date) -> str:
    """As it is called on ``day``; empty where it is not known."""
    if division_id is None:
        return ""
    tree = tree_on(day)
    node = tree.nodes.get(tree.home.get(division_id, division_id))
    return node.name if node else ""


def named(text: str, day: date) -> list[Node]:
    """Towns and villages that somebody means by these words: a name, with its town before it where
    it needs one."""
    tree = tree_on(day)
    wanted = "".join(text.split()).removeprefix("上海市").removeprefix(tree.root.name)
    there = [*tree.towns(), *tree.villages()] if wanted else []
    for said in (lambda node: full_name(tree, node), lambda node: node.name):
        for tidied in (str, _without_committee):
            found = [node for node in there if tidied(said(node)) == tidied(wanted)]
            if found:
                return found
    return []


COMMITTEES = ("村民委员会", "居民委员会", "村委会", "居委会", "村委", "居委", "社区", "居民区")


def _without_committee(name: str) -> str:
    """启瀛村村委会 as people call it: 启瀛村."""
    for ending in COMMITTEES:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def speaks_of(text: str, day: date) -> bool:
    """Whether these words name a town or village of the district, the town's short name too."""
    said = "".join(text.split())
    tree = tree_on(day)
    names = [node.name for node in (*tree.towns(), *tree.villages())]
    short = [node.name[:-1] for node in tree.towns() if len(node.name) > 2]
    return any(name in said for name in (*names, *short))


def full_name(tree: Tree, node: Node) -> str:
    """Villages of different towns share names."""
    return "".join(one.name for one in tree.path(node.id)[1:])
