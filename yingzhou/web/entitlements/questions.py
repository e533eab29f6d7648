"""One question as it stands on the page, and what was typed read in plain words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.files.inputs import InputSpec
from yingzhou.policy.kinds import DAY, FLAG, LABEL

from .answers import DO_NOT_KNOW, MOST_PEOPLE, PEOPLE, Answers, place_of
from .order import WHO

RELATIONS = (
    "本人", "老伴", "丈夫", "妻子", "爸爸", "妈妈", "儿子", "女儿", "媳妇", "女婿",
    "孙辈", "公公", "婆婆", "岳父", "岳母", "兄弟", "姐妹", "其他家人",
)  # fmt: skip
LEVELS = "一二三四五六七八九十"
OLDEST = 1900
_ENDING = re.compile(r"\s*(没有就填 0|没有领过就填 0|没有住院就填 0|不知道就不填)。$")
_AMOUNT = re.compile(r"\d{1,12}(\.\d+)?")
_MYRIAD = 10_000
_DECIMALS = 2


class Unclear(ValueError):
    """What was typed cannot be understood; the text says what to do, in plain words."""


@dataclass(frozen=True)
class Question:
    """``control``: choice, list, amount or date. ``none``: what “没有” is called, if it may be."""

    key: str
    ask: str
    of: str
    control: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    none: str = ""
    may_skip: bool = True
    spec: InputSpec | None = None

    def read(self, typed: Mapping[str, str]) -> str:
        """The written answer; "" where nothing was entered. Raises Unclear."""
        if self.control == "date":
            return self._read_date(typed)
        if self.control == "amount":
            return self._read_amount(typed)
        found = _plain(typed.get(self.key, ""))
        allowed = [value for value, _ in self.choices]
        if found in allowed or (found == DO_NOT_KNOW and self.may_skip):
            return found
        return ""

    def _read_amount(self, typed: Mapping[str, str]) -> str:
        text, mark = _plain(typed.get(f"{self.key}.v", "")), typed.get(f"{self.key}.k", "")
        if text and mark:
            said = self.none if mark == "0" else "不知道"
            if _is_nought(text) and mark == "0":
                return "0"
            raise Unclear(f"您填了 {text}, 又选了“{said}”。请只留一个。")
        if mark in ("0", DO_NOT_KNOW):
            return mark
        return self._number(text) if text else ""

    def _number(self, text: str) -> str:
        plain = text.replace(",", "").replace(" ", "").removesuffix("元")
        times = _MYRIAD if plain.endswith("万") else 1
        plain = plain.removesuffix("万")
        if plain.startswith("-"):
            raise Unclear("不能是负数。没有的话, 请选“没有”。")
        if not _AMOUNT.fullmatch(plain):
            raise Unclear(f"看不懂“{text}”。请只写数字, 例如 {self._example()}。")
        value = Decimal(plain) * times
        money = self.spec is not None and self.spec.kind.is_money
        if value != round(value, _DECIMALS if money else 0):
            raise Unclear("最多写到分, 也就是两位小数。" if money else "请写整数, 不带小数点。")
        if self.spec is not None:
            most = self.spec.most // (100 if money else 1)
            if value > most:
                raise Unclear(f"“{text}”太大了, 请看看是不是多打了零。")
            if value * (100 if money else 1) < self.spec.least:
                raise Unclear(f"“{text}”太小了, 请再看看。")
        return f"{value.normalize():f}"

    def _example(self) -> str:
        return "1500 或 1.5万" if self.unit.startswith("元") else "2"

    def _read_date(self, typed: Mapping[str, str]) -> str:
        parts = [_plain(typed.get(f"{self.key}.{one}", "")) for one in "ymd"]
        unknown = typed.get(f"{self.key}.k", "") == DO_NOT_KNOW
        if not any(parts):
            return DO_NOT_KNOW if unknown else ""
        if unknown:
            raise Unclear("您填了日期, 又选了“不知道”。请只留一个。")
        for part, name in zip(parts, ("年", "月", "日"), strict=True):
            if not part:
                raise Unclear(f"还差“{name}”。年、月、日都要填, 身份证上有。")
            if not (part.isascii() and part.isdigit() and len(part) <= 4):
                raise Unclear(f"“{part}”不是数字。{name}请用数字写。")
        year, month, day = map(int, parts)
        if len(parts[0]) != 4:
            raise Unclear(f"年份请写四位, 例如 1943 (您写的是 {parts[0]})。")
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            raise Unclear(f"没有 {year}年{month}月{day}日 这一天, 请再看看。") from None

    def shown(self, written: str) -> str:
        """An answer as a resident reads it."""
        if written == DO_NOT_KNOW:
            return "不知道"
        if self.control == "date":
            year, month, day = written.split("-")
            return f"{int(year)}年{int(month)}月{int(day)}日"
        if self.control == "amount":
            if written == "0" and self.none:
                return self.none
            return f"{Decimal(written):,} {self.unit}"
        return dict(self.choices).get(written, written)

    def typed(self, written: str) -> dict[str, str]:
        """An answer as its inputs hold it, to be shown again."""
        if not written:
            return {}
        if self.control == "date" and written != DO_NOT_KNOW:
            return {
                f"{self.key}.{one}": str(int(part))
                for one, part in zip("ymd", written.split("-"), strict=True)
            }
        if self.control == "amount" and (written != "0" or not self.none):
            return {f"{self.key}.{'k' if written == DO_NOT_KNOW else 'v'}": written}
        return {self.key if self.control in ("choice", "list") else f"{self.key}.k": written}


def check_day(written: str, today: date) -> None:
    """Raises Unclear for a day that nobody alive was born on."""
    found = date.fromisoformat(written)
    if found > today:
        raise Unclear(f"{found.year}年{found.month}月{found.day}日 还没有到, 请再看看年份。")
    if found.year < OLDEST:
        raise Unclear(f"{found.year} 年好像太早了, 请再看看年份 (公历, 四位)。")


def question(key: str, answers: Answers) -> Question | None:
    """The question of ``key``; None where no resident is asked that."""
    if key == PEOPLE:
        numbers = tuple((str(n), f"{n} 人") for n in range(1, MOST_PEOPLE + 1))
        ask = "一起吃、一起住的一家人, 有几个人?"
        hint = "连您自己在内。在外地上学、还要家里养的孩子也算。"
        return Question(key, ask, "全家", "choice", hint, numbers, may_skip=False)
    entity, number, name = place_of(key)
    of = answers.labels()[number - 1] if 0 < number <= answers.people else "全家"
    if name == WHO:
        relations = tuple((one, one) for one in RELATIONS)
        ask, hint = f"第 {number} 个人是谁?", "只是为了下面好称呼, 不用写姓名。"
        return Question(key, ask, f"第{number}个人", "list", hint, relations)
    spec = book().inputs.get((entity, name))
    if spec is None or not spec.ask or number > answers.people:
        return None
    return _of(key, spec, of)


def _of(key: str, spec: InputSpec, of: str) -> Question:
    ask = _ENDING.sub("", spec.ask)
    if spec.kind == FLAG:
        return Question(key, ask, of, "choice", spec.hint, (("是", "是"), ("否", "否")), spec=spec)
    if spec.kind == LABEL:
        labels = tuple((one, _label(one)) for one in spec.labels)
        return Question(key, ask, of, "choice", spec.hint, labels, spec=spec)
    if spec.kind == DAY:
        return Question(key, ask, of, "date", spec.hint, spec=spec)
    unit = str(spec.kind.unit)
    if unit == "级":
        least = 1 if spec.name == "残疾等级" else spec.least
        levels = tuple((str(n), _level(n)) for n in range(least, spec.most + 1))
        return Question(key, ask, of, "choice", spec.hint, levels, spec=spec)
    shown = {"元/月": "元/月", "元": "元"}.get(unit, unit)
    none = "没有" if spec.least == 0 else ""
    return Question(key, ask, of, "amount", spec.hint, (), shown, none, spec=spec)


def _label(text: str) -> str:
    return {"无": "没有", "正常": "没有这些情况"}.get(text, text)


def _level(number: int) -> str:
    return f"{LEVELS[number - 1]}级" if number else "没有评过, 或没到一级"


def _plain(text: str) -> str:
    """Full-width figures and letters as ordinary ones; at most as long as an answer may be."""
    return unicodedata.normalize("NFKC", text).strip()[:40]


def _is_nought(text: str) -> bool:
    return not text.strip("0.")
