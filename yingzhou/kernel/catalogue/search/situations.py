"""What people say has happened, and what they then do: read from ``events/``.

An item's own name and synonyms come first; this is for sentences that name no service. In a file
``said`` is any of these: parts with a space between must all be there, of what stands between
strokes any one. ``items``: codes, the first thing to do first. ``hint``: what to say before any
service (danger, where one's own matter stands). ``weak``: little, where more was said; ``vague``:
merely the subject, for want of anything better. Files and situations stand in order of urgency.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from yingzhou.policy.files.lines import read

from .text import KIN, meaning, pairs, syllables
from .wording import alike, standard

FOLDER = Path(__file__).with_name("events")
ALL_SAID, PART_SAID, TERM = 93.0, 84.0, 66.0
"""Where nothing else is said; where more is; and for what merely has the term in it."""
WEAK, VAGUE = (87.0, 60.0), (76.0, 47.0)
"""The same for weak and for vague words, where nothing else is said and where more is."""
LATER, NEXT = 1.0, 0.5
"""What each place in the list, and each further situation, costs."""
SHORTEST_SOUND = 5
"""Letters of a word that is looked for in a row of pinyin."""
UNSURE = 12.0

Part = frozenset[str]
"""Words of which any one will do."""


@dataclass(frozen=True)
class Situation:
    said: tuple[tuple[Part, ...], ...]  # each with the parts that must all be there
    items: tuple[str, ...]
    terms: tuple[str, ...]
    hint: str
    weak: bool
    vague: bool


@dataclass(frozen=True)
class Meant:
    """``code`` of an item or a ``term`` of the catalogue, and the words that stand for it."""

    code: str
    term: str
    said: str
    score: float
    hint: str
    weak: bool


@lru_cache(maxsize=1)
def situations() -> tuple[Situation, ...]:
    files = sorted(FOLDER.glob("*.yaml"))
    return tuple(_situation(each) for file in files for each in read(file)["situations"])


@lru_cache(maxsize=1)
def spoken_of() -> frozenset[str]:
    """Pairs of characters of what can have happened."""
    return frozenset(pair for word in words() for pair in pairs(word))


def _situation(each: dict) -> Situation:
    return Situation(
        tuple(tuple(_part(one) for one in str(said).split()) for said in each["said"]),
        tuple(each["items"]),
        tuple(each.get("terms", ())),
        each.get("hint", ""),
        bool(each.get("weak", False) or each.get("vague", False)),
        bool(each.get("vague", False)),
    )


def _part(said: str) -> Part:
    return frozenset(alike(standard(one)) for one in said.split("/") if one)


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """All that situations are told by."""
    return frozenset(
        word for one in situations() for parts in one.said for part in parts for word in part
    )


def meant(text: str) -> list[Meant]:
    """What characters may be about, the likeliest first."""
    text = alike(text)
    found = _matching({word for word in words() if word in text})
    rest = KIN.sub("", meaning(_without(text, found)))
    longest = max((_length(said) for _, said in found), default=0)
    # one character beside another may be anything: 钱伟 is somebody's name
    is_all = not rest or (len(rest) < 2 and longest > 1)
    return list(_scored(found, ALL_SAID if is_all else PART_SAID))


def heard(core: str) -> list[Meant]:
    """Characters that name nothing may sound like what does. Two syllables only by themselves:
    within a sentence they could be anything."""
    parts = syllables(core)
    row = f"|{'|'.join(parts)}|"

    def there(word: str) -> bool:
        own = syllables(word)
        return parts == own if len(own) == 2 else len(own) > 2 and f"|{'|'.join(own)}|" in row

    return list(_scored(_matching(set(filter(there, words()))), PART_SAID - UNSURE))


def spelled(letters: str, parts: tuple[str, ...]) -> list[Meant]:
    """Letters in a row; ``parts``: their syllables as far as they can be told."""
    row = f"|{'|'.join(parts)}|" if parts else ""

    def there(word: str) -> bool:
        own = syllables(word)
        if row:
            return f"|{'|'.join(own)}|" in row
        short = "".join(own)
        return len(short) >= SHORTEST_SOUND and short in letters

    found = _matching(set(filter(there, words())))
    sure = [(one, told) for one, told in found if any(len(syllables(word)) > 1 for word in told)]
    return list(_scored(sure, PART_SAID))


Told = list[tuple[Situation, tuple[str, ...]]]


def _matching(there: set[str]) -> Told:
    """Situations with the words that tell of them; “没钱看病” is not simply “没钱”."""
    told = []
    for one in situations() if there else ():
        found = [
            tuple(max(part & there, key=_longest) for part in parts)
            for parts in one.said
            if not any(map(there.isdisjoint, parts))
        ]
        if found:
            told.append((one, max(found, key=_length)))
    return [
        (one, mine)
        for one, mine in told
        if not any(set(mine) < set(more) or _inside(mine, more) for _, more in told)
    ]


def _longest(word: str) -> tuple[int, str]:
    return len(word), word


def _length(words: tuple[str, ...]) -> int:
    return sum(map(len, words))


def _inside(words: tuple[str, ...], more: tuple[str, ...]) -> bool:
    return words != more and all(any(word in longer for longer in more) for word in words)


def _without(text: str, told: Told) -> str:
    for word in sorted({word for _, said in told for word in said}, key=len, reverse=True):
        text = text.replace(word, "")
    return text


def _scored(told: Told, base: float) -> Iterator[Meant]:
    told = sorted(told, key=lambda row: (row[0].vague, row[0].weak, len(row[1]) == 1))
    for turn, (one, told_by) in enumerate(told):
        said = "".join(told_by)
        own = (VAGUE if one.vague else WEAK)[base < ALL_SAID] if one.weak else base
        start = min(own, base) - NEXT * turn
        for place, code in enumerate(one.items):
            yield Meant(code, "", said, start - LATER * place, one.hint, one.weak)
        for place, term in enumerate(one.terms):
            yield Meant("", term, said, TERM - place, one.hint, one.weak)
