"""What the keys of an item's files are called, for people who read what changed.

Files name steps, stages, questions and rolls by keys; nobody but their author knows these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .items import items
from .items.known import FACILITIES, KNOWN, ROLLS

Content = Mapping[str, Any]
GUARDS = {
    "materials": "材料齐了", "answers": "该填的都填了", "two_people": "两人到场",
    "consultations": "部门意见都回来了", "publicity_over": "公示期满", "computed": "规则算得出",
    "reason": "写明理由", "other_person": "和这一步不是同一人",
    "staff_kin": "工作人员的亲属由区里先看", "consent": "本人同意核对",
    "differences": "和登记的差别都定了", "below": "低于规则所算的写明理由",
    "opinions": "部门意见不一致的写明理由", "told": "告知过报告人", "corrected": "更正过再公示",
    "assessed": "评估过", "deliberation": "评议过", "deliberated": "评议后按评议",
    "linked": "指明登记里的人", "warned": "听取过意见或期限已过",
    "other_hands": "没有经手过的人", "disagreed": "部门不同意的写明理由",
    "kept": "按核实的算不比正在发的少", "other_days": "写的几天各不相同",
}  # fmt: skip
PLACES = {
    "item": "事项", "applicant": "申请人", "number": "编号", "today": "今天",
    "promised": "承诺日期", "due": "最后一天", "reason": "理由", "amount": "金额",
    "per": "发放周期", "from": "起算日", "article": "依据", "missing": "缺的材料",
    "village": "村居", "town": "乡镇", "result": "结果", "objection_days": "异议天数",
    "counter": "受理点", "text": "写的话", "what": "这一步填的", "beside": "同时算出的",
    "computed": "规则算得",
}  # fmt: skip
TEMPLATES = {
    "general": "一般信函", "acceptance": "受理通知", "correction": "补正通知",
    "refusal": "不予受理通知", "decision": "决定书", "certificate": "证明",
}  # fmt: skip
PERMISSIONS = {
    "cases.receive": "收件", "cases.handle": "办理", "cases.decide": "决定",
    "cases.opinion": "协办",
}  # fmt: skip
PARTS = {
    "from": "满几岁", "under": "不满几岁", "sex": "性别", "otherwise": "其余的人算",
    "kind": "看哪一类", "often": "按哪一问定多久一次", "risk": "按哪一问看风险", "least": "至少",
    "basis": "依据", "confidence": "核实情况",
}  # fmt: skip
"""Within ``whom`` and ``follow_up``."""
STEPS = {"on_end"}
STAGES = {"from", "to", "at", "start"}
CLOCKS = {"clocks", "pauses", "starts", "stops"}
QUESTIONS = {
    "home", "about", "confidential_unless", "who", "within", "day", "part", "show", "shows",
    "facts", "often", "risk",
}  # fmt: skip
ITEMS = {"granted", "ended", "instead", "hearing", "ends", "sets", "gives_way"}
REFERRING = STEPS | STAGES | CLOCKS | QUESTIONS | ITEMS | {"letter", "needs"}
"""Where a key of the item itself is named, or another item."""
OTHERS = {
    "self_care": "生活自理能力评估", "needs": "综合评估", "at_risk": "重点儿童走访",
}  # fmt: skip
"""Tables of questions and kinds of visits belong to other kernels; what they are called here."""
TABLES: dict[str, Mapping[str, str]] = {
    "template": TEMPLATES, "permission": PERMISSIONS, "roll": ROLLS, "options": FACILITIES,
    "instrument": OTHERS, "kind": OTHERS,
}  # fmt: skip
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Called:
    """Of one version: what its own keys stand for."""

    content: Content

    def word(self, said: str, key: str) -> str:
        """``said`` under ``key``; as it is where it is no key."""
        if key in ITEMS and said in items():
            return items()[said].name
        if key == "needs":
            guard, _, step = said.partition(":")
            named = GUARDS.get(guard, guard)
            return f"{named}(“{self._named('transitions', step)}”)" if step else named
        if key == "known" and said in KNOWN:
            return f"{KNOWN[said][1]}的{KNOWN[said][0]}"
        return self._of_process(said, key)

    def _of_process(self, said: str, key: str) -> str:
        for kind, keys in (("transitions", STEPS), ("stages", STAGES), ("clocks", CLOCKS)):
            if key in keys:
                return self._named(kind, said)
        if key == "letter":
            return self._named("letters", said, "title")
        if key in QUESTIONS:
            return self.question(said)
        table = TABLES.get(key, {})
        return table.get(said) or _PLACE.sub(lambda m: f"〔{PLACES.get(m[1], m[1])}〕", said)

    def parts(self, said: Mapping[str, Any], key: str) -> list[tuple[str, str, Any]]:
        """A mapping as people read it: what each part is called, its key, and what it says."""
        if key == "when":
            return [(self.question(one), "", value) for one, value in said.items()]
        return [(PARTS.get(one, one), one, value) for one, value in said.items()]

    def question(self, key: str) -> str:
        return self._questions.get(key) or PLACES.get(key) or KNOWN.get(key, (key,))[0]

    @cached_property
    def _questions(self) -> dict[str, str]:
        apply = self.content.get("apply") or {}
        steps = (apply.get("process") or {}).get("transitions") or {}
        asked = [one for step in steps.values() for one in step.get("asks") or ()]
        every = [*asked, *(apply.get("form") or ())]
        return {one["key"]: one.get("label") or one.get("ask", one["key"]) for one in every}

    def _named(self, kind: str, key: str, name: str = "name") -> str:
        process = (self.content.get("apply") or {}).get("process") or {}
        entry = (process.get(kind) or {}).get(key) or {}
        return str(entry.get(name, key))
