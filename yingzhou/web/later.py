"""Services residents ask for, in their words. None can be applied for here yet, and pages say so.

The catalogue (事项) will replace this list; until then it lets the search box answer honestly.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Later:
    """A line of work that this platform does not offer yet; ``words`` are what people type."""

    name: str
    what: str
    icon: str
    words: tuple[str, ...]


LATER: tuple[Later, ...] = (
    Later(
        "困难救助",
        "低保、特困供养、临时救助、医疗救助的申请和进度",
        "ti-heart-handshake",
        ("低保", "救助", "特困", "临时", "困难", "医疗", "补助", "低收入", "穷"),
    ),
    Later(
        "养老服务",
        "找养老院、日间照料、助餐点, 申请居家照护和照护评估",
        "ti-home-heart",
        ("养老", "老人", "养老院", "助餐", "吃饭", "日托", "照护", "护理", "敬老", "长者", "津贴"),
    ),
    Later(
        "残疾人补贴",
        "困难残疾人生活补贴、重度残疾人护理补贴、辅具租赁",
        "ti-wheelchair",
        ("残疾", "残联", "辅具", "轮椅", "护理补贴"),
    ),
    Later(
        "孩子的事",
        "留守儿童和困境儿童的关爱、收养登记",
        "ti-mood-kid",
        ("孩子", "儿童", "留守", "收养", "孤儿", "未成年"),
    ),
    Later(
        "结婚登记",
        "结婚、离婚登记的预约和要带的材料",
        "ti-hearts",
        ("结婚", "离婚", "婚姻", "登记", "领证", "补领"),
    ),
    Later(
        "身后事",
        "殡葬服务、公益性骨灰堂、清明祭扫预约",
        "ti-candle",
        ("殡葬", "丧", "骨灰", "墓", "祭扫", "火化", "去世", "清明"),
    ),
    Later(
        "志愿和时间银行",
        "把帮助别人的时间存下来, 将来换成别人的帮助",
        "ti-clock-heart",
        ("志愿", "时间银行", "老伙伴", "义工", "互助"),
    ),
    Later(
        "评价和意见",
        "给办过的事打分、提意见, 差评有人回访",
        "ti-star",
        ("投诉", "评价", "意见", "差评", "建议", "表扬"),
    ),
    Later(
        "社会组织",
        "社会组织的登记、年检和评估",
        "ti-users-group",
        ("社会组织", "协会", "民非", "基金会", "社团"),
    ),
)


def matching(asked: str) -> list[Later]:
    """The lines of work that what was typed may mean; all words are compared, both ways."""
    asked = asked.strip()
    if not asked:
        return []
    return [
        item
        for item in LATER
        if asked in item.name
        or asked in item.what
        or any(word in asked or asked in word for word in item.words)
    ]
