"""Changing divisions: a form, what will follow, then done. A refusal keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yingzhou.core import clock
from yingzhou.core.access import requires
from yingzhou.core.audit import Actor
from yingzhou.core.timeline import Refused
from yingzhou.kernel.divisions import selectors, services
from yingzhou.kernel.divisions.forms import FoundForm, MergeForm, MoveForm, RenameForm, SplitForm
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on

PERMISSION = "divisions.change"
VILLAGE, DISTRICT = Division.Level.VILLAGE, Division.Level.DISTRICT


@requires(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    return _steps(request, pk, RenameForm, "更名", services.rename)


@requires(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    return _steps(request, pk, MoveForm, "隶属调整", services.move)


@requires(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    return _steps(request, pk, MergeForm, "合并", services.merge)


@requires(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, pk: int) -> HttpResponse:
    return _steps(request, pk, SplitForm, "拆分", services.split)


@requires(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest, pk: int) -> HttpResponse:
    return _steps(request, pk, FoundForm, "新设下级单位", services.found)


def _fits(title: str, level: int) -> bool:
    """Whether a unit of this level may be changed so."""
    if title == "更名":
        return True
    if title == "新设下级单位":
        return level < VILLAGE
    return level == VILLAGE if title == "隶属调整" else level > DISTRICT


def _steps(
    request: HttpRequest, pk: int, form_class: Any, title: str, service: Callable[..., object]
) -> HttpResponse:
    node = tree_on(clock.today()).nodes.get(pk)
    if node is None or not _fits(title, node.level):
        raise Http404("这个单位今天不存在, 或不能这样变更")
    form = form_class(node, request.POST) if request.method == "POST" else form_class(node)
    page = {"node": node, "form": form, "title": title, "refusal": "", "lines": []}
    if request.method != "POST" or not form.is_valid() or "back" in request.POST:
        return render(request, "divisions/change.html", page)

    def act() -> object:
        who = {"actor": Actor.of(request.user), "at": clock.now()}
        return service(**form.facts(), **form.order(), **who)

    try:
        if "confirmed" in request.POST:
            act()
            messages.success(request, f"{title}已登记。")
            return redirect("divisions:unit", pk=pk)
        page["lines"] = selectors.differences(*services.preview(act, form.order()["on"]))
        page["kept"] = _kept(request)
    except Refused as refusal:
        return render(request, "divisions/change.html", page | {"refusal": str(refusal)})
    return render(request, "divisions/confirm.html", page)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What was filled in, to be sent again with the confirmation."""
    left_out = ("csrfmiddlewaretoken", "back", "confirmed")
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in left_out
        for value in values
    ]
