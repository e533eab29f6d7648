"""A problem of an item, and how bad it is."""

from __future__ import annotations

from dataclasses import dataclass

BAD, SOURCE, DOUBT, NOTE = "bad", "source", "doubt", "note"
SEVERITIES = (BAD, SOURCE, DOUBT, NOTE)
WORDS = {BAD: "要补", SOURCE: "来源待核", DOUBT: "未核实", NOTE: "可改进"}
"""``source``: of a guide whose legal basis nobody has looked up yet. Residents can read it, and
nothing is decided by it; of an item that can be applied for the same is a fault."""


@dataclass(frozen=True)
class Problem:
    """``what`` is wrong, and what to do about it (``remedy``)."""

    severity: str
    what: str
    remedy: str = ""

    @property
    def word(self) -> str:
        return WORDS[self.severity]
