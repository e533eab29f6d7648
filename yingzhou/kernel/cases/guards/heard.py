"""Before money is taken from a family: they were heard, and where they do not agree, the village
sat down over it (应退尽退, B11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from yingzhou.core import clock
from yingzhou.kernel.cases import answers as forms

from .asked import Asked
from .hands import named

PRESENT = 3
"""So many sit down over it at least: an internal rule, no source was found (待核实)."""
ANSWER = "answer"
AGREED, DECLINED = "resigned", "declines"
"""How processes call the steps by which a matter goes on that had waited for a signature: with it,
and without."""


def deliberation(asked: Asked, _: str) -> list[str]:
    """Who sat there and how they saw it adds up."""
    data = asked.data
    names = named(str(data.get("present") or ""))
    found = []
    if len(names) < PRESENT:
        found.append(f"议事要{PRESENT}人以上参加, 现在写了 {len(names)} 人, 请写全姓名")
    voices = int(data.get("agreed") or 0) + int(data.get("opposed") or 0)
    if voices > len(names):
        found.append(f"参加的有 {len(names)} 人, 写的意见有 {voices} 个, 请核对")
    if not voices:
        found.append("请写明几个人认为应当、几个人认为不应当")
    return [*found, *_too_early(asked)]


def _too_early(asked: Asked) -> list[str]:
    """Nobody sat down over it before they were asked to."""
    came = asked.case.steps.order_by("-seq").values_list("at", flat=True).first()
    asked_on = clock.day_of(came).isoformat() if came else ""
    met = str(asked.data.get("met_on") or "")
    if not met or met >= asked_on:
        return []
    return [f"日期早于请村居来议的日子({forms.written(asked_on)}), 请核对"]


def deliberated(asked: Asked, of: str) -> list[str]:
    """Needed unless they themselves said that it is right. ``of``: the step that records it."""
    taken = list(asked.case.steps.order_by("seq").values_list("transition", "data"))
    return unheard(taken, of)


def unheard(taken: Sequence[tuple[str, Mapping[str, Any] | None]], of: str) -> list[str]:
    """``taken``: the steps so far with what was filled in."""
    agrees = [bool((data or {}).get("agrees")) for name, data in taken if name == ANSWER]
    if agrees[-1:] == [True] or any(name == of for name, _ in taken):
        return []
    said = "本人不同意" if agrees else "本人没有回话"
    return [f"{said}: 决定停发或减发以前, 先“请村居议事”, 记下议事结果"]


def warned(asked: Asked, of: str) -> list[str]:
    """Who does not let anybody look was told what follows and had time to think again. ``of``: the
    step that their time takes by itself when it is over; once they agreed, it begins anew. Who
    says before that they will not is taken at their word."""
    taken = list(asked.case.steps.order_by("seq").values_list("transition", flat=True))
    over = max((n for n, one in enumerate(taken) if one in (of, DECLINED)), default=-1)
    agreed = max((n for n, one in enumerate(taken) if one == AGREED), default=-1)
    if over > agreed:
        return []
    return ["还没有告知后果、给过时间: 先告知, 到期没有签授权书的才能转停发听取意见"]
