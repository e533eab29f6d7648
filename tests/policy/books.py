"""The two books: the house's own, and a small law that does not exist with every kind of step.

Functions, not fixtures: Hypothesis prints what a test is given, and a book is long.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from yingzhou.policy.book import Book, load

TOY = Path(__file__).parent / "law"


@cache
def toy() -> Book:
    return load([TOY])


def house() -> Book:
    from yingzhou.kernel.catalogue.book import book

    return book()
