"""The day and the part of the district that a page is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest
from django.utils.dateparse import parse_date

from yingzhou.core import clock
from yingzhou.kernel.divisions.tree import Node, Tree, tree_on
from yingzhou.kernel.people.viewer import viewer_of

PERMISSION = "places.view"


@dataclass(frozen=True)
class View:
    """``within``: ids that count, the viewer's scope applied; ``choices``: for the picker."""

    day: date
    division: Node | None
    within: frozenset[int] | None
    choices: list[tuple[str, list[Node]]]

    @property
    def where(self) -> str:
        return self.division.name if self.division else ""


def view_of(request: HttpRequest) -> View:
    """Read ``?on=`` and ``?at=``; what makes no sense is replaced, with a message."""
    day = _day(request)
    tree = tree_on(day)
    scope = viewer_of(request).scope(PERMISSION).ids
    division = _division(request, tree, scope)
    within = frozenset(tree.within(division.id)) if division else None
    if scope is not None:
        within = frozenset(scope) if within is None else within & frozenset(scope)
    return View(day, division, within, _choices(tree, scope))


def _day(request: HttpRequest) -> date:
    text = request.GET.get("on", "")
    if not text:
        return clock.today()
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or day > clock.today():
        messages.warning(request, "日期应不晚于今天, 写成 2020-12-31 的样子; 下面按今天显示。")
        return clock.today()
    return day


def _division(request: HttpRequest, tree: Tree, scope) -> Node | None:
    text = request.GET.get("at", "")
    if not text:
        return None
    node = tree.by_code(text)
    if node is None or (scope is not None and node.id not in scope):
        messages.warning(request, "没有这个区划, 或不在您负责的范围内; 下面按全部显示。")
        return None
    return node


def _choices(tree: Tree, scope) -> list[tuple[str, list[Node]]]:
    """Towns with their villages, as far as the viewer's scope goes."""
    groups = []
    for town in sorted(tree.at_level(2), key=lambda node: node.code):
        units = [town, *sorted(tree.children.get(town.id, []), key=lambda node: node.code)]
        mine = [unit for unit in units if scope is None or unit.id in scope]
        if mine:
            groups.append((town.name, mine))
    return groups
