"""The sources that the law cites, as a list to search: by grade, the best first."""

from __future__ import annotations

from dataclasses import dataclass

from yingzhou.kernel.catalogue.sources import Entry, Grade, sources


@dataclass(frozen=True)
class Graded:
    grade: Grade
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Page:
    """What of each kind the search leaves."""

    marks: tuple[Entry, ...]
    graded: tuple[Graded, ...]
    facts: tuple[Entry, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.marks or self.graded or self.facts)


def page(text: str = "") -> Page:
    """``text``: words that an entry must all have, in its code, its title or its address."""
    known = sources()
    terms = text.casefold().split()
    graded = tuple(
        Graded(grade, _found(terms, tuple(one for one in known.sources if one.grade == grade.code)))
        for grade in known.grades
    )
    return Page(
        _found(terms, known.marks),
        tuple(one for one in graded if one.entries),
        _found(terms, known.facts),
    )


def _found(terms: list[str], entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(one for one in entries if all(term in _words(one) for term in terms))


def _words(one: Entry) -> str:
    return f"{one.code} {one.title} {one.published}".casefold()
