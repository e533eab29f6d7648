"""JSON Schemas of a plan's four files."""

from __future__ import annotations

from typing import Any

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_NUMBER: dict[str, Any] = {"type": ["number", "string"], "pattern": r"^-?\d+(\.\d+)?(/\d+)?$"}
_DIGITS: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 6}
_MEASURE: dict[str, Any] = {
    "name": _TEXT,
    "numerator": _TEXT,
    "denominator": _TEXT,
    "per": _NUMBER,
    "per_words": _TEXT,
    "digits": _DIGITS,
    "shown_digits": _DIGITS,
    "unit": _TEXT,
    "target": _NUMBER,
    "direction": {"enum": ["at_least", "at_most"]},
}


def _object(required: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


PLAN = _object(
    ["code", "name", "short_name", "from", "to", "base", "source"],
    {
        "code": _TEXT,
        "name": _TEXT,
        "short_name": _TEXT,
        "from": {},
        "to": {},
        "base": {},
        "source": _TEXT,
    },
)
INDICATORS: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "items": _object(
        [
            "number",
            "name",
            "definition",
            "numerator",
            "digits",
            "baseline",
            "target",
            "unit",
            "kind",
        ],
        {
            "number": {"type": "integer", "minimum": 1},
            "short": _TEXT,
            "definition": _TEXT,
            "baseline": _NUMBER,
            "kind": {"enum": ["约束性", "预期性"]},
            "system": _TEXT,
            **_MEASURE,
        },
    ),
}
TASKS: dict[str, Any] = {
    "type": "array",
    "items": _object(
        ["id", "section", "title", "ids", "owner"],
        {
            "id": _TEXT,
            "section": _TEXT,
            "title": _TEXT,
            "owner": _TEXT,
            "ids": {"type": "array", "items": _TEXT},
            "measures": {
                "type": "array",
                "items": _object(
                    ["name", "quote", "numerator", "digits", "unit"], {"quote": _TEXT, **_MEASURE}
                ),
            },
        },
    ),
}
CONTRADICTIONS: dict[str, Any] = {
    "type": ["array", "null"],
    "items": _object(
        ["id", "title", "figures", "explains", "reason"],
        {
            "id": _TEXT,
            "title": _TEXT,
            "figures": {"type": "array", "items": _TEXT, "minItems": 1},
            "explains": _TEXT,
            "expects": _NUMBER,
            "below": _TEXT,
            "reason": _TEXT,
        },
    ),
}
