"""What people say has happened, and what they then do: read from ``situations.yaml``.

An item's own name and synonyms come first; this is for sentences that name no service.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from yingzhou.policy.files.lines import read

from .text import KIN, meaning, syllables

FILE = Path(__file__).with_name("situations.yaml")
ALL_SAID, PART_SAID, TERM = 93.0, 84.0, 66.0
"""Where nothing else is said; where more is; and for what merely has the term in it."""
LATER, NEXT = 1.0, 0.5
"""What each place in the list, and each further situation, costs."""
SHORTEST_SOUND = 5
"""Letters of a word that is looked for in a row of pinyin."""
UNSURE = 12.0


@dataclass(frozen=True)
class Situation:
    said: tuple[tuple[str, ...], ...]  # each with the parts that must all be there
    items: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Meant:
    """``code`` of an item or a ``term`` of the catalogue, and the word that stands for it."""

    code: str
    term: str
    said: str
    score: float


@lru_cache(maxsize=1)
def situations() -> tuple[Situation, ...]:
    return tuple(
        Situation(
            tuple(tuple(map(alike, one.split())) for one in each["said"]),
            tuple(each["items"]),
            tuple(each.get("terms", ())),
        )
        for each in _file()["situations"]
    )


@lru_cache(maxsize=20_000)
def alike(text: str) -> str:
    """``text`` with one word for all that mean the same."""
    pattern, first = _same()
    return pattern.sub(lambda found: first[found[0]], text)


def meant(text: str, chinese: bool) -> list[Meant]:
    """What ``text`` may be about, the likeliest first; by its sound where no word is in it."""
    text = alike(text)
    if chinese and (found := _matching(lambda word: word in text)):
        rest = KIN.sub("", meaning(_without(text, found)))
        return list(_scored(found, ALL_SAID if len(rest) < 2 else PART_SAID))
    heard = "|" + "|".join(syllables(text)) + "|" if chinese else text
    found = _matching(lambda word: _heard(word, heard, chinese))
    return list(_scored(found, PART_SAID - (UNSURE if chinese else 0)))


Told = list[tuple[Situation, tuple[str, ...]]]


def _matching(there: Callable[[str], bool]) -> Told:
    """Situations with the words that tell of them; “没钱看病” is not simply “没钱”."""
    told = []
    for one in situations():
        parts = max((each for each in one.said if all(map(there, each))), key=_length, default=())
        if parts:
            told.append((one, parts))
    return [
        (one, parts)
        for one, parts in told
        if not any(set(parts) < set(more) or _inside(parts, more) for _, more in told)
    ]


def _length(parts: tuple[str, ...]) -> int:
    return sum(map(len, parts))


def _inside(parts: tuple[str, ...], more: tuple[str, ...]) -> bool:
    return parts != more and all(any(word in longer for longer in more) for word in parts)


def _without(text: str, told: Told) -> str:
    for word in sorted({word for _, parts in told for word in parts}, key=len, reverse=True):
        text = text.replace(word, "")
    return text


def _heard(word: str, heard: str, chinese: bool) -> bool:
    parts = syllables(word)
    if chinese:
        return len(parts) > 1 and f"|{'|'.join(parts)}|" in heard
    spelled = "".join(parts)
    return len(spelled) >= SHORTEST_SOUND and spelled in heard


def _scored(told: Told, base: float) -> Iterator[Meant]:
    for turn, (one, parts) in enumerate(told):
        said = "".join(parts)
        for place, code in enumerate(one.items):
            yield Meant(code, "", said, base - LATER * place - NEXT * turn)
        for place, term in enumerate(one.terms):
            yield Meant("", term, said, TERM - place)


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    found: dict[str, Any] = read(FILE)
    return found


@lru_cache(maxsize=1)
def _same() -> tuple[re.Pattern[str], dict[str, str]]:
    first = {word: group[0] for group in _file()["same"] for word in group}
    longest = sorted(first, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), first
