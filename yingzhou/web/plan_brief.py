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
    Aim("困难有人帮", "低保标准跟着消费水平走: 不低于人均消费支出的35%", "ti-heart-handshake"),
    Aim(
        "老了有人管",
        "养老床位由8,439张增至10,105张, 六成是护理型; 老年助餐场所达到100家",
        "ti-home-heart",
    ),
    Aim("孩子有人护", "儿童福利社会工作者由2人增至35人, 留守和困境儿童动态管理", "ti-mood-kid"),
    Aim("邻里有商量", "村居的事大家商量; 每万人有10个社会组织", "ti-users-group"),
    Aim("办事少跑腿", "社区事务就近办、网上办; 辅具租赁点乡镇全覆盖", "ti-walk"),
)

FIGURES: tuple[Figure, ...] = ()
