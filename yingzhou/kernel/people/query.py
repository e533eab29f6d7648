"""What somebody typed into the search box: a number, a name, or pinyin; and a birth year."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from yingzhou.kernel.people import identity, names

SHORTEST = 2
_NUMBER = re.compile(r"[0-9]{14,}[0-9Xx]*")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)\s*年?\s*生?")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]+")
_IDLE = re.compile(r"[\s,，、;；'’]+")


@dataclass(frozen=True)
class Query:
    """``kind``: number, name, pinyin, or none (``problem`` then says in Chinese what is missing).

    ``masked`` is what the audit keeps; it never holds a number.
    """

    kind: str
    text: str = ""
    year: int | None = None
    problem: str = ""

    @property
    def masked(self) -> str:
        if self.kind == "number":
            return identity.mask(self.text)
        return names.mask_name(self.text) + (f" {self.year}" if self.year else "")

    @property
    def label(self) -> str:
        return {"number": "身份号码", "name": "姓名", "pinyin": "拼音"}.get(self.kind, "")


def parse(typed: str) -> Query:
    """Understand ``typed``; never raises."""
    typed = unicodedata.normalize("NFKC", typed.replace("\x00", "")).strip()
    compact = identity.normalise(typed)
    if _NUMBER.fullmatch(compact):
        return _number(compact)
    found = _YEAR.search(typed)
    year = int(found[1]) if found else None
    rest = _IDLE.sub("", _YEAR.sub(" ", typed, count=1)).lower()
    return _name(rest, year)


def _number(compact: str) -> Query:
    try:
        return Query("number", identity.validate(compact))
    except ValueError as error:
        return Query("none", problem=f"{error}。也可以改用姓名查找。")


def _name(rest: str, year: int | None) -> Query:
    if not rest:
        problem = "只有年份范围太大, 请再加上姓名或拼音。" if year else ""
        return Query("none", problem=problem)
    if re.search(r"\d", rest):
        return Query("none", problem="身份号码要输入完整的18位; 出生年份写4位, 例如 1950。")
    if _LATIN.fullmatch(rest):
        kind = "pinyin"
    elif _CHINESE.search(rest):
        kind = "name"
    else:
        return Query("none", problem="请输入姓名、拼音、首字母或18位身份号码。")
    if len(rest) < SHORTEST:
        return Query("none", problem="至少输入两个字或两个字母。")
    return Query(kind, rest[:40], year)
