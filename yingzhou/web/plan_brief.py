"""The five-year plan in the words of residents: what it aims at, and figures it publishes.

Texts and figures are the plan's own (“十四五”规划, 三 and 四); the board computes the live ones.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Aim:
    """One chapter of the plan in plain words."""

    title: str
    text: str
    icon: str


@dataclass(frozen=True)
class Figure:
    """A published indicator: where it stood in 2020 and where it should stand in 2025."""

    name: str
    baseline: str
    target: str
    unit: str
    kind: str


AIMS: tuple[Aim, ...] = (
    Aim("困难有人帮", "低保标准随消费水平提高, 救助不漏一户, 也不多发一户", "ti-heart-handshake"),
    Aim("老了有人管", "床位更多、护理更专业, 助餐点开到家门口", "ti-home-heart"),
    Aim("孩子有人护", "村村有儿童主任, 留守和困境儿童一人一档", "ti-mood-kid"),
    Aim("邻里有商量", "村居的事大家议, 社会组织和志愿者一起做", "ti-users-group"),
    Aim("办事少跑腿", "婚姻、殡葬和社区事务就近办、网上办", "ti-walk"),
)

FIGURES: tuple[Figure, ...] = ()
