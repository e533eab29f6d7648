"""Words as people say and write them, brought to those that are compared (``words.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from yingzhou.policy.files.lines import read

FILE = Path(__file__).with_name("words.yaml")
OLD, OLDEST = 65, 130
HIGH_AGE = "高龄"
_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_COUNT = r"\d{1,3}|[一二两三四五六七八九十百零]{1,5}"
_AGE = re.compile(rf"({_COUNT})(?:多|几|来)?(?:周岁|虚岁|岁)(?:多|以上|出头)?")
_BARE_AGE = re.compile(
    r"(?<=[年满有妈爸娘爹奶爷婆公人太头伴叔姨])(\d{2,3}|[一二三四五六七八九]?十[一二三四五六七八九]?"
    r"|一百)(?:多|几)?(?=了|以上|多|几|怎|有|能|领|可|补|$)"
)
"""“我妈80了”, “今年七十五”."""
_VERY = re.compile(
    "(累|饿|烦|穷|急|气|痛|疼|吵|忙|苦|难受|吓|愁|臭|闷|无聊|孤单|冷清)死(?:了|我了|我|人)*"
)
"""Nobody has died."""


def alike(text: str) -> str:
    """``text`` with one word for all that mean the same, and years of age as one word."""
    return _alike(text)


def standard(text: str) -> str:
    """``text`` as it is typed here, in the words of the whole country."""
    return _VERY.sub(r"\1", _spoken()(text))


def looks(text: str) -> Iterator[str]:
    """``text`` with one character that looks like the one typed."""
    kin = _kin()
    for at, one in enumerate(text):
        for other in kin.get(one, ()):
            yield text[:at] + other + text[at + 1 :]


def age(said: str) -> int | None:
    """80, 八十, 一百零一."""
    if said.isdigit():
        return int(said)
    hundreds, _, rest = said.rpartition("百")
    total = 100 * (_DIGITS.get(hundreds, 1) if "百" in said else 0)
    tens, ten, ones = rest.rpartition("十")
    if ten:
        total += 10 * _DIGITS.get(tens.strip("零"), 1)
    ones = ones.strip("零")
    if len(ones) > 1:
        return None
    return total + _DIGITS.get(ones, 0)


@lru_cache(maxsize=20_000)
def _alike(text: str) -> str:
    return _same()(_AGE.sub(_aged, _BARE_AGE.sub(_aged, text)))


def _aged(found: re.Match[str]) -> str:
    years = age(found[1])
    if years is None or years > OLDEST:
        return found[0]
    return HIGH_AGE if years >= OLD else f"{years}岁"


def _replacing(words: dict[str, str]) -> Callable[[str], str]:
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    return lambda text: pattern.sub(lambda found: words[found[0]], text)


@lru_cache(maxsize=1)
def _same() -> Callable[[str], str]:
    return _replacing({word: group[0] for group in _file()["same"] for word in group})


@lru_cache(maxsize=1)
def _spoken() -> Callable[[str], str]:
    return _replacing(_file()["spoken"])


def asking() -> list[str]:
    """What is asked about a service, around its name."""
    found: list[str] = _file()["asking"]
    return found


@lru_cache(maxsize=1)
def _kin() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for group in _file()["looks"]:
        for one in group:
            others = tuple(each for each in group if each != one)
            found[one] = (*found.get(one, ()), *others)
    return found


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    found: dict[str, Any] = read(FILE)
    return found
