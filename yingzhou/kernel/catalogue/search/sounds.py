"""Items by the sound of what is typed: whole words, beginnings of syllables, with a slip."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from .phrase import WEIGHTS, Phrase
from .text import soft, syllables, typed_as

NEAR, NEAR_PART = 78.0, 92.0
"""From which likeness (0 to 100) on two spellings, or one and a part, are one with a slip."""
SHORTEST_SLIP = 4
"""Shorter spellings with a slip could be anything."""
WRONG = 12.0
"""What another character of the same sound costs."""
BEGUN, INSIDE = 74.0, 50.0
"""Letters that begin with a syllable and end within one; letters anywhere."""

Hit = tuple[float, Phrase, str]


class Sounds:
    def __init__(self, called: list[Phrase]) -> None:
        self.called = called
        self.soft = [one.soft for one in called]

    def find(self, text: str, chinese: bool) -> Iterator[Hit]:
        parts = syllables(text)
        typed = "".join(parts)
        easy, marked = soft(typed), f"|{'|'.join(parts)}|"
        for phrase in self.called:
            if chinese:
                score = _heard(phrase, typed, easy, marked) - WRONG
            else:
                score = _spelled(phrase, typed, easy)
            if score > 0:
                yield score * WEIGHTS[phrase.kind], phrase, _by_sound(phrase, chinese)
        if len(easy) >= SHORTEST_SLIP:
            yield from self._slips(easy, chinese)

    def _slips(self, easy: str, chinese: bool) -> Iterator[Hit]:
        near = process.extract(easy, self.soft, scorer=fuzz.ratio, score_cutoff=NEAR, limit=30)
        for _, likeness, at in near:
            yield likeness * 0.72, self.called[at], _by_sound(self.called[at], chinese)
        part = process.extract(
            easy, self.soft, scorer=fuzz.partial_ratio, score_cutoff=NEAR_PART, limit=30
        )
        for _, likeness, at in part:
            if len(self.soft[at]) >= len(easy):
                yield likeness * 0.56, self.called[at], _by_sound(self.called[at], chinese)


def _heard(phrase: Phrase, typed: str, easy: str, marked: str) -> float:
    """Characters were typed: their syllables in a row."""
    if phrase.spelled == typed:
        return 97
    if phrase.soft == easy:
        return 90
    if len(typed) > 2 and marked in phrase.sounds:
        return _part(len(typed) / len(phrase.spelled), front=phrase.sounds.startswith(marked))
    return 0


def _spelled(phrase: Phrase, typed: str, easy: str) -> float:
    """Letters were typed, without where a syllable ends: whole words before pieces."""
    if phrase.spelled == typed:
        return 97
    if phrase.soft == easy:
        return 90
    if len(typed) > 2 and typed in phrase.spelled:
        score = _run(phrase, typed)
        if score > INSIDE or len(typed) >= 5:
            return score
    if typed[0] == phrase.spelled[0] and typed_as(typed, phrase.parts):
        return 70 + 16 * min(len(typed) / max(len(phrase.parts), 1), 1)
    return 0


def _run(phrase: Phrase, typed: str) -> float:
    best, at = INSIDE, phrase.spelled.find(typed)
    while at >= 0:
        if at in phrase.starts:
            whole = at + len(typed) in phrase.starts
            share = len(typed) / len(phrase.spelled)
            # what is still being typed is most likely the beginning of a phrase
            begun = 84.0 if at == 0 else BEGUN
            best = max(best, _part(share, front=at == 0) if whole else begun)
        at = phrase.spelled.find(typed, at + 1)
    return best


def _part(share: float, front: bool) -> float:
    return 80 + 8 * share + (4 if front else 0)


def _by_sound(phrase: Phrase, chinese: bool) -> str:
    return f"{'读音' if chinese else '拼音'}像“{phrase.said}”"
