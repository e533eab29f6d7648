"""Names as they sound: pinyin, initials, and a forgiving form for search; and masked names.

``sound`` lets a clerk find a name that was only heard, or typed with an accent. It is pinyin with
the pairs that speakers around the Yangtze mouth mix up made one:

    zh → z   ch → c   sh → s      张/臧, 陈/岑, 施/司
    -ng → -n                      程/陈, 王/万 (only where the vowel is the same)
    l → n                         李/倪, 龙/农
    lü, lv, lyu → lu              吕 as typed, as in passports
    f, h and r stay               they tell too many names apart

It works on the joined text, so the pinyin somebody typed without spaces gives the same sound as the
characters. A name gives pinyin character by character (``char_pinyin``, cached), so that a builder
of many names can compute each character once; only a surname that is read unlike the word is looked
up (``surname``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

SURNAMES = {
    "单": "shan",
    "仇": "qiu",
    "区": "ou",
    "曾": "zeng",
    "解": "xie",
    "查": "zha",
    "盖": "ge",
    "朴": "piao",
    "翟": "zhai",
    "乐": "yue",
    "员": "yun",
    "缪": "miao",
    "召": "shao",
    "种": "chong",
    "秘": "bi",
    "覃": "qin",
    "折": "she",
    "繁": "po",
    "黑": "he",
    "隗": "wei",
    "重": "chong",
    "祭": "zhai",
    "尉迟": "yuchi",
    "万俟": "moqi",
    "澹台": "tantai",
    "单于": "chanyu",
}
_LETTERS = re.compile(r"[^a-z]")
_SIGNS = "·•.-'’"
"""Within names of minorities and of foreigners."""


def checked(name: str) -> str:
    """``name`` if a person may be called so: 2 to 40 letters of any script; else ValueError."""
    if not 2 <= len(name) <= 40:
        raise ValueError("姓名应为2至40个字")
    # Co: rare characters that only some fonts know
    strange = [c for c in name if c not in _SIGNS and unicodedata.category(c)[0] not in "LM"]
    strange = [c for c in strange if unicodedata.category(c) != "Co"]
    if strange or name[0] in _SIGNS:
        raise ValueError("姓名中只能有文字和间隔号, 不能有数字、符号或公式")
    return name


@cache
def char_pinyin(char: str) -> str:
    """``珍`` → ``zhen``; Latin letters are kept in lower case, signs vanish (买买提·艾力)."""
    if char.isascii():
        return char.lower() if char.isalpha() else ""
    from pypinyin import Style, lazy_pinyin  # slow to load, and few processes spell

    syllable = lazy_pinyin(char, style=Style.NORMAL, errors="ignore")
    return _LETTERS.sub("", syllable[0].replace("ü", "v")) if syllable else ""


def syllables(name: str) -> list[str]:
    """The pinyin of ``name``, surname first (尉迟 is one entry: yuchi)."""
    name = "".join(name.split())
    for length in (2, 1):
        reading = SURNAMES.get(name[:length])
        if reading and len(name) > length:
            return [reading, *_rest(name[length:])]
    return _rest(name)


def _rest(name: str) -> list[str]:
    return [syllable for syllable in map(char_pinyin, name) if syllable]


def pinyin(name: str) -> str:
    """``李秀珍`` → ``lixiuzhen``."""
    return "".join(syllables(name))


def initials(name: str) -> str:
    """``李秀珍`` → ``lxz``."""
    name = "".join(name.split())
    double = SURNAMES.get(name[:2]) if len(name) > 2 else None
    if double:
        head = double[0] + char_pinyin(name[1])[:1]
        return head + "".join(syllable[0] for syllable in _rest(name[2:]))
    return "".join(syllable[0] for syllable in syllables(name))


def sound(name_or_pinyin: str) -> str:
    """The forgiving form (see the module) of a name in characters or of typed pinyin."""
    text = pinyin(name_or_pinyin)
    text = text.replace("lyu", "lu").replace("nyu", "nu").replace("v", "u")
    text = re.sub(r"([zcs])h", r"\1", text)
    text = re.sub(r"ng+", "n", text)
    return text.replace("l", "n")


def mask_name(name: str) -> str:
    """``李秀珍`` → ``李*珍``, ``李强`` → ``李*``, ``欧阳秀珍`` → ``欧**珍``."""
    name = name.strip()
    if len(name) <= 1:
        return "*" * len(name)
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]
