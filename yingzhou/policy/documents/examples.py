"""The worked examples of a rule as its page tells them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yingzhou.policy.book import Book, Key
from yingzhou.policy.files.lines import read


@dataclass(frozen=True)
class Told:
    name: str
    at: str
    expected: str
    because: str


def examples_of(book: Book, key: Key) -> list[Told]:
    """Those of the rule's own folder, and of any other, that expect something of it."""
    found = []
    for path in _files(book):
        for entry in _entries(path):
            for name, wanted in entry.get("expect", {}).items():
                if _is(book, name, key):
                    told = Told(
                        str(entry["name"]), str(entry["at"]), _said(wanted),
                        str(entry.get("because", "")),
                    )  # fmt: skip
                    found.append(told)
    return found


def _is(book: Book, name: str, key: Key) -> bool:
    try:
        return book.find(name) == key
    except KeyError:
        return False


def _files(book: Book) -> list[Path]:
    folders = sorted({path.parent for path in book.files})
    return [path for folder in folders if (path := folder / "cases.yaml").exists()]


@cache
def _read(path: Path, _: int) -> Any:
    return read(path) or []


def _entries(path: Path) -> Any:
    return _read(path, path.stat().st_mtime_ns)


def _said(wanted: Any) -> str:
    if isinstance(wanted, bool):
        return "是" if wanted else "否"
    if isinstance(wanted, dict):
        return "; ".join(f"{who}: {_said(value)}" for who, value in wanted.items())
    return str(wanted)
