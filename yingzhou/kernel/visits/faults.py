"""What is wrong with a request about a visit, in words; nothing was changed then."""

from __future__ import annotations


class VisitFault(ValueError):
    """``words``: each thing that is wrong."""

    def __init__(self, *words: str) -> None:
        super().__init__("; ".join(words))
        self.words = words


class NotYours(VisitFault):
    """Not for this person to do."""
