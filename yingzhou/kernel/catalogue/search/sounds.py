"""Items by the sound of what is typed: whole words, beginnings of syllables, with a slip."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from .phrase import WEIGHTS, Phrase
from .pinyin import bare, parted
from .text import soft, syllables, typed_as

NEAR, NEAR_PART, NEAR_SOUND = 78.0, 92.0, 88.0
"""From which likeness (0 to 100) on two spellings, one and a part, or two rows of characters are
one with a slip."""
SHORTEST_SLIP = 4
"""Shorter spellings with a slip could be anything."""
SHORTEST_HEARD = 3
"""Fewer syllables must be the whole word: within another they could be anything."""
LEAST_SAID = 5
"""Letters of a word that is looked for in a longer row."""
SHORT_ASKING = re.compile("(?:sq|bl|zmb)$")
"""Of 申请, 办理, 怎么办 the beginnings, after those of the word."""
WRONG, ASKED = 12.0, 2.0
"""What another character of the same sound costs; and a question around the word."""
BEGUN, INSIDE, SURE = 74.0, 50.0, 80.0
"""Letters that begin with a syllable and end within one; letters anywhere; whole words."""

Hit = tuple[float, Phrase, str]


class Sounds:
    def __init__(self, called: list[Phrase]) -> None:
        self.called = called
        self.soft = [one.soft for one in called]

    def heard(self, text: str) -> Iterator[Hit]:
        """Characters were typed that name nothing: their syllables in a row."""
        parts = syllables(text)
        typed = "".join(parts)
        easy, marked, length = soft(typed), f"|{'|'.join(parts)}|", len(parts)
        for phrase in self.called:
            if phrase.spelled == typed:
                score = 97.0
            elif phrase.soft == easy:
                score = 90.0
            else:
                score = _within(phrase, marked, length)
            if score:
                yield (score - WRONG) * WEIGHTS[phrase.kind], phrase, _by_sound(phrase, "读音")
        if length > SHORTEST_HEARD:
            near = process.extract(
                easy, self.soft, scorer=fuzz.ratio, score_cutoff=NEAR_SOUND, limit=10
            )
            for _, likeness, at in near:
                yield likeness * 0.72, self.called[at], _by_sound(self.called[at], "读音")

    def spelled(self, typed: str) -> Iterator[Hit]:
        """Letters were typed; a slip is looked for only where no whole word is found."""
        parts = parted(typed)
        core = bare(parts)
        asked = [(typed, 0.0)]
        if core != parts:
            asked.append(("".join(core), ASKED))
        elif not parts and (short := SHORT_ASKING.sub("", typed)) and len(short) > 1:
            asked.append((short, ASKED))
        sure = 0.0
        for letters, cost in asked:
            easy = soft(letters)
            for phrase in self.called:
                score = _spelled(phrase, letters, easy) - cost
                if score > 0:
                    sure = max(sure, score)
                    yield score * WEIGHTS[phrase.kind], phrase, _by_sound(phrase, "拼音")
        marked = f"|{'|'.join(core)}|"
        for phrase in self.called if core else ():
            if len(phrase.spelled) >= LEAST_SAID and phrase.sounds in marked:
                sure = max(sure, SURE)
                share = len(phrase.spelled) / len(marked)
                score = (72 + 22 * share) * WEIGHTS[phrase.kind]
                yield score, phrase, _by_sound(phrase, "拼音")
        if sure < SURE and len(typed) >= SHORTEST_SLIP:
            for letters, _ in asked:
                yield from self._slips(soft(letters))

    def _slips(self, easy: str) -> Iterator[Hit]:
        near = process.extract(easy, self.soft, scorer=fuzz.ratio, score_cutoff=NEAR, limit=30)
        for _, likeness, at in near:
            yield likeness * 0.72, self.called[at], _by_sound(self.called[at], "拼音")
        part = process.extract(
            easy, self.soft, scorer=fuzz.partial_ratio, score_cutoff=NEAR_PART, limit=30
        )
        for _, likeness, at in part:
            if len(self.soft[at]) >= len(easy):
                yield likeness * 0.56, self.called[at], _by_sound(self.called[at], "拼音")


def _within(phrase: Phrase, marked: str, length: int) -> float:
    """One within the other, whole syllables."""
    if length >= SHORTEST_HEARD and marked in phrase.sounds:
        share = length / len(phrase.parts)
        return _part(share, front=phrase.sounds.startswith(marked))
    if len(phrase.parts) >= SHORTEST_HEARD and phrase.sounds in marked:
        return 72 + 22 * len(phrase.parts) / length
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


def _by_sound(phrase: Phrase, way: str) -> str:
    return f"{way}像“{phrase.said}”"
