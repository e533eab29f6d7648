"""The five-year plan in the words of residents: what it aims at, and figures it publishes.

The aims are the plan's own words shortened; the figures are read from its file, and the board
computes the live ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from yingzhou.insight.plan_files import Indicator, Plan


@dataclass(frozen=True)
class Aim:
    """One chapter of the plan in plain words."""

    title: str
    text: str
    icon: str


@dataclass(frozen=True)
class Figure:
    """A published indicator: where it stood and where it should stand at the end."""

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


def figures(plan: Plan) -> list[Figure]:
    """The plan's main indicators as anyone may read them."""
    return [
        Figure(
            name=indicator.measure.name,
            baseline=_number(indicator.baseline),
            target=_target(indicator),
            unit=indicator.measure.unit,
            kind=indicator.kind,
        )
        for indicator in plan.indicators
    ]


def _target(indicator: Indicator) -> str:
    if indicator.measure.target is None:
        return "—"
    sign = "≤" if indicator.measure.direction == "at_most" else "≥"
    return f"{sign} {_number(indicator.measure.target)}"


def _number(value: Fraction) -> str:
    """As the plan writes it: no zeros added, no scientific notation."""
    return f"{float(value):,.12g}"
