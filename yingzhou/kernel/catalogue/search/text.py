"""Text as it is compared: one spelling for each letter, pinyin, pieces of two characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_REST = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
FILLERS = re.compile(
    "我们|我想|我要|我家|我妈|我爸|我的|怎么办|怎么样|怎么|怎样|如何|去哪里|在哪里|哪里|哪儿|有什么|有哪些|什么时候|什么|哪些"
    "|可以|能领|能不能|能否|请问|你好|您好|谢谢|麻烦|帮我|帮忙|想问|问一下|问问|告诉我|申请|办理|需要|想要|一下|没有|现在"
    "|有没有|是不是|要不要|多少钱|多少|每个月|每月|一个月|条件|流程|材料|标准|政策|规定|资格|我|您|你|他|她|的|了|吗|呢|啊|呀|吧"
    "|嘛|么|想|要|去|给|把|被|就|都|也|还|很|太|这|那|是|在"
)
"""Words that say nothing about which service is meant."""
_KIN = (
    "老公|老婆|老伴|丈夫|妻子|爱人|爸爸|妈妈|父亲|母亲|爷爷|奶奶|外公|外婆|阿爹|阿婆|公公|婆婆|岳父"
    "|岳母|爷娘|阿爸|姆妈|老爸|老妈|媳妇|女婿|儿子|女儿|哥哥|姐姐|弟弟|妹妹|亲戚|家里|亲人|家人|老人|老头|老太|孩子|孙子|孙女|邻居|爸|妈|爹|娘|人|家|办"
)
KIN = re.compile(_KIN)
"""Who it is about: says that something happened to somebody, not what."""
ANYBODY = frozenset(_KIN.split("|"))
_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
"""Sounds that are one to many who speak Shanghainese."""


def plain(text: str) -> str:
    """Half-width, small letters, without spaces and marks."""
    return _REST.sub("", unicodedata.normalize("NFKC", text).casefold())


def is_chinese(text: str) -> bool:
    return bool(_CHINESE.search(text))


def meaning(text: str) -> str:
    """``text`` without fillers; as it is where nothing else would stay."""
    return FILLERS.sub("", text) or text


@lru_cache(maxsize=20_000)
def syllables(text: str) -> tuple[str, ...]:
    """Pinyin without tones, one for each character; other letters as they are."""
    from pypinyin import Style, lazy_pinyin  # slow to load, and few processes spell

    each = list  # of other letters; the library takes a list, its types do not say so
    return tuple(lazy_pinyin(text, style=Style.NORMAL, errors=each))  # type: ignore[arg-type]


def soft(spelled: str) -> str:
    """Pinyin with sounds put together that people confuse."""
    for hard, easy in _SOUNDS:
        spelled = spelled.replace(hard, easy)
    return spelled


def pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def typed_as(typed: str, parts: tuple[str, ...]) -> bool:
    """Whether ``typed`` spells the beginnings of syllables in a row, from the first one on:
    dbao, dib, dibao and db all spell 低保."""
    reached = {0}
    for part in parts:
        here: set[int] = set()
        for at in reached:
            for end in range(1, len(part) + 1):
                if typed[at : at + end] != part[:end]:
                    break
                if at + end == len(typed):
                    return True
                here.add(at + end)
        if not here:
            return False
        reached = here
    return False
