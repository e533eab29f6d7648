"""Whether an item that can be applied for can be carried through: people, letters, a rule."""

from __future__ import annotations

from collections.abc import Iterator

from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.catalogue.items.parts import DESKS, Apply, Item, Process, Stage, Transition

from .problem import BAD, Problem

LEVELS = {"counter": "镇", "village": "村", "town": "镇", "district": "区"}
"""At which level of role a desk is staffed."""
TOLD = {"granted", "refused", "not_accepted"}
"""Outcomes that the applicant is told in writing (行政许可法 第三十八条, 信访 and 救助 alike)."""


def applied(item: Item) -> Iterator[Problem]:
    if item.apply is None:
        return
    yield from _staffed(item.apply.process)
    yield from _written(item.apply.process)
    yield from _reckoned(item.apply)


def _staffed(process: Process) -> Iterator[Problem]:
    for stage in process.stages.values():
        if stage.by in DESKS and not any(
            _held(way.permission, LEVELS[stage.by]) for way in _own_ways(process, stage)
        ):
            yield Problem(
                BAD,
                f"“{stage.name}”这一步没有人能办: {DESKS[stage.by]}没有角色有这项权限",
                "改由有权限的一级来办, 或在角色表里加权限",
            )


def _own_ways(process: Process, stage: Stage) -> list[Transition]:
    return [way for way in process.ways_from(stage.key) if way.by == stage.by]


def _held(permission: str, level: str) -> bool:
    return any(role.level == level and permission in role.permissions for role in ROLES.values())


def _written(process: Process) -> Iterator[Problem]:
    for way in process.transitions.values():
        told = way.closes in TOLD or way.decides or way.corrects == "ask"
        if told and not way.letter:
            yield Problem(BAD, f"“{way.name}”没有书面告知", "写 letter, 用哪一封信函")


def _reckoned(apply: Apply) -> Iterator[Problem]:
    """Where no rule decides, a person may name the amount: the step then asks for it."""
    ways = apply.process.transitions.values()
    needs = {need for way in ways for need in way.needs}
    by_hand = any(field.key == "amount" for way in ways for field in way.asks)
    if "computed" in needs and not apply.decision and not by_hand:
        yield Problem(BAD, "流程要算出结果, 事项没有写用哪条规则", "写 decision.rule")
