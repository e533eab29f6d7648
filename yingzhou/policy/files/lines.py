"""YAML that remembers where every entry stands, so that a fault can name its line.

Decimals stay exact (Decimal, never float); a key written twice is refused.
"""

from __future__ import annotations

from decimal import Decimal
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


class _Loader(yaml.SafeLoader):
    pass


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Lined:
    made = Lined(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in made:
            raise yaml.MarkedYAMLError(problem=f"“{key}”写了两次", problem_mark=key_node.start_mark)
        made[key] = loader.construct_object(value_node, deep=True)
        made.lines[key] = key_node.start_mark.line + 1
    return made


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


def read(path: Path) -> Any:
    """The content of ``path``. Raises PolicyError where it is not YAML."""
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise PolicyError(Fault(str(path), 0, f"读不到文件: {error.strerror}")) from error


def parse(text: str, name: str) -> Any:
    """Like :func:`read`, from a text that ``name`` says where it came from."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader of our own
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
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
