"""A reform as a file: other figures, or other rules, tried without touching the book.

name: 低保标准提到 1,800 元
parameters:
  低保.标准: 1800
  老年综合津贴.标准: [100, 180, 220, 400, 700]
rules: 新规则.py          # beside this file; a rule of the same name takes the place of the old
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yingzhou.policy.book import Book
from yingzhou.policy.faults import Faults, nearest
from yingzhou.policy.files import schema
from yingzhou.policy.files.lines import read
from yingzhou.policy.files.parameters import figure

_FILE = schema.entry(
    ["name"],
    {
        "name": schema.TEXT,
        "parameters": {"type": "object", "minProperties": 1},
        "rules": schema.TEXT,
    },
)


@dataclass(frozen=True)
class Reform:
    """``figures``: cells by parameter, in the engine's whole numbers."""

    name: str
    figures: dict[str, tuple[int, ...]]
    rules: Path | None = None


def load(book: Book, path: Path) -> Reform:
    """Raises PolicyError with every fault of the file."""
    faults = Faults()
    content = read(path)
    if schema.check(content, _FILE, str(path), faults):
        figures = content.get("parameters") or {}
        lines = getattr(figures, "lines", {})
        made = figures_of(book, figures, str(path), faults, lines)
        rules = path.parent / content["rules"] if "rules" in content else None
        if not figures and rules is None:
            faults.add(str(path), 0, "没有写要改什么", "写 parameters 或 rules")
        if rules is not None and not rules.exists():
            faults.add(str(path), content.lines["rules"], f"没有文件 {rules.name}")
        faults.check()
        return Reform(content["name"], made, rules)
    faults.check()
    raise AssertionError("unreachable")


def figures_of(
    book: Book, written: dict[str, Any], file: str, faults: Faults, lines: dict[str, int]
) -> dict[str, tuple[int, ...]]:
    """Written figures (money in yuan) by parameter; a table is a list of all its cells in order."""
    made: dict[str, tuple[int, ...]] = {}
    for name, raw in written.items():
        parameter = book.parameters.get(name)
        line = lines.get(name, 0)
        if parameter is None:
            faults.add(file, line, f"没有参数“{name}”", nearest(name, book.parameters))
            continue
        values = raw if isinstance(raw, list) else [raw]
        size = 1
        for axis in parameter.axes:
            size *= axis.size
        if len(values) != size:
            faults.add(file, line, f"{name} 要 {size} 个值, 写了 {len(values)} 个")
            continue
        try:
            made[name] = tuple(figure(one, parameter.kind) for one in values)
        except ValueError as error:
            faults.add(file, line, f"{name}: {error}")
    return made
