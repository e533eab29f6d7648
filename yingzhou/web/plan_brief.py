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

FIGURES: tuple[Figure, ...] = (
    Figure("居民最低生活保障标准与上年度居民月人均消费支出比", "32.63", "≥35", "%", "约束性"),
    Figure("低保人数占户籍人口数比重", "1.64", "1.59", "%", "预期性"),
    Figure("养老床位总数", "8,439", "10,105", "张", "预期性"),
    Figure("护理型床位占比", "30", "≥60", "%", "约束性"),
    Figure("认知障碍照护床位数", "200", "300", "张", "预期性"),
    Figure("老年助餐供客能力", "5,500", "9,000", "客/日", "预期性"),
    Figure("养老护理员持证率", "89", "95", "%", "预期性"),
    Figure("康复辅具社区租赁服务实体点乡镇覆盖率", "72", "100", "%", "约束性"),
    Figure("康复辅助技术咨询师数量", "0", "30", "人", "预期性"),
    Figure("未成年人救助保护机构规范达标率", "0", "100", "%", "约束性"),
    Figure("儿童福利社会工作者数量", "2", "35", "人", "预期性"),
    Figure("社区工作者社工持证率", "15", "20", "%", "预期性"),
    Figure("注册社区云居社互动平台市民家庭数占全区家庭总数比", "5", "≥60", "%", "预期性"),
    Figure("每万人持社会工作者职业水平证书人数", "9.4", "15.2", "人", "预期性"),
    Figure("每万人常住人口拥有社会组织数", "8.1", "10", "个", "预期性"),
    Figure("政府购买服务收入及政府补助收入占社会组织年度总收入比", "19.8", "≥30", "%", "预期性"),
    Figure("新开墓区小型墓比例(≤0.6平方米)", "41", "90", "%", "预期性"),
)
