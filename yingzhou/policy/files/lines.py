"""YAML that remembers where every entry stands, so that a fault can name its line.

Decimals stay exact (Decimal, never float); a key written twice is refused, and so is a number that
YAML would read as another one (0123 is 83 to it, 1:30 is 90).
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from yingzhou.policy.faults import Fault, PolicyError


class Lined(dict):
    """A mapping with the line of itself (``line``) and of each of its keys (``lines``)."""

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Any, int] = {}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """libyaml where it is there: it reads three times as fast."""


class _Refused(yaml.MarkedYAMLError):
    """A value that could be misread, with what to write instead."""

    def __init__(self, node: yaml.Node, problem: str, remedy: str) -> None:
        super().__init__(problem=problem, problem_mark=node.start_mark)
        self.remedy = remedy


_WHOLE = re.compile(r"[+-]?(0|[1-9][0-9_]{0,24})")
_LONGEST = 40
_TOO_DEEP = "一层套一层, 套得太深"


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Lined:
    made = Lined(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable):
            raise _Refused(key_node, "冒号前面应是一个名称", "检查方括号和花括号")
        if key in made:
            raise yaml.MarkedYAMLError(problem=f"“{key}”写了两次", problem_mark=key_node.start_mark)
        made[key] = loader.construct_object(value_node, deep=True)
        made.lines[key] = key_node.start_mark.line + 1
    return made


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    text = str(loader.construct_scalar(node))
    try:
        made = Decimal(text.replace("_", ""))
    except InvalidOperation:
        made = Decimal("NaN")
    if not made.is_finite() or "e" in text.lower() or len(text) > _LONGEST:
        raise _Refused(node, f"“{text[:_LONGEST]}”不是这里能用的数字", "写成 1234.56 的样子")
    return made


def _integer(loader: _Loader, node: yaml.ScalarNode) -> int:
    text = str(loader.construct_scalar(node))
    if not _WHOLE.fullmatch(text):
        raise _Refused(
            node, f"“{text[:_LONGEST]}”会被读成别的数", "不要以 0 开头, 不要用冒号; 名称加引号"
        )
    return int(text.replace("_", ""))


def _day(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        raise _Refused(node, f"没有“{node.value}”这一天", "应如 1950-05-01") from None


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:int", _integer)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)


def read(path: Path) -> Any:
    """The content of ``path``. Raises PolicyError where it is not YAML."""
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise PolicyError(Fault(str(path), 0, f"读不到文件: {error.strerror}")) from error
    except UnicodeDecodeError as error:
        raise PolicyError(Fault(str(path), 0, "不是 UTF-8 文本", "另存为 UTF-8")) from error


def parse(text: str, name: str) -> Any:
    """Like :func:`read`, from a text that ``name`` says where it came from."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader of our own
    except _Refused as error:
        line = error.problem_mark.line + 1  # type: ignore[union-attr]
        raise PolicyError(Fault(name, line, str(error.problem), error.remedy)) from error
    except RecursionError:  # yaml's own reader; libyaml counts the levels and says so
        raise PolicyError(Fault(name, 0, _TOO_DEEP)) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        if "nesting depth" in str(error.problem):
            raise PolicyError(Fault(name, line, _TOO_DEEP)) from None
        raise PolicyError(
            Fault(name, line, f"不是合格的 YAML: {error.problem}", "检查缩进、冒号后的空格和引号")
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise PolicyError(Fault(name, 0, f"不是合格的 YAML: {error}")) from error


def line_of(content: Any, path: list[Any]) -> int:
    """The line of the entry at ``path``, as near as it is known."""
    line = getattr(content, "line", 0)
    for part in path:
        if isinstance(content, Lined):
            line = content.lines.get(part, line)
        try:
            content = content[part]
        except (KeyError, IndexError, TypeError):
            break
        line = getattr(content, "line", 0) or line
    return line
