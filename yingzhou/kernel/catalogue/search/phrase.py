"""What is written about an item, phrase by phrase, ready to be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from yingzhou.kernel.catalogue.items.parts import Item

from .text import meaning, pairs, plain, soft, syllables
from .wording import alike

NAME, ALSO, PLAIN, TOPIC, LAW, MORE = "名称", "也叫", "说明", "主题", "依据", "办理条件"
WEIGHTS = {NAME: 1.0, ALSO: 0.98, PLAIN: 0.8, TOPIC: 0.7, LAW: 0.65, MORE: 0.5}
CALLED = (NAME, ALSO)
"""What people would type whole; the rest is only looked into."""


@dataclass(frozen=True)
class Phrase:
    at: int  # of the item
    kind: str
    text: str
    core: str  # without fillers, with one word for all that mean the same
    said: str  # as people read it
    pairs: frozenset[str]
    parts: tuple[str, ...]
    spelled: str
    sounds: str  # with the ends of syllables marked
    starts: frozenset[int]  # where syllables begin in what is spelled, and its end
    soft: str

    @property
    def why(self) -> str:
        short = self.said if len(self.said) <= 24 else f"{self.said[:23]}…"
        return "名称相符" if self.kind == NAME else f"{self.kind}“{short}”"


def phrases(at: int, item: Item) -> Iterator[Phrase]:
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
            yield _phrase(at, kind, text, words)


def _phrase(at: int, kind: str, text: str, said: str) -> Phrase:
    parts = syllables(text) if kind in CALLED else ()
    spelled = "".join(parts)
    core = meaning(alike(text))
    return Phrase(
        at=at,
        kind=kind,
        text=text,
        core=core,
        said=said,
        pairs=frozenset(pairs(core)),
        parts=parts,
        spelled=spelled,
        sounds=f"|{'|'.join(parts)}|",
        starts=frozenset(accumulate(map(len, parts), initial=0)),
        soft=soft(spelled),
    )
