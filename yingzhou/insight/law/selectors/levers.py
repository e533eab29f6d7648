"""The levers of the what-if room: which parameter, and what it is set to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from yingzhou.kernel.catalogue.book import book, paid
from yingzhou.policy.compiled.plan import plan
from yingzhou.policy.files.parameters import Parameter, whole
from yingzhou.policy.kinds import RATIO, SCALE
from yingzhou.policy.shown import shown
from yingzhou.policy.words import parameter_name

FIRST = "低保.标准"
MOST = 3
FARTHEST = 5
"""A lever goes up to five times what holds: beyond that nobody plans, and 64 bits stay safe."""


@dataclass(frozen=True)
class Lever:
    """``typed`` as the reader wrote it, in yuan or per cent; ``fault`` is what is wrong with it."""

    number: int
    name: str
    title: str
    meaning: str
    unit: str
    now: str
    now_shown: str
    typed: str
    value: int | None
    fault: str
    low: str
    high: str
    step: str
    is_unverified: bool


@cache
def offered() -> tuple[str, ...]:
    """Plain figures (no tables) that any benefit rests on: amounts and ratios."""
    names = plan(book(), paid()).parameters
    found = (book().parameters[name] for name in names)
    return tuple(
        one.name for one in found if not one.axes and (one.kind.is_money or one.kind == RATIO)
    )


def levers(asked: Mapping[str, str], day: date) -> list[Lever]:
    """The first is always there; others as the address names them."""
    made = [_lever(1, asked.get("p1") or FIRST, asked.get("v1", ""), day)]
    for number in range(2, MOST + 1):
        name = asked.get(f"p{number}", "")
        if name and name in offered() and name not in [one.name for one in made]:
            made.append(_lever(number, name, asked.get(f"v{number}", ""), day))
    return made


def figures(chosen: list[Lever]) -> dict[str, tuple[int, ...]]:
    """What differs from the law as it stands."""
    return {one.name: (one.value,) for one in chosen if one.value is not None}


def _lever(number: int, name: str, typed: str, day: date) -> Lever:
    known = book().parameters.get(name)
    parameter = known if known is not None and name in offered() else book().parameters[FIRST]
    dated = parameter.on(day)
    now = dated.value[0] if dated is not None and dated.value else 0
    value, fault = _read(parameter, typed, now)
    low, high, step = _span(parameter, now)
    return Lever(
        number=number,
        name=parameter.name,
        title=parameter_name(parameter.name),
        meaning=parameter.meaning,
        unit="%" if parameter.kind == RATIO else str(parameter.kind.unit),
        now=plain(parameter, now),
        now_shown=shown(parameter.kind, now),
        typed=typed or plain(parameter, now),
        value=None if value == now else value,
        fault=fault,
        low=plain(parameter, low),
        high=plain(parameter, high),
        step=step,
        is_unverified=dated is not None and dated.is_unverified,
    )


def plain(parameter: Parameter, value: int) -> str:
    """1650 or 32.5: what stands in the box."""
    exact = Decimal(value) * 100 / SCALE if parameter.kind == RATIO else Decimal(value) / 100
    return f"{exact:f}".rstrip("0").rstrip(".") if "." in f"{exact:f}" else f"{exact:f}"


def _read(parameter: Parameter, typed: str, now: int) -> tuple[int | None, str]:
    text = typed.strip().replace(",", "").removesuffix("%").removesuffix("元")
    if not text:
        return None, ""
    try:
        number = Decimal(text)
        found = whole(number / 100 if parameter.kind == RATIO else number, parameter.kind)
    except InvalidOperation:
        return None, f"“{typed}”不是数字, 现在仍按 {plain(parameter, now)} 计算"
    except ValueError as error:
        return None, str(error)
    if not 0 <= found <= max(now, 1) * FARTHEST:
        top = plain(parameter, now * FARTHEST)
        return None, f"{typed} 超出可以试的范围, 应在 0 到 {top} 之间"
    return found, ""


def _span(parameter: Parameter, now: int) -> tuple[int, int, str]:
    """The slider: from seven tenths to one and a half times what holds, in round steps."""
    if parameter.kind == RATIO:
        return 0, min(max(now * 2, 1000), 20_000), "1"
    step = 1000 if now >= 50_000 else 100
    return now * 7 // 10 // step * step, now * 3 // 2 // step * step, str(step // 100)
