"""The content model of the report: what it says, before anyone decides how a page looks.

PDF and Word are rendered from the same blocks, so that they can never disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, field


class ReportError(ValueError):
    """The report cannot be made; the message (Chinese) says why and what to do."""


@dataclass(frozen=True)
class StateMark:
    """A state as word, shape and colour; ``key`` as in :mod:`yingzhou.ui.states`."""

    key: str


Cell = str | StateMark


@dataclass(frozen=True)
class Paragraph:
    """``style``: body, lead (larger, the first thing to read) or note (small, grey)."""

    text: str
    style: str = "body"


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """``widths`` in mm, ``align`` one of l, c, r a column; ``bold_rows`` stand out."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    align: str
    caption: str = ""
    bold_rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A vector drawing of fixed size; ``alt`` says in words what it shows."""

    svg: str
    alt: str
    width: int  # mm
    height: int  # mm
    caption: str = ""


@dataclass(frozen=True)
class Row:
    """Figures side by side."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Facts:
    """A line of label and value pairs: the few numbers that must be seen first."""

    pairs: tuple[tuple[str, Cell], ...]


Block = Paragraph | Bullets | Table | Figure | Row | Facts


@dataclass(frozen=True)
class Section:
    """``level`` 1 or 2. ``together``: keep on one page; ``new_page``: begin on a new one."""

    title: str
    blocks: tuple[Block, ...] = ()
    level: int = 1
    together: bool = False
    new_page: bool = False


@dataclass(frozen=True)
class Report:
    title: str
    kind: str
    header: str
    cover: tuple[tuple[str, str], ...]
    made_on: str  # ISO date, for the file's own properties
    author: str
    demo: bool
    sections: tuple[Section, ...] = field(default=())

    def figures(self) -> list[Figure]:
        """All figures in reading order."""
        found: list[Figure] = []
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Figure):
                    found.append(block)
                elif isinstance(block, Row):
                    found += block.figures
        return found
