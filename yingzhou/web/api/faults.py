"""What is wrong with a request, by its places; the words are for people."""

from __future__ import annotations


class Wrong(ValueError):
    """``errors``: (place in the request, what is wrong there). Nothing was done."""

    def __init__(self, *errors: tuple[str, str]) -> None:
        self.errors = errors
        super().__init__("; ".join(words for _, words in errors))


class NotNow(ValueError):
    """The case is not where this could be done."""
