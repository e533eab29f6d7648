"""The closed list of what a public notice may show. Who calls masks; here it is seen to it."""

from __future__ import annotations

from collections.abc import Mapping

from yingzhou.core.redaction import holds_number

LABELS = {
    "name": "申请人",
    "village": "村居",
    "item": "事项",
    "kind": "类别",
    "grade": "等级",
    "members": "享受人数",
    "amount": "金额",
}
"""Key → how it is called, in the order of the page."""
NEVER = ("残疾", "孤儿", "儿童", "未成年", "艾滋", "精神")
"""Children, disability and illness are on no public notice, in whatever line."""
LONGEST = 60


class NotPublic(ValueError):
    """This must not be shown to the public; nothing was."""


def checked(title: str, lines: Mapping[str, str]) -> dict[str, str]:
    """``lines`` in the order of the page; :class:`NotPublic` where they would show too much."""
    strange = sorted(set(lines) - set(LABELS))
    if strange:
        raise NotPublic(f"公示不能显示: {'、'.join(strange)}。只能显示: {'、'.join(LABELS)}")
    made = {key: str(lines[key]).strip() for key in LABELS if str(lines.get(key, "")).strip()}
    if not made:
        raise NotPublic("公示没有内容")
    for text in (title, *made.values()):
        if len(text) > LONGEST or holds_number(text):
            raise NotPublic("公示内容太长, 或含有很长的号码")
        if any(word in text for word in NEVER):
            raise NotPublic("涉及儿童、残疾或病情的内容不能公示")
    if "name" in made and "*" not in made["name"]:
        raise NotPublic("公示的姓名没有遮盖")
    return made
