"""What a letter may be filled with: refused when it is issued, not when it is printed.

Every template takes ``paragraphs``; the others are for some of them. All is text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LISTS = {"paragraphs", "computation", "missing", "reasons"}
TEXTS = {"addressee", "signed_by", "article", "amount", "from", "review"}
PAIRS = {"facts"}
_ALWAYS = {"addressee", "signed_by", "paragraphs", "facts"}
TEMPLATES: Mapping[str, frozenset[str]] = {
    "general": frozenset(_ALWAYS | {"computation"}),
    "acceptance": frozenset(_ALWAYS),
    "correction": frozenset(_ALWAYS | {"missing"}),
    "refusal": frozenset(_ALWAYS | {"reasons", "article", "review"}),
    "decision": frozenset(_ALWAYS | {"article", "amount", "from", "computation", "review"}),
    "certificate": frozenset(_ALWAYS),
}
"""Template → the parts it prints."""
NEEDED: Mapping[str, str] = {"correction": "missing"}
"""A letter about what is missing says what (行政许可法 第32条: once, and all of it)."""


def checked(template: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """``content`` complete, with empty parts where nothing was given; ValueError (Chinese)."""
    if template not in TEMPLATES:
        raise ValueError(f"没有名为“{template}”的信函模板; 现有: {'、'.join(TEMPLATES)}")
    strange = sorted(set(content) - TEMPLATES[template])
    if strange:
        raise ValueError(f"信函模板“{template}”没有这些内容: {'、'.join(strange)}")
    made = {name: _part(name, content.get(name)) for name in sorted(LISTS | TEXTS | PAIRS)}
    needed = NEEDED.get(template)
    if needed and not made[needed]:
        raise ValueError(f"信函“{template}”缺少内容: {needed}")
    if not made["paragraphs"] and not made["facts"] and not needed:
        raise ValueError("信函没有正文")
    return made


def _part(name: str, given: Any) -> Any:
    if name in TEXTS:
        return str(given or "")
    if isinstance(given, str):
        raise ValueError(f"信函内容 {name} 应为一个列表")  # it would be printed letter by letter
    if name in LISTS:
        return [str(one) for one in given or ()]
    pairs = given.items() if isinstance(given, Mapping) else given or ()
    return [[str(key), str(value)] for key, value in pairs]
