"""The index of a set of items. Built once (some 100 ms for 250 items), asked in milliseconds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log

from yingzhou.kernel.catalogue.items.parts import Item

from .phrase import CALLED, LAW, WEIGHTS, Phrase, phrases
from .pinyin import parted, years
from .situations import Meant, heard, meant, spelled, spoken_of, words
from .sounds import SURE, Hit, Sounds
from .text import ANYBODY, KIN, is_chinese, meaning, pairs, plain, syllables
from .wording import alike, looks, standard

LEAST, LEAST_OF_BEST = 42.0, 0.55
"""What scores less, or less than this share of the best, is not shown."""
EQUAL = 0.5
"""Scores within this are as good as equal."""
NAMED, SAID = 55.0, 82.0
"""From these on the characters that were typed name something; a sentence says enough."""
PIECES_OF_BEST = 0.7
"""Beside a name, what shares some characters is shown from this share on."""
LOOKS_WRONG = 8.0
"""What a character that only looks like the right one costs."""
STRONG, MORE_OF_IT, MOST = 78.0, 1.5, 4.5
"""Each further phrase of an item that matches as well as this says that it is what is meant."""


@dataclass(frozen=True)
class Found:
    """``why``: what matched, for people. ``score``: 0 to 100, to sort by."""

    item: Item
    why: str
    score: float


class Index:
    def __init__(self, items: Iterable[Item]) -> None:
        self.items = list(items)
        self.phrases = [one for at, item in enumerate(self.items) for one in phrases(at, item)]
        self.sounds = Sounds([one for one in self.phrases if one.kind in CALLED])
        self.first = {one.at: one for one in reversed(self.phrases)}
        self.at: dict[str, list[int]] = defaultdict(list)
        for at, item in enumerate(self.items):
            self.at[item.code].append(at)
        self.holding: dict[str, list[Phrase]] = defaultdict(list)
        of: dict[str, set[int]] = defaultdict(set)
        for phrase in self.phrases:
            for pair in phrase.pairs:
                self.holding[pair].append(phrase)
                of[pair].add(phrase.at)
        self.rare = {pair: log(1 + len(self.items) / len(found)) for pair, found in of.items()}
        self.known = self.rare.keys() | spoken_of()
        self.unknown = log(1 + len(self.items)) / 2
        for word in words():
            syllables(word)  # spelled once for all who ask
        self.waits = [_waits(item) for item in self.items]

    def find(self, typed: str, limit: int) -> list[Found]:
        text = plain(typed)[:60]
        if not text:
            return []
        best: dict[int, Hit] = {}
        strong: dict[int, set[str]] = defaultdict(set)
        named, told = self._characters(text) if is_chinese(text) else self._letters(text)
        for hit in named:
            score, phrase, _ = hit
            if score >= STRONG:
                strong[phrase.at].add(phrase.text)
            if score >= LEAST and (phrase.at not in best or score > best[phrase.at][0]):
                best[phrase.at] = hit
        for hit in told:
            if hit[1].at not in best or hit[0] > best[hit[1].at][0]:
                best[hit[1].at] = hit
                strong.pop(hit[1].at, None)  # what to do first stays first
        return self._ranked(best, strong)[:limit]

    def _ranked(self, best: dict[int, Hit], strong: dict[int, set[str]]) -> list[Found]:
        rows = []
        for at, (score, phrase, why) in best.items():
            more = min(MORE_OF_IT * max(len(strong.get(at, ())) - 1, 0), MOST)
            rows.append((score + min(more, (100 - score) / 2), phrase, why))
        least = LEAST_OF_BEST * max((row[0] for row in rows), default=0.0)
        rows.sort(key=lambda row: (-int(row[0] / EQUAL), self.waits[row[1].at], -row[0], row[1].at))
        return [Found(self.items[one.at], why, score) for score, one, why in rows if score >= least]

    def _characters(self, text: str) -> tuple[list[Hit], list[Hit]]:
        """By what is written; only where that says nothing, by sound and by look-alikes."""
        here = standard(text)
        named, told, sure = self._written(here)
        if here != text:
            before, _, _ = self._written(text)
            named += before
        if sure:
            return named, told
        by_sound, heard_of = self._heard(here)
        if max((score for score, _, _ in by_sound + heard_of), default=0.0) < SURE:
            by_look, seen_of = self._looking(here)
            by_sound, heard_of = by_sound + by_look, heard_of + seen_of
        return named + by_sound, told + heard_of

    def _written(self, text: str) -> tuple[list[Hit], list[Hit], bool]:
        """What names a service, what tells of a situation, and whether that says enough."""
        core = meaning(alike(text))
        named = list(self._whole(text))
        parts: list[Hit] = []
        if len(core) > 1:
            named += self._core(core)
            least = PIECES_OF_BEST * max((score for score, _, _ in named), default=0.0)
            pieces = (hit for hit in self._pieces(core) if hit[0] >= least)
            parts = [*self._inside(core), *pieces]
        meanings = meant(text)
        sure = any(score >= NAMED for score, _, _ in named)
        sure = sure or any(score >= SAID for score, _, _ in parts)
        sure = sure or any(not one.weak for one in meanings)
        return named + parts, list(self._situations(meanings)), sure

    def _heard(self, text: str) -> tuple[list[Hit], list[Hit]]:
        named: list[Hit] = []
        told: list[Hit] = []
        core = KIN.sub("", meaning(text))
        for said in dict.fromkeys((text, core)):
            if len(said) > 1:
                named += self.sounds.heard(said)
                told += self._situations(heard(said))
        return named, told

    def _looking(self, text: str) -> tuple[list[Hit], list[Hit]]:
        typed = pairs(meaning(alike(text)))
        for meant_text in looks(text):
            if not (pairs(meaning(alike(meant_text))) - typed) <= self.known:
                continue
            named, told, sure = self._written(meant_text)
            if sure:
                why = f"字形像“{meant_text}”"
                cost = LOOKS_WRONG
                return (
                    [(score - cost, phrase, why) for score, phrase, _ in named if score >= NAMED],
                    [(score - cost, phrase, why) for score, phrase, _ in told],
                )
        return [], []

    def _letters(self, text: str) -> tuple[list[Hit], list[Hit]]:
        named = [*self._whole(text), *self.sounds.spelled(text)]
        return named, list(self._situations(meanings(text)))

    def _whole(self, text: str) -> Iterator[Hit]:
        """It is a phrase, or stands in one."""
        for phrase in self.phrases:
            weight, here = WEIGHTS[phrase.kind], phrase.text
            if here == text:
                yield 100 * weight, phrase, phrase.why
            elif text in here and len(text) > 1:
                front = 4 if here.startswith(text) else 0
                yield (84 + 8 * len(text) / len(here) + front) * weight, phrase, phrase.why

    def _core(self, core: str) -> Iterator[Hit]:
        """The same without fillers."""
        for phrase in self.phrases:
            weight, here = WEIGHTS[phrase.kind], phrase.core
            if here == core:
                yield 97 * weight, phrase, phrase.why
            elif core in here:
                front = 4 if here.startswith(core) else 0
                yield (82 + 8 * len(core) / len(here) + front) * weight, phrase, phrase.why

    def _inside(self, core: str) -> Iterator[Hit]:
        """A phrase stands in a sentence, the rarer the better."""
        total = self._weight(pairs(core))
        for phrase in self.phrases:
            here = phrase.core
            if phrase.kind in CALLED and 1 < len(here) < len(core) and here in core:
                share = self._weight(phrase.pairs) / total
                yield (72 + 22 * share) * WEIGHTS[phrase.kind], phrase, phrase.why

    def _pieces(self, core: str) -> Iterator[Hit]:
        """A sentence shares pairs of characters with a phrase, the rarer the better."""
        said = pairs(core) - ANYBODY
        total = self._weight(pairs(core))
        shared: dict[int, tuple[Phrase, float]] = {}
        for pair in said & self.rare.keys():
            for phrase in self.holding[pair]:
                before = shared.get(id(phrase), (phrase, 0.0))[1]
                shared[id(phrase)] = (phrase, before + self.rare[pair])
        for phrase, weight in shared.values():
            asked_part, own_part = weight / total, weight / self._weight(phrase.pairs)
            score = 30 + 50 * max(asked_part * 0.9, min(own_part, 1.0) * 0.8)
            yield score * WEIGHTS[phrase.kind], phrase, phrase.why

    def _situations(self, meanings: Iterable[Meant]) -> Iterator[Hit]:
        """The service is not named at all: “走不动” is about care."""
        for one in meanings:
            why = f"“{one.said}”常办这一项"
            for at in self.at.get(one.code, ()):
                yield one.score, self.first[at], why
            if one.term:
                for score, phrase, _ in self._whole(one.term):
                    if phrase.kind != LAW:
                        yield one.score * score / 100, phrase, why

    def _weight(self, some: Iterable[str]) -> float:
        return sum(self.rare.get(pair, self.unknown) for pair in some) or self.unknown


def meanings(typed: str) -> list[Meant]:
    """What may have happened, from what was typed; nothing is guessed from its sound."""
    text = plain(typed)[:60]
    if not text:
        return []
    if is_chinese(text):
        return meant(standard(text))
    parts = parted(text)
    old = years(text, parts)
    return spelled(text, parts) + (meant(old) if old else [])


def _waits(item: Item) -> int:
    """At equal score: what can be applied for, then guides, then what the district starts."""
    if item.apply is None:
        return 1
    return 0 if set(item.apply.channels) - {"district"} else 2
