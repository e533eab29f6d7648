"""A variable that one of our templates uses and nobody defined stops the test with its place.

Templates of libraries are forgiven: they lean on Django's silence.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.template import engines
from django.template.base import Node

ROOT = Path(__file__).resolve().parents[2]


class UndefinedVariable(AssertionError):
    """The template names a variable that the view did not give it."""


class RaiseIfOurs(str):
    """Django formats ``string_if_invalid`` with the variable's name; that is where we step in."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: Any) -> str:
        node = _node_being_rendered()
        origin = Path(str(node.origin.name)) if node is not None and node.origin else None
        if origin is None or not origin.is_relative_to(ROOT / "yingzhou"):
            return ""
        line = node.token.lineno if node is not None and node.token else "?"
        raise UndefinedVariable(f"{origin.relative_to(ROOT)}:{line}: 未定义的模板变量 {variable}")


def _node_being_rendered() -> Node | None:
    frame = sys._getframe(2)
    while frame is not None:
        candidate = frame.f_locals.get("self")
        if frame.f_code.co_name == "render_annotated" and isinstance(candidate, Node):
            return candidate
        frame = frame.f_back  # type: ignore[assignment]
    return None


def raise_on_undefined() -> None:
    """Replace the visible mark of ``settings_test`` by an error."""
    engines["django"].engine.string_if_invalid = RaiseIfOurs("undefined")  # type: ignore[attr-defined]
