"""Search comes first: nobody browses the register. Every query starts from an indexed column."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from string import ascii_lowercase

from django.db.models import Q, QuerySet
from rapidfuzz.distance import JaroWinkler

from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.people import identity, names
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.query import Query, parse

from .scope import gathered, within

PAGE_SIZE = 20
FEW = 10
"""With fewer exact matches than this, names that sound or look alike are offered as well."""
MOST_SIMILAR = 50
WIDE = 4
FEW_DIVISIONS = 3
CANDIDATES = 200
LEAST_ALIKE = 0.8
LAST = "\U0010ffff"
"""Sorts after every character that occurs in a name."""
_NOTHING = Page(rows=[], after="", is_first=True)


@dataclass(frozen=True)
class Found:
    """``page``: exact matches and names that begin so. ``similar``: ranked, at most fifty."""

    query: Query
    page: Page = _NOTHING
    similar: list[Person] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.page.rows) + len(self.similar)


def search(text: str, scope_ids: Collection[int] | None, day: date, cursor: str = "") -> Found:
    """Persons in scope who answer to ``text``: number, name, pinyin or initials, and birth year."""
    query = parse(text)
    if query.kind == "none":
        return Found(query)
    people = _people(query, scope_ids, day)
    if query.kind == "number":
        rows = list(people.filter(id_digest=identity.search_digest(query.text)))
        return Found(query, Page(rows=rows, after="", is_first=True))
    if query.year:
        people = people.filter(birth_date__range=(date(query.year, 1, 1), date(query.year, 12, 31)))
    page = _begins(people, query, cursor)
    if not page.is_first or page.after or len(page.rows) >= FEW:
        return Found(query, page)
    return Found(query, page, _similar(people, query.text, {row.pk for row in page.rows}))


def _people(query: Query, scope_ids: Collection[int] | None, day: date) -> QuerySet:
    """Those in scope. A few letters fit thousands of names, of whom a village has a handful."""
    wide = query.kind == "pinyin" and len(query.text) <= WIDE
    if wide and scope_ids is not None and len(scope_ids) <= FEW_DIVISIONS:
        return gathered(scope_ids, day)
    return within(Person.objects.all(), scope_ids, day)


def _begins(people: QuerySet, query: Query, cursor: str) -> Page:
    if query.kind == "name":
        order = ["name", "pk"]
    elif any(vowel in query.text for vowel in "aeiouv"):
        order = ["pinyin", "pk"]
    else:
        order = ["initials", "sound", "pk"]
    return keyset(people.filter(starts(order[0], query.text)), order, cursor, PAGE_SIZE)


def starts(column: str, prefix: str) -> Q:
    """``column`` begins with ``prefix``, as a range, so that its index serves filter and order.

    Both engines compare these columns byte by byte (migration 0003); LIKE would use no index on
    SQLite, and no order on PostgreSQL.
    """
    return Q(**{f"{column}__gte": prefix, f"{column}__lt": prefix + LAST})


def _similar(people: QuerySet, text: str, seen: set[int]) -> list[Person]:
    sound = names.sound(text)
    alike = list(people.filter(starts("sound", sound)).order_by("sound", "pk")[:CANDIDATES])
    different = _one_character_different(text)
    if different is not None:
        alike += people.filter(different)[: 3 * CANDIDATES]
    ranked = {person.pk: (_likeness(text, sound, person), person) for person in alike}
    best = sorted(
        (pair for key, pair in ranked.items() if key not in seen and pair[0] >= LEAST_ALIKE),
        key=lambda pair: (-pair[0], pair[1].name, pair[1].pk),
    )
    return [person for _, person in best[:MOST_SIMILAR]]


def _likeness(text: str, sound: str, person: Person) -> float:
    """0 to 1: how alike they sound, and how alike they look."""
    heard = JaroWinkler.similarity(sound, person.sound)
    seen = JaroWinkler.similarity(text, person.name) if not text.isascii() else heard
    return 0.75 * heard + 0.25 * seen


def _one_character_different(text: str) -> Q | None:
    """Names of the same length of which all characters but one sound the same.

    Only from three characters on: of two, half would be different.
    """
    parts = [names.sound(part) for part in names.syllables(text)]
    initials = names.initials(text)
    if text.isascii() or not 3 <= len(parts) <= 4 or len(initials) != len(parts):
        return None
    condition = Q(pk__in=[])
    for place in range(len(parts)):
        head, tail = "".join(parts[:place]), "".join(parts[place + 1 :])
        wild = [initials[:place] + x + initials[place + 1 :] for x in ascii_lowercase]
        condition |= Q(starts("sound", head), initials__in=wild, sound__endswith=tail)
    return condition
