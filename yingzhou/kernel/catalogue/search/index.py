"""The index of a set of items. Built once (some 100 ms for 250 items), asked in milliseconds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log

from rapidfuzz import fuzz, process

from yingzhou.kernel.catalogue.items.parts import Item

from .everyday import meant
from .text import is_chinese, meaning, pairs, plain, soft, syllables, typed_as

NAME, ALSO, PLAIN, TOPIC, LAW, MORE = "名称", "也叫", "说明", "主题", "依据", "办理条件"
WEIGHTS = {NAME: 1.0, ALSO: 0.98, PLAIN: 0.8, TOPIC: 0.7, LAW: 0.65, MORE: 0.5}
CALLED = (NAME, ALSO)
"""What people would type whole; the rest is only looked into."""
LEAST = 35.0
"""What scores less is not shown."""
NEAR = 78.0
"""From which likeness (0 to 100) on two spellings are one with a slip."""
SHORTEST_SLIP = 4
"""Shorter spellings with a slip could be anything."""


@dataclass(frozen=True)
class Found:
    """``why``: what matched, for people. ``score``: 0 to 100, to sort by."""

    item: Item
    why: str
    score: float


@dataclass(frozen=True)
class _Phrase:
    at: int  # of the item
    kind: str
    text: str
    said: str  # as people read it
    parts: tuple[str, ...]
    spelled: str
    soft: str

    @property
    def why(self) -> str:
        short = self.said if len(self.said) <= 24 else f"{self.said[:23]}…"
        return self.kind if self.kind == NAME else f"{self.kind}“{short}”"


Hit = tuple[float, _Phrase, str]


class Index:
    def __init__(self, items: Iterable[Item]) -> None:
        self.items = list(items)
        self.phrases = [
            phrase for at, item in enumerate(self.items) for phrase in _phrases(at, item)
        ]
        self.called = [one for one in self.phrases if one.kind in CALLED]
        self.spelled = [one.spelled for one in self.called]
        self.soft = [one.soft for one in self.called]
        self.holding: dict[str, list[_Phrase]] = defaultdict(list)
        of: dict[str, set[int]] = defaultdict(set)
        for phrase in self.phrases:
            for pair in pairs(phrase.text):
                self.holding[pair].append(phrase)
                of[pair].add(phrase.at)
        self.rare = {pair: log(1 + len(self.items) / len(found)) for pair, found in of.items()}

    def find(self, typed: str, limit: int) -> list[Found]:
        text = plain(typed)[:60]
        if not text:
            return []
        best: dict[int, Hit] = {}
        for score, phrase, why in self._hits(text):
            known = best.get(phrase.at)
            if score >= LEAST and (known is None or score > known[0]):
                best[phrase.at] = (score, phrase, why)
        ranked = sorted(best.values(), key=lambda hit: (-hit[0], len(hit[1].text), hit[1].at))
        return [Found(self.items[one.at], why, score) for score, one, why in ranked[:limit]]

    def _hits(self, text: str) -> Iterator[Hit]:
        chinese = is_chinese(text)
        yield from self._whole(text)
        if chinese and (core := meaning(text)) != text and len(core) > 1:
            yield from self._whole(core)
        if chinese:
            yield from self._pieces(text)
            yield from self._everyday(text)
        yield from self._sounds(text, chinese)

    def _whole(self, text: str) -> Iterator[Hit]:
        """One stands in the other."""
        for phrase in self.phrases:
            weight, here = WEIGHTS[phrase.kind], phrase.text
            if here == text:
                yield 100 * weight, phrase, phrase.why
            elif text in here and len(text) > 1:
                front = 4 if here.startswith(text) else 0
                yield (84 + 8 * len(text) / len(here) + front) * weight, phrase, phrase.why
            elif phrase.kind in CALLED and len(here) > 1 and here in text:
                yield 80 + 14 * len(here) / len(text), phrase, phrase.why

    def _everyday(self, text: str) -> Iterator[Hit]:
        """The service is not named at all: “走不动” is about care."""
        for place, (term, said) in enumerate(meant(text)):
            for score, phrase, _ in self._whole(term):
                if phrase.kind != LAW:
                    yield score * 0.76 - place, phrase, f"“{said}”常办这一项"

    def _pieces(self, text: str) -> Iterator[Hit]:
        """A sentence shares pairs of characters with a phrase, the rarer the better."""
        said = pairs(meaning(text))
        asked = said & self.rare.keys()
        if not asked:
            return
        unknown = log(1 + len(self.items)) / 2
        total = sum(self.rare.get(pair, unknown) for pair in said)
        shared: dict[int, tuple[_Phrase, float]] = {}
        for pair in asked:
            for phrase in self.holding[pair]:
                before = shared.get(id(phrase), (phrase, 0.0))[1]
                shared[id(phrase)] = (phrase, before + self.rare[pair])
        for phrase, weight in shared.values():
            own = sum(self.rare[pair] for pair in pairs(phrase.text))
            asked_part, own_part = weight / total, weight / own
            score = 30 + 50 * max(asked_part * 0.9, min(own_part, 1.0) * 0.8)
            yield score * WEIGHTS[phrase.kind], phrase, phrase.why

    def _sounds(self, text: str, chinese: bool) -> Iterator[Hit]:
        """By pinyin: whole, beginnings of syllables, with a slip."""
        typed = "".join(syllables(text))
        easy = soft(typed)
        off = 12 if chinese else 0
        for phrase in self.called:
            if phrase.spelled == typed:
                yield 97 - off, phrase, _by_sound(phrase, chinese)
            elif phrase.soft == easy:
                yield 90 - off, phrase, _by_sound(phrase, chinese)
            elif len(typed) > 2 and phrase.spelled.startswith(typed):
                yield 88 - off, phrase, _by_sound(phrase, chinese)
            elif not chinese and typed[0] == phrase.spelled[0] and typed_as(typed, phrase.parts):
                whole = len(typed) / max(len(phrase.parts), 1)
                yield 70 + 16 * min(whole, 1), phrase, _by_sound(phrase, chinese)
            elif len(typed) >= 5 and typed in phrase.spelled:
                yield 74 - off, phrase, _by_sound(phrase, chinese)
        if len(easy) >= SHORTEST_SLIP:
            yield from self._slips(easy, chinese)

    def _slips(self, easy: str, chinese: bool) -> Iterator[Hit]:
        near = process.extract(easy, self.soft, scorer=fuzz.ratio, score_cutoff=NEAR, limit=30)
        for _, likeness, at in near:
            yield likeness * 0.72, self.called[at], _by_sound(self.called[at], chinese)
        part = process.extract(
            easy, self.soft, scorer=fuzz.partial_ratio, score_cutoff=NEAR + 10, limit=30
        )
        for _, likeness, at in part:
            if len(self.soft[at]) >= len(easy):
                yield likeness * 0.58, self.called[at], _by_sound(self.called[at], chinese)


def _by_sound(phrase: _Phrase, chinese: bool) -> str:
    return f"{'读音' if chinese else '拼音'}像“{phrase.said}”"


def _phrases(at: int, item: Item) -> Iterator[_Phrase]:
    said = [(NAME, item.name), *((ALSO, one) for one in item.synonyms)]
    said += [(PLAIN, one) for one in (item.plain,)]
    said += [(TOPIC, one) for one in item.topics]
    said += [(LAW, basis["law"]) for basis in item.basis]
    said += [(MORE, one) for one in (item.who, *item.notes)]
    seen = set()
    for kind, words in said:
        text = plain(words)
        if text and (kind, text) not in seen:
            seen.add((kind, text))
            parts = syllables(text) if kind in CALLED else ()
            spelled = "".join(parts)
            yield _Phrase(at, kind, text, words, parts, spelled, soft(spelled))
