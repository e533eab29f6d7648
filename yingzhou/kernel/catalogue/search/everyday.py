"""What people say and what the catalogue calls it: a hint where an item has no such synonym.

An item's own synonyms come first; this is for sentences in which the service is not named at all.
"""

from __future__ import annotations

EVERYDAY: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("走不动", "走不了路", "瘫", "卧床", "不能自理", "没人照顾", "没人管", "失智", "痴呆"),
        ("长期护理保险", "养老服务补贴", "照护", "护理", "失能"),
    ),
    (
        ("没钱", "穷", "吃不上饭", "揭不开锅", "没收入", "活不下去", "日子过不下去"),
        ("最低生活保障", "临时救助", "低保"),
    ),
    (
        ("过世", "去世", "死了", "死亡", "人没了", "火化", "骨灰", "下葬", "坟"),
        ("身后事", "殡葬", "丧葬", "安葬"),
    ),
    (("看不起病", "大病", "药费", "住院费", "医药费"), ("医疗救助", "医保", "大病")),
    (("领证", "要结婚", "对象", "女朋友", "男朋友"), ("结婚登记",)),
    (("过不下去了", "分手", "离了"), ("离婚登记",)),
    (("没爹没妈", "爸妈都没了", "父母双亡", "没有父母"), ("孤儿",)),
    (("领养", "抱养", "抱一个孩子"), ("收养",)),
    (("看不见", "聋", "哑", "断了腿", "轮椅", "残废"), ("残疾人",)),
    (("烧饭", "做不动饭", "送饭"), ("助餐", "长者食堂")),
    (("失业", "下岗", "没工作", "找工作"), ("失业", "就业")),
    (("流浪", "讨饭", "露宿"), ("救助管理", "流浪乞讨")),
)
"""Any of the first words in what is typed stands for the second ones."""


def meant(text: str) -> list[tuple[str, str]]:
    """Terms of the catalogue, each with the word that stands for it."""
    found = []
    for words, terms in EVERYDAY:
        said = next((word for word in words if word in text), "")
        found += [(term, said) for term in terms if said]
    return found
