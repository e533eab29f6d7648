"""Recording a death or a move, and taking one back: a form, what will follow, then done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from yingzhou.core.access import requires
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.people import selectors, services
from yingzhou.kernel.people.forms import (
    CustodyForm,
    DisabilityForm,
    MoveForm,
    ReleaseForm,
    ReverseForm,
)
from yingzhou.kernel.people.models import LifeEvent, Residence
from yingzhou.kernel.people.selectors.places import Places

from .common import open_to_change
from .steps import steps, who


@requires("people.change")
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    person = open_to_change(request, pk)

    def act(data: dict[str, Any]) -> object:
        return services.move(person=person, **who(request), **data)

    form = MoveForm(request.POST or None)
    page = {"title": "登记迁移", "verb": "确认登记迁移", "done": "迁移已登记。"}
    return steps(request, person, form, page, _move_follows, act)


@requires("people.change")
@require_http_methods(["GET", "POST"])
def disability(request: HttpRequest, pk: int) -> HttpResponse:
    person = open_to_change(request, pk)

    def act(data: dict[str, Any]) -> object:
        return services.change_disability(person=person, **who(request), **data)

    def follows(data: dict[str, Any]) -> list[str]:
        return selectors.disability_follows(person, data["grade"], data["on"])

    page = {"title": "登记残疾证变化", "verb": "确认登记", "done": "残疾证变化已登记。"}
    return steps(request, person, DisabilityForm(request.POST or None), page, follows, act)


@requires("people.change")
@require_http_methods(["GET", "POST"])
def custody(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken away; of whom that stands on record, that they came back."""
    person = open_to_change(request, pk)
    is_away = person.custodies.filter(valid_to__gte=FOREVER).exists()

    def act(data: dict[str, Any]) -> object:
        service = services.come_back if is_away else services.take_away
        return service(person=person, **who(request), **data)

    def follows(data: dict[str, Any]) -> list[str]:
        return selectors.custody_follows(is_away, data["on"])

    form = (ReleaseForm if is_away else CustodyForm)(request.POST or None)
    title = "登记释放或解除" if is_away else "登记服刑或强制戒毒"
    page = {"title": title, "verb": "确认登记", "done": "已登记。"}
    return steps(request, person, form, page, follows, act)


@requires("people.change")
@require_http_methods(["GET", "POST"])
def reverse(request: HttpRequest, pk: int, event_pk: int) -> HttpResponse:
    person = open_to_change(request, pk)
    event = get_object_or_404(LifeEvent, pk=event_pk, person=person)

    def act(data: dict[str, Any]) -> object:
        return services.reverse_life_event(event=event, **who(request), **data)

    def follows(_: dict[str, Any]) -> list[str]:
        return selectors.reversal_follows(event)

    page = {
        "title": f"撤回{event.get_kind_display()}登记({event.on})",
        "verb": "确认撤回",
        "done": "登记已撤回, 连带变更已恢复。",
    }
    return steps(request, person, ReverseForm(request.POST or None), page, follows, act)


def _move_follows(data: dict[str, Any]) -> list[str]:
    to = data["division"]
    where = Places(data["on"]).label(to.pk) if to else "区外"
    words = [Residence.Kind(kind).label for kind in data["kinds"]]
    lines = [f"原{word}自 {data['on']} 起终止, 新{word}: {where}" for word in words]
    if Residence.Kind.REGISTERED in data["kinds"]:
        number = data["household_number"]
        lines.append("离开原户籍户; 原户没有其他成员的, 随之销户")
        lines += [f"加入(或新立)户号 {number}"] if to and number else []
    return lines + (MOVED if to else MOVED_AWAY)


MOVED = [
    "按登记发的津贴、家里的救助, 从下次计算起按新的登记算; 少发的补发, 多发的先听取意见",
    "对此人的走访转到新的村居",
]
MOVED_AWAY = [
    "按登记发的津贴(如老年综合津贴), 从下次计算起不再由本区发; 已经多发的先听取意见, 再决定追回",
    "家里的救助从下次计算起按其余的人算; 全家迁出、还在领低保的, 由乡镇核实后才停",
    "对此人的走访停办",
]
