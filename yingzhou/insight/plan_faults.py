"""What is wrong in a plan's file, in words: where it stands and how it should be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from jsonschema import ValidationError

_TYPES = {
    "string": "文字",
    "number": "数字",
    "integer": "整数",
    "array": "列表 (每项以 - 开头)",
    "object": "若干“名称: 值”",
    "null": "空",
}


def where(content: Any, path: list[Any]) -> str:
    """``第 2 项 (护理型床位占比) → kind``; the top of the file is 开头."""
    words, here = [], content
    for part in path:
        here = here[part]
        words.append(f"第 {part + 1} 项{_called(here)}" if isinstance(part, int) else str(part))
    return " → ".join(words) or "开头"


def _called(entry: Any) -> str:
    if not isinstance(entry, dict):
        return ""
    name = next((entry[key] for key in ("id", "name", "title") if key in entry), "")
    return f" ({name})" if name else ""


def what(fault: ValidationError) -> str:
    """The fault itself: what is wrong and what is expected."""
    say = _WORDS.get(str(fault.validator))
    return say(fault.instance, fault.validator_value, fault.schema) if say else fault.message


def _type(found: Any, asked: Any, _: Any) -> str:
    kinds = asked if isinstance(asked, list) else [asked]
    return f"“{found}”不对, 应是{'或'.join(_TYPES[kind] for kind in kinds)}"


def _required(found: Any, asked: Any, _: Any) -> str:
    return f"缺少 {'、'.join(name for name in asked if name not in found)}"


def _unknown(found: Any, _: Any, schema: Any) -> str:
    return f"有不认识的项 {'、'.join(str(k) for k in found if k not in schema['properties'])}"


_WORDS: dict[str, Callable[[Any, Any, Any], str]] = {
    "required": _required,
    "additionalProperties": _unknown,
    "type": _type,
    "enum": lambda found, asked, _: f"“{found}”不对, 只能是 {'、'.join(asked)}",
    "pattern": lambda found, *_: f"“{found}”不是数, 应如 35、32.63 或 1/100",
    "minItems": lambda *_: "不能为空",
    "minLength": lambda *_: "不能为空",
    "minimum": lambda found, asked, _: f"“{found}”不对, 应不小于 {asked}",
    "maximum": lambda found, asked, _: f"“{found}”不对, 应不大于 {asked}",
}


def of_dates(head: dict[str, Any]) -> str:
    """What is wrong with a plan's days (``base`` ≤ ``from`` < ``to``); empty where nothing is."""
    for key in ("from", "to", "base"):
        if type(head[key]) is not date:
            return f"{key}: “{head[key]}”不是日期, 应如 2026-01-01 (不加引号)"
    if head["to"] <= head["from"]:
        return f"to: 终止日期 {head['to']} 应晚于起始日期 {head['from']}"
    if head["base"] > head["from"]:
        return f"base: 基准日期 {head['base']} 不应晚于起始日期 {head['from']}"
    return ""
