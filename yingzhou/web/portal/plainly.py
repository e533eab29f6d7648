"""Why a rule may say no, for whoever fills in a form: the rules' own comparisons never reach them.

What has plain words here is said in them; of everything else only what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from yingzhou.kernel.cases import hints
from yingzhou.kernel.catalogue.items import Item
from yingzhou.kernel.people.models import Person
from yingzhou.policy.tree import PERSON

MOST = 4
"""Of the ways of which one would do."""
UNSURE = "按登记和您填的, 有一条可能不符合"
_EITHER = "以下满足一项即可, 但都不满足: "
_PARTS = re.compile(rf" \| |; |{_EITHER}")
_AGE = re.compile(
    r"\S*(?:周岁|年龄) (?P<now>\d+) 岁(?:\([^()]*\))?, 应(?P<way>不低于|高于|低于|不高于) "
    r"\D*?(?P<line>\d+)(?: 岁)?(?:,|$)"
)
_MONEY = re.compile(
    r"(?P<name>[^ ,]+) [^,]*(?:,\d{3}[^,]*)*, 应.+, (?P<way>高出|还差) (?P<by>[\d,.]+) 元\S*$"
)
_HEADING = re.compile(r"(?:有成员|成员)?(?:\([^()]*\))?都?(?P<name>[^\d\s,:(]+)")
_WHOSE = {
    "家庭月收入": "全家每月的收入", "货币财产": "家里的存款、证券等",
    "收入": "每月的收入", "计入月收入": "每月的收入",
    "扣除必需支出后收入": "扣掉看病、上学等以后的收入",
    "月可支配收入": "全家一年的收入", "家庭月医疗支出": "看病自己付的钱",
}  # fmt: skip
_ABOUT = (
    (hints.PLAIN, "按登记和您填的, 算出来可能领不到"),
    ("人数 1 人, 应等于 2", "要两个人一起办, 现在只写了一个人"),
    ("距今月数", "年龄可能不在这一项里"),
    ("父亲情形", "父母的情形可能不在这一项里"),
    ("母亲情形", "父母的情形可能不在这一项里"),
    ("本区户籍", "户口可能不在崇明区"),
    ("符合低保为是", "收入和财产可能符合低保, 请看看能不能申请低保"),
    ("有成员本市户籍", "家里可能没有上海户口的人"),
    ("本市户籍", "户口可能不在上海"),
    ("机动车", "家里有汽车"),
    ("住房", "家里的房子可能超过规定"),
    ("非居住房屋", "家里的房子可能超过规定"),
    ("农村家庭", "家里的房子可能超过规定"),
    ("就业申报", "登记里没有家里人新找到工作的记录"),
    ("就业", "现在有工作"),
    ("月养老金", "已经在领养老金"),
    ("生活类津贴", "已经在领的别的生活补贴可能不能和这一项一起领"),
    ("残疾", "残疾的类别和等级可能不在这一项里, 或者没有登记残疾人证"),
    ("护理补贴档次", "残疾的类别和等级可能不在这一项里, 或者没有登记残疾人证"),
    ("生活补贴人群", "可能不属于这项补贴说的几种困难残疾人"),
    ("照护等级", "可能还没有评过照护等级, 或者等级不到"),
    ("困难类别", "登记里不是低保、低收入家庭"),
    ("无法定义务人", "登记里有应当赡养、抚养的家人"),
    ("无劳动能力", "登记里家里有能干活的人"),
    ("性别", "要一男一女, 现在写的不是"),
    ("有配偶", "登记的或您填的婚姻情况可能不符合"),
    ("禁婚亲", "近亲不能结婚"),
    ("自愿", "要各方都自愿"),
    ("亲自到场", "要各方都亲自来"),
    ("法定婚龄", "可能还有人不到结婚的年龄"),
)
"""What a condition is about, by a word in it, the narrower first."""


def plain(reasons: Iterable[str]) -> list[str]:
    """The rules' reasons, each said once."""
    return list(dict.fromkeys(_said(reason) for reason in reasons))


def too_young_or_old(item: Item, person: Person, day: date) -> list[str]:
    """What the day of birth alone says, before anything is asked. Of a rule about one person only:
    of others nothing is looked up yet."""
    rule = item.apply.decision.get("rule", "") if item.apply else ""
    if not rule.startswith(f"{PERSON}."):
        return []
    return plain(one for one in hints.unfit(item, person, {}, day) if _AGE.match(one))


def _said(reason: str) -> str:
    parts = [part for part in _PARTS.split(reason) if part.strip()]
    told = list(dict.fromkeys(_one(part) for part in parts))
    known = [sentence for sentence, is_plain in told if is_plain]
    names = list(dict.fromkeys(name for name, is_plain in told if not is_plain and name))
    if known:
        several = _EITHER in reason and len(known) > 1
        return ("下面几条里要有一条符合, 现在可能都不符合: " if several else "") + "; ".join(
            known[:MOST]
        )
    return f"{UNSURE}: {'、'.join(names[:MOST])}" if names else f"{UNSURE}, 由工作人员核对"


def _one(part: str) -> tuple[str, bool]:
    """A sentence, or a heading where there is none."""
    age = _AGE.match(part)
    if age is not None:
        over = age["way"] in ("低于", "不高于")
        word = "超过了规定的" if over else "还不到规定的"
        return f"现在 {age['now']} 岁, {word} {age['line']} 岁", True
    money = _MONEY.match(part)
    if money is not None and money["name"] in _WHOSE:
        by = re.sub(r"\.00$", "", money["by"])
        word = "高" if money["way"] == "高出" else "低"
        return f"{_WHOSE[money['name']]}比规定的线{word} {by} 元", True
    return next(((said, True) for word, said in _ABOUT if word in part), (_heading(part), False))


def _heading(part: str) -> str:
    found = _HEADING.match(part)
    return found["name"].removeprefix("月") if found else ""
