"""What a resident has answered so far. It travels in the form and is stored nowhere.

``page`` fields are the pages already answered, in order, each the keys of its questions; ``a``
fields are the answers, ``key=value``. A key is ``n`` (how many people), ``p2.月养老金`` (a fact of
the second person), ``p2.称呼`` (what to call them) or ``h.货币财产`` (a fact of the household).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from django.http import QueryDict

from yingzhou.policy.tree import HOUSEHOLD, PERSON

from .order import WHO

PEOPLE = "n"
DO_NOT_KNOW = "?"
MOST_PEOPLE = 10
LONGEST = 60
MOST_PAGES = 200
ALONE = "本人"

Page = tuple[str, ...]


def person_key(number: int, name: str) -> str:
    return f"p{number}.{name}"


@lru_cache(maxsize=2048)
def place_of(key: str) -> tuple[str, int, str]:
    """Entity, number of the person (0 for the household) and name; ("", 0, "") for nonsense."""
    who, _, name = key.partition(".")
    if who == "h" and name:
        return HOUSEHOLD, 0, name
    number = who[1:]
    is_person = who.startswith("p") and name and number.isascii() and number.isdigit()
    if is_person and 1 <= int(number) <= MOST_PEOPLE:
        return PERSON, int(number), name
    return "", 0, ""


@dataclass(frozen=True)
class Answers:
    """``given`` holds written values; ``?`` is “I do not know” or “skip”."""

    given: Mapping[str, str]
    pages: tuple[Page, ...] = ()

    @classmethod
    def read(cls, posted: QueryDict) -> Answers:
        """From the hidden fields; what cannot belong to this form is left out."""
        pairs = [one.partition("=") for one in posted.getlist("a") if len(one) <= 2 * LONGEST]
        given = {key: value for key, _, value in pairs if value and _is_key(key)}
        pages = [tuple(filter(_is_key, one.split())) for one in posted.getlist("page")]
        return cls(given, tuple(page for page in pages if page)[:MOST_PAGES]).kept()

    @property
    def people(self) -> int:
        number = self.given.get(PEOPLE, "")
        fits = number.isascii() and number.isdigit() and 1 <= int(number[:3]) <= MOST_PEOPLE
        return int(number) if fits else 1

    def labels(self) -> list[str]:
        """How each person is called; two of one name are numbered."""
        if self.people == 1:
            return [ALONE]
        called = [self._called(number) for number in range(1, self.people + 1)]
        total, seen = Counter(called), Counter[str]()
        made = []
        for name in called:
            seen[name] += 1
            made.append(f"{name}{seen[name]}" if total[name] > 1 else name)
        return made

    def _called(self, number: int) -> str:
        name = self.given.get(person_key(number, WHO), "")
        return name if name and name != DO_NOT_KNOW else f"第{number}个人"

    def answered(self, page: Page, values: Mapping[str, str]) -> Answers:
        """With one more page; a page answered again moves to the end."""
        pages = [one for one in self.pages if one != page]
        return replace(self, given={**self.given, **values}, pages=(*pages, page)).kept()

    def without(self, place: int) -> Answers:
        """Without the page at ``place``, to be asked again."""
        gone = self.pages[place]
        pages = (*self.pages[:place], *self.pages[place + 1 :])
        given = {key: value for key, value in self.given.items() if key not in gone}
        return replace(self, given=given, pages=pages)

    def kept(self) -> Answers:
        """Only what concerns people who are there, each key on one page."""
        seen: set[str] = set()
        pages = []
        most = self.people if PEOPLE in self.given else MOST_PEOPLE
        for page in self.pages:
            here = tuple(k for k in page if k not in seen and place_of(k)[1] <= most)
            seen.update(here)
            if here:
                pages.append(here)
        given = {key: value for key, value in self.given.items() if key in seen}
        return replace(self, given=given, pages=tuple(pages))

    def fields(self) -> Iterable[tuple[str, str]]:
        """Names and values of the hidden fields."""
        yield from (("page", " ".join(page)) for page in self.pages)
        yield from (("a", f"{key}={value}") for key, value in self.given.items())


def _is_key(key: str) -> bool:
    return len(key) <= LONGEST and (key == PEOPLE or bool(place_of(key)[0]))
