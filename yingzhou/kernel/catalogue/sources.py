"""Where figures and wordings of the law come from: what [S:W1], [K] and 事实库 a.1 stand for.

Rules and parameters cite sources by short codes in free text; ``law/sources.yaml`` explains each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from yingzhou.policy.faults import Faults
from yingzhou.policy.files import schema
from yingzhou.policy.files.lines import read

from .book import SHARED

FILE = SHARED / "sources.yaml"
FACTS = "事实库"
_CITED = re.compile(
    r"\[S:[A-Za-z0-9-]+\]"
    r"|\[[SKD?]\]"
    r"|事实库(?: ?(?P<section>[a-z]\.\d+[a-z]?))?"
)


def _each(one: dict[str, Any]) -> dict[str, Any]:
    """A mapping of any codes to ``one``."""
    return {"type": "object", "additionalProperties": one, "minProperties": 1}


_GRADE = schema.entry(["name", "meaning"], {"name": schema.TEXT, "meaning": schema.TEXT})
_MARK = schema.entry(
    ["anchor", "name", "meaning"],
    {"anchor": schema.TEXT, "name": schema.TEXT, "meaning": schema.TEXT},
)
_FACTS = schema.entry(
    ["title", "written", "sections"],
    {"title": schema.TEXT, "written": schema.DAY, "sections": _each(schema.TEXT)},
)
_SOURCE = schema.entry(
    ["title", "published", "grade"],
    {"title": schema.TEXT, "published": schema.TEXT, "grade": {"enum": ["A", "B", "C"]}},
)
_FILE = schema.entry(
    ["grades", "marks", "facts", "sources"],
    {
        "grades": schema.entry(["A", "B", "C"], dict.fromkeys("ABC", _GRADE)),
        "marks": schema.entry(list("SKD?"), dict.fromkeys("SKD?", _MARK)),
        "facts": _FACTS,
        "sources": _each(_SOURCE),
    },
)


@dataclass(frozen=True)
class Entry:
    """What one code stands for. ``code``: as it is cited ([S:W1], [K], 事实库 a.1).

    ``published``: where to look for it, as far as that was written down; empty for a mark.
    ``grade``: A, B or C; empty for a mark and for 事实库, which is no source of its own.
    """

    code: str
    anchor: str
    title: str
    published: str = ""
    grade: str = ""


@dataclass(frozen=True)
class Grade:
    code: str
    name: str
    meaning: str


@dataclass(frozen=True)
class Sources:
    """``marks`` and ``facts`` in the order of the file; ``facts`` begins with the whole of it."""

    grades: tuple[Grade, ...]
    marks: tuple[Entry, ...]
    facts: tuple[Entry, ...]
    sources: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return (*self.sources, *self.facts, *self.marks)


@dataclass(frozen=True)
class Piece:
    """A stretch of a text. ``entry``: what it cites, None for plain words and unknown codes."""

    text: str
    code: str
    entry: Entry | None


@cache
def sources() -> Sources:
    """Raises PolicyError with every fault of the file."""
    return load(FILE)


def load(path: Path) -> Sources:
    faults = Faults()
    content = read(path)
    schema.check(content, _FILE, str(path), faults)
    faults.check()
    return Sources(
        tuple(Grade(code, one["name"], one["meaning"]) for code, one in content["grades"].items()),
        tuple(
            Entry(f"[{code}]", f"mark-{one['anchor']}", f"{one['name']}: {one['meaning']}")
            for code, one in content["marks"].items()
        ),
        tuple(_facts(content["facts"])),
        tuple(
            Entry(f"[S:{code}]", code, one["title"], one["published"], one["grade"])
            for code, one in content["sources"].items()
        ),
    )


def _facts(content: dict[str, Any]) -> Iterator[Entry]:
    written: date = content["written"]
    whole = f"{content['title']}({written})"
    yield Entry(FACTS, "facts", whole)
    for code, title in content["sections"].items():
        yield Entry(f"{FACTS} {code}", f"facts-{code}", title, f"{whole}, 第 {code} 节")


@cache
def _by_code() -> dict[str, Entry]:
    return {one.code: one for one in sources().entries}


def pieces(text: str) -> Iterator[Piece]:
    """``text`` cut where it cites; joined together the pieces are ``text`` again."""
    end = 0
    for found in _CITED.finditer(text):
        if found.start() > end:
            yield Piece(text[end : found.start()], "", None)
        section = found["section"]
        code = f"{FACTS} {section}" if section else found[0]
        yield Piece(found[0], code, _by_code().get(code))
        end = found.end()
    if end < len(text):
        yield Piece(text[end:], "", None)


def cited(text: str) -> set[str]:
    """The codes in ``text``, known or not."""
    return {piece.code for piece in pieces(text) if piece.code}
