"""In which order residents are asked, and what one answer already says about another.

Only names of facts; their words, kinds and ranges stand in ``inputs.yaml``. A fact that is not
named here is asked after these, where a result still depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yingzhou.policy.arith import full_years
from yingzhou.policy.scalar.instances import Value
from yingzhou.policy.tree import HOUSEHOLD, PERSON

WHO = "称呼"
WORKING_AGE = 16


@dataclass(frozen=True)
class Group:
    """Facts that are asked together on one page. ``title``: {} is the person."""

    entity: str
    title: str
    facts: tuple[str, ...]


FIRST = (
    Group(
        PERSON,
        "{}的情况",
        ("出生日期", "本市户籍", "户主配偶或子女", "残疾类别", "残疾等级"),
    ),
    Group(PERSON, "{}的收入", ("月劳动收入", "月养老金", "月其他收入")),
    Group(
        HOUSEHOLD,
        "全家的存款、车和房",
        ("货币财产", "生活用机动车", "住房套数", "非居住房屋", "农村家庭"),
    ),
)

AFTER = {
    "残疾等级": "残疾类别",
    "户主配偶或子女": "本市户籍",
    "就业": "月劳动收入",
    "月基础养老金": "月养老金",
    "住房建筑面积": "住房套数",
    "本次门急诊自负": "本次住院自负",
    "本年已救助": "本次门急诊自负",
    "本年门急诊已救助": "本次门急诊自负",
}
"""Asked only once the other is known."""

UNSURE_IS_NO = frozenset({"无法定义务人"})
"""Who does not know is counted as the law counts what nobody has found out (and is told so); so
are amounts of which a register that holds nothing proves that there are none."""

_NO_CARD = {"残疾等级": 0, "月残疾康复支出": 0}
_NO_PENSION = {"月基础养老金": 0}
_CHILD = {
    "月劳动收入": 0, "就业": 0, "月养老金": 0, "月基础养老金": 0, "有配偶": 0,
    "月其他护理类津贴": 0, "领取工伤生活护理费": 0, "月其他生活类津贴": 0,
}  # fmt: skip
_NO_BILLS = {"本年已救助": 0}


def implied(facts: Mapping[str, Value], as_of: int) -> dict[str, Value]:
    """What the answers about one person leave no doubt of, whatever was
    answered before one of them was changed."""
    made: dict[str, Value] = {}
    if facts.get("残疾类别") == "无":
        made |= _NO_CARD
    if facts.get("月养老金") == 0:
        made |= _NO_PENSION
    if facts.get("本次门急诊自负") == 0:
        made["本年门急诊已救助"] = 0
    if facts.get("本次住院自负") == 0 and facts.get("本次门急诊自负") == 0:
        made |= _NO_BILLS  # nothing to pay for: what was given before changes nothing
    born = facts.get("出生日期")
    if isinstance(born, int) and full_years(born, as_of) < WORKING_AGE:
        made |= _CHILD
    return made
