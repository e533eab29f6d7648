"""Reads from an address what a page of the board is asked for; what makes no sense is replaced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.dateparse import parse_date

from yingzhou.core import clock
from yingzhou.insight.export import EXCEL
from yingzhou.insight.plan_files import Plan, default_plan, plans
from yingzhou.insight.selectors.asked import Asked, NoDivisions, the_tree, tops
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.divisions.tree import Node, Tree

Page = Callable[..., HttpResponseBase]


def user_of(request: HttpRequest) -> User:
    return cast(User, request.user)


def with_asked(permission: str) -> Callable[[Page], Page]:
    """Gives the view what is asked, within the scope of ``permission``; a page where nothing is."""

    def decorate(view: Page) -> Page:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                found = read(request, permission, kwargs.pop("plan", ""))
            except NoDivisions:
                return render(request, "board/nothing.html", status=200)
            return view(request, found, *args, **kwargs)

        return wrapper

    return decorate


def read(request: HttpRequest, permission: str, plan_code: str = "") -> Asked:
    """The plan, day and division of this address, by GET or (forms) POST.

    Http404 for a plan that does not exist in the path; what stands in the query is only advice and
    is replaced, with a message. :class:`NoDivisions` where the registry is empty.
    """
    given = request.POST if request.method == "POST" else request.GET
    plan = _plan(plan_code, given.get("plan", ""))
    day = _day(request, given.get("date", ""), plan)
    try:
        tree = the_tree(day)
    except NoDivisions:
        day = min(clock.today(), plan.last_day)
        messages.warning(request, "那一天还没有行政区划记录; 下面按规划的最后一天显示。")
        tree = the_tree(day)
    scope = scope_of(user_of(request), permission).ids
    node = _division(request, given.get("division", ""), tree, scope)
    return Asked(plan, day, node, tree, scope)


def _plan(in_path: str, in_query: str) -> Plan:
    if in_path:
        if in_path not in plans():
            raise Http404("没有这个规划")
        return plans()[in_path]
    return plans().get(in_query) or default_plan()


def _day(request: HttpRequest, text: str, plan: Plan) -> date:
    usual = min(clock.today(), plan.last_day)
    if not text:
        return usual
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        messages.warning(request, f"日期写成 2020-12-31 的样子; 下面按 {usual} 显示。")
        return usual
    if day > clock.today():
        messages.warning(request, f"{day} 还没有到, 没有记录可算; 下面按 {usual} 显示。")
        return usual
    return day


def _division(request: HttpRequest, code: str, tree: Tree, scope: frozenset[int] | None) -> Node:
    """The unit named; otherwise the highest one within the scope."""
    own = tops(tree, scope)
    if not own:
        raise NoDivisions("您负责的区划当时还没有设立")
    if not code:
        return own[0]
    node = tree.by_code(code)
    if node is None or node.is_statistical or (scope is not None and node.id not in scope):
        messages.warning(request, f"没有这个区划, 或不在您负责的范围内; 下面显示{own[0].name}。")
        return own[0]
    return node


def common_context(asked: Asked, path: str) -> dict[str, Any]:
    """What the bar of choices needs. ``kept``: parameters that a new choice does not drop."""
    return {
        "asked": asked,
        "plans": list(plans().values()),
        "path": path,
        "quick_days": _quick_days(asked.plan),
        "kept": {},
        "district_only": False,
    }


def _quick_days(plan: Plan) -> list[tuple[str, date]]:
    """Days that leaders ask for most; those to come are left out."""
    today = clock.today()
    days = [("规划期末", plan.last_day), ("今天", today), ("基期", plan.base)]
    return [(word, day) for word, day in days if day <= today]


def excel_response(file: Any, name: str) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=EXCEL)
