"""A problem of an item, and how bad it is."""

from __future__ import annotations

from dataclasses import dataclass

BAD, DOUBT, NOTE = "bad", "doubt", "note"
SEVERITIES = (BAD, DOUBT, NOTE)
WORDS = {BAD: "要补", DOUBT: "未核实", NOTE: "可改进"}


@dataclass(frozen=True)
class Problem:
    """``what`` is wrong, and what to do about it (``remedy``)."""

    severity: str
    what: str
    remedy: str = ""

    @property
    def word(self) -> str:
        return WORDS[self.severity]
