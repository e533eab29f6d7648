"""What is wrong with a request about an assessment, in words; nothing was changed then."""

from __future__ import annotations


class AssessmentFault(ValueError):
    """``words``: each thing that is wrong."""

    def __init__(self, *words: str) -> None:
        super().__init__("; ".join(words))
        self.words = words


class NotYours(AssessmentFault):
    """Not for this person to do."""
