"""Letters typed in a row: where syllables end, and which of them say nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from .text import syllables
from .wording import asking

LEAST_LEFT = 4
"""Letters that must stay: “shenqing” alone is not nothing."""
_FINALS = {
    "": "a ai an ang ao e en er ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "d": "a ai an ang ao e en eng i ian iao ie ing iu ong ou u uan ui un uo",
    "f": "a an ang ei en eng o ou u",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "r": "an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "w": "a ai an ang ei en eng o u",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "zh": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
}
"""What may follow each first sound."""
_KNOWN = frozenset(f"{first}{end}" for first, ends in _FINALS.items() for end in ends.split())
_AGE = re.compile(r"(\d{2,3})(?=sui)")
_NUMBERS = {
    "yi": "一", "er": "二", "san": "三", "si": "四", "wu": "五", "liu": "六", "qi": "七",
    "ba": "八", "jiu": "九", "shi": "十", "bai": "百",
}  # fmt: skip
_LONGEST = max(map(len, _KNOWN))


def parted(letters: str) -> tuple[str, ...]:
    """Syllables of ``letters``, as few as can be; none where they are not pinyin throughout."""
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(letters) + 1):
        found: tuple[str, ...] | None = None
        for start in range(max(0, end - _LONGEST), end):
            before, part = best[start], letters[start:end]
            if before is None or part not in _KNOWN:
                continue
            if found is None or len(before) + 1 < len(found):
                found = (*before, part)
        best.append(found)
    return best[-1] or ()


def years(letters: str, parts: tuple[str, ...]) -> str:
    """The age in “80suilaoren” or “bashisui”, written in characters; or nothing."""
    if found := _AGE.search(letters):
        return f"{found[1]}岁"
    if "sui" not in parts:
        return ""
    at = end = parts.index("sui")
    while at and parts[at - 1] in _NUMBERS:
        at -= 1
    said = "".join(_NUMBERS[one] for one in parts[at:end])
    return f"{said}岁" if said else ""


def bare(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Without the question around it: “dibaozenmeban” is about “dibao”."""
    asking = _asking()
    while True:
        shorter = next(
            (
                rest
                for one in asking
                for rest in (_cut_end(parts, one), _cut_start(parts, one))
                if rest != parts and len("".join(rest)) >= LEAST_LEFT
            ),
            parts,
        )
        if shorter == parts:
            return parts
        parts = shorter


def _cut_end(parts: tuple[str, ...], asked: tuple[str, ...]) -> tuple[str, ...]:
    return parts[: -len(asked)] if parts[-len(asked) :] == asked else parts


def _cut_start(parts: tuple[str, ...], asked: tuple[str, ...]) -> tuple[str, ...]:
    return parts[len(asked) :] if parts[: len(asked)] == asked else parts


@lru_cache(maxsize=1)
def _asking() -> tuple[tuple[str, ...], ...]:
    return tuple(sorted({syllables(one) for one in asking()}, key=len, reverse=True))
