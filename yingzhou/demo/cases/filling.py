"""What people write into forms, and officials into steps."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import numpy as np

from yingzhou.core.workdays import add_workdays
from yingzhou.demo.days import day as day_number
from yingzhou.demo.numbers import identity_numbers
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import consent, known
from yingzhou.kernel.cases.changed import asked
from yingzhou.kernel.cases.whom import whose
from yingzhou.kernel.catalogue.items import Apply, Field, Transition
from yingzhou.kernel.people.models import Person

BIRTH = day_number(1950, 5, 1)
TEXT = {
    "text": "张建国、陆敏", "long": "情况和申请的一致", "yesno": "是", "money": "800",
    "number": "1", "phone": "13900001234", "address": "人民路18号", "division": "",
    "account": "6222000011112222", "bank": "招商银行", "facility": forms.UNDECIDED,
    "email": "zhangjianguo@example.com", "uscc": "51310151000000019X",
}  # fmt: skip
SAID = {
    "about": "窗口排队时间太长", "words": "等了很久, 没有人说明原因",
    "found": "收入、财产和登记一致", "living": "住房、收入和申请的一致",
    "what": "增开了一个窗口, 并向本人说明",
    "bank": "上海农商银行", "hospital": "新华医院崇明分院, 上个月", "for_whom": "区人民法院",
    "law": "说不出来", "dead": "王大妹", "title": "睦邻点开放时间", "unit": "瀛洲志愿服务队",
    "school": "崇明中学", "court": "崇明区人民法院", "matter": "邻里纠纷", "rest": "捐给同类的组织",
    "right": "以户口簿为准", "wish": "离家近一些", "where": "人民路 18 号",
    "place": "离家最近的一处",
    "visitors": "张建国、陆敏", "staff_kin": "否",
    "unlinked": "公安查过户籍, 孩子的身份还没有查明",
}  # fmt: skip
WAYS = {
    "not_accept": "不在受理范围内, 已告知去哪里办", "back": "收入情况还要再核对一次",
    "to_district": "申请人申报家里有村居干部的近亲属, 已单独登记",
    "refuse": "按登记和规则计算, 不符合条件", "ask": "", "withdraw": "本人到场提出撤回",
    "dismiss": "核实后情况属实, 异议不成立",
    "settle": "本人来电话说已经解决", "unsettled": "本人来电话说没有解决",
}  # fmt: skip
MORE = ("银行流水(近6个月)", "租房合同复印件", "户口簿变更页", "委托书原件")
"""What a clerk asks for on top."""
DAYS = 15
"""Over so many workdays those who ask for a time are spread."""
STAFF_KIN = 19
"""One household in so many has a relative among those who handle such matters."""


def typed(field: Field, day: date) -> Any:
    """As it would come from a form."""
    if field.options and field.kind != "facility":
        return list(field.options[:1]) if field.kind == "choices" else field.options[0]
    if field.kind in ("date", "month"):
        return day.isoformat()[: 7 if field.kind == "month" else 10]
    if field.kind == "identity":
        return _somebody()
    if field.kind == "number" and field.low:
        return str(field.low)
    if field.kind == "facility":
        return TEXT["facility"]
    return SAID.get(field.key) or TEXT.get(field.kind)


@cache
def _somebody() -> str:
    """The number of a person who is nobody."""
    return str(identity_numbers(np.array([BIRTH]), np.array([2]))[0])


def answers(apply: Apply, person: Person, day: date) -> dict[str, Any]:
    """What the registers know, and the rest as somebody fills it in; all papers were shown."""
    found = known.prefill(apply, person, day)
    values = found["values"]
    for field in apply.form:  # one answer leads to the next question
        wanted = field.kind != "members" and forms.asked([field], values, who=whose(found))
        if wanted and values.get(field.key) is None:
            values[field.key] = _read(field, day)
    if "staff_kin" in values:
        values["staff_kin"] = person.pk % STAFF_KIN == 0
    for number, member in enumerate(found["members"]):  # whoever agrees has signed it
        member[consent.SIGNED] = "窗口看过"
        for field in forms.asked(apply.form, values, each=True, who=whose(found, number)):
            if member["values"].get(field.key) is None:
                member["values"][field.key] = _read(field, day)
    if apply.slots is not None:  # spread over the days that may be asked for
        ahead = add_workdays(day, 1 + person.pk % DAYS)
        values[apply.slots.day] = ahead.isoformat()
    spared = {key.removeprefix("material:") for key in found["known"]}
    found["papers"] = [one.key for one in apply.materials if one.key not in spared]
    return found


def _read(field: Field, day: date) -> Any:
    try:
        return forms.read(field, typed(field, day))
    except ValueError:
        return None


def step(way: Transition, day: date) -> tuple[dict[str, Any], str]:
    """What is filled in at a step, and its reason."""
    data = {field.key: typed(field, day) for field in asked(way, is_waiting=False)}
    key = next((one for one in WAYS if way.key.startswith(one)), "")
    is_asked = way.says or {"reason", "opinions"} & set(way.needs)
    words = WAYS[key] if key else ("已核实, 按规定办理" if is_asked else "")
    return data, words
