"""Checks a file against its JSON Schema; faults in Chinese with the line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from yingzhou.policy.faults import Faults, nearest

from .lines import line_of

TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
DAY: dict[str, Any] = {"type": "day"}
CONFIDENCE: dict[str, Any] = {"enum": ["seen", "memory", "derived", "unverified"]}
_TYPES = {
    "string": "文字",
    "number": "数字",
    "integer": "整数",
    "array": "列表",
    "object": "若干“名称: 值”",
    "null": "空",
    "boolean": "是(true)或否(false)",
    "day": "日期(如 2025-07-01, 不加引号)",
}
_CHECKER = Draft202012Validator.TYPE_CHECKER.redefine_many(
    {
        "day": lambda _, found: type(found) is date,
        "number": lambda _, found: type(found) in (int, Decimal),
    }
)
_Validator = extend(Draft202012Validator, type_checker=_CHECKER)


def entry(required: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    """The schema of a mapping that may hold nothing else."""
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


def check(content: Any, schema: dict[str, Any], file: str, faults: Faults) -> bool:
    """Whether ``content`` fits; every misfit goes to ``faults``."""
    found = sorted(_Validator(schema).iter_errors(content), key=lambda error: list(error.path))
    for error in found:
        path = list(error.absolute_path)
        where = " → ".join(str(part + 1) if isinstance(part, int) else str(part) for part in path)
        problem, remedy = _words(error)
        line = line_of(content, path)
        if error.validator == "additionalProperties":
            known: Any = error.schema
            extra = next(k for k in error.instance if k not in known["properties"])
            line = getattr(error.instance, "lines", {}).get(extra, line)
        faults.add(file, line, f"{where}: {problem}" if where else problem, remedy)
    return not found


def _words(error: ValidationError) -> tuple[str, str]:
    """Problem and remedy."""
    say = _WORDS.get(str(error.validator))
    return say(error.instance, error.validator_value, error.schema) if say else (error.message, "")


def _required(found: Any, asked: Any, _: Any) -> tuple[str, str]:
    return f"缺少 {'、'.join(name for name in asked if name not in found)}", "补上这一项"


def _unknown(found: Any, _: Any, schema: Any) -> tuple[str, str]:
    known = list(schema["properties"])
    extra = [str(key) for key in found if key not in known]
    remedy = nearest(extra[0], known) or f"可用的项: {'、'.join(known)}"
    return f"有不认识的项 {'、'.join(extra)}", remedy


def _type(found: Any, asked: Any, _: Any) -> tuple[str, str]:
    kinds = asked if isinstance(asked, list) else [asked]
    return f"“{found}”不对", f"应是{'或'.join(_TYPES[kind] for kind in kinds)}"


def _empty(*_: Any) -> tuple[str, str]:
    return "不能为空", ""


_WORDS: dict[str, Callable[[Any, Any, Any], tuple[str, str]]] = {
    "required": _required,
    "additionalProperties": _unknown,
    "type": _type,
    "enum": lambda found, asked, _: (f"“{found}”不对", f"只能是 {'、'.join(map(str, asked))}"),
    "minLength": _empty,
    "minItems": _empty,
    "minProperties": _empty,
    "minimum": lambda found, asked, _: (f"“{found}”不对", f"应不小于 {asked}"),
}
