"""Why not, what is missing and what excludes what, in words for somebody who is no clerk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yingzhou.policy.reasons import reasons_of
from yingzhou.policy.scalar import Unknown

from .answers import place_of
from .household import Found, Outcome
from .questions import question

MOST_REASONS = 2
MOST_MISSING = 4
_MARGIN = re.compile(
    r"^(?P<name>[^ ,;|]+) (?P<value>[^;|]+?), 应(?:低于|不高于|高于|不低于) "
    r"[^;|]+, (?P<way>高出|还差) (?P<by>[^;|]+)$"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_UNITS = re.compile(r" 元/(人/)?[月年]")


@dataclass(frozen=True)
class Reason:
    """``short`` is what a resident reads first; ``full`` is the engine's whole sentence."""

    short: str
    full: str = ""
    is_money: bool = False
    is_too_little: bool = False


def plain_reasons(found: Found, one: Outcome) -> Iterator[Reason]:
    """The first reasons that can be said shortly; none where the law's own list is too long."""
    step = found.evaluation.step(one.benefit, one.instance)
    told = list(dict.fromkeys(reasons_of(found.evaluation, step))) if step.rule else []
    good = [reason for text in told if (reason := _reason(text)) is not None]
    if good:
        yield from list(dict.fromkeys(good))[:MOST_REASONS]
    elif told:
        yield Reason("不属于上面说的情形")
    else:
        yield Reason("按您说的, 算出来是 0 元")


def _reason(text: str) -> Reason | None:
    match = _MARGIN.match(text)
    if match is None:
        return _plain(text)
    name, way, by = match["name"], match["way"], match["by"]
    value = _BRACKETS.sub("", match["value"]).strip()
    if name == "距今月数":
        years = int(value.split()[0].replace(",", "")) // 12
        return Reason(f"现在 {years} 岁, 年龄{'超过了' if way == '高出' else '还不到'}")
    if by.endswith("岁"):
        return Reason(f"现在 {value}, {'还差' if way == '还差' else '超过'} {by}")
    money = " 元" in by
    short = f"{name}{way} {_UNITS.sub(' 元', by)}"
    return Reason(short, text, is_money=money, is_too_little=money and way == "还差")


def _plain(text: str) -> Reason | None:
    """A yes or no that failed, such as “本市户籍 否, 要求是”."""
    match = re.fullmatch(r"(\S+) (是|否), 要求(是|不是)", text)
    if match is not None:
        name, value = match[1], match[2]
        return Reason(f"{name}: {'没有或不是' if value == '否' else '有或是'}")
    match = re.fullmatch(r"(\S+) 0(\.00)?( \S+)?, 应不等于 0", text)
    if match is not None:
        return Reason(f"现在没有{match[1].removeprefix('月')}; 有了再来算")
    match = re.fullmatch(r"(\S+) (\S+), 应等于 (\S+)", text)
    if match is not None:
        return Reason(f"{match[1]}是“{match[2]}”, 要求是“{match[3]}”")
    return None


def missing(found: Found, outcomes: list[Outcome]) -> tuple[list[str], list[str]]:
    """What the resident did not answer, and what only an office can find out, for one benefit."""
    asked: dict[str, dict[str, None]] = {}
    for key in (key for one in outcomes for key in (*one.skipped, *one.lacks)):
        about = question(key, found.answers)
        if about is not None:
            asked.setdefault(about.of, {})[place_of(key)[2]] = None
    alike: dict[tuple[str, ...], list[str]] = {}
    for of, names in asked.items():
        alike.setdefault(tuple(names), []).append(of)
    words = [f"{'、'.join(people)}的{_some(names)}" for names, people in alike.items()]
    offices = [spec.meaning for one in outcomes for spec in one.others]
    return words, list(dict.fromkeys(offices))


def _some(names: tuple[str, ...]) -> str:
    """The first few of a long list."""
    more = f" 等 {len(names)} 样" if len(names) > MOST_MISSING else ""
    return "、".join(names[:MOST_MISSING]) + more


def rivals(found: Found, one: Outcome) -> Iterator[str]:
    """Names of what this benefit is not given together with, where that counts here."""
    day = found.evaluation.law.day
    seen = set()
    for exclusion in found.book.exclusions:
        if not exclusion.holds_on(day) or not exclusion.concerns(one.benefit):
            continue
        for rival in [exclusion.winner] if exclusion.winner else exclusion.losers:
            if rival == one.benefit or rival in seen or not _counts(found, one, rival):
                continue
            seen.add(rival)
            yield _name(found, rival)


def _counts(found: Found, one: Outcome, rival: tuple[str, str]) -> bool:
    """Whether the rival is (or may be) given to this person or household."""
    entity = rival[0]
    instance = one.instance if entity == one.instance.entity else one.instance.up.get(entity)
    if instance is None:
        return True
    if rival in found.book.inputs:
        fact = instance.facts.get(rival[1])
        return bool(fact) or (fact is None and one.value is None)
    value = found.evaluation.value(rival, instance)
    return isinstance(value, Unknown) or bool(value)


def _name(found: Found, rival: tuple[str, str]) -> str:
    rule = found.evaluation.law.rules.get(rival)
    return f"“{rule.heading.shown if rule is not None else rival[1]}”"
