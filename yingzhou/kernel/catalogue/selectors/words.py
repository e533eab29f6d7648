"""An item in the words that people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps

from yingzhou.core.money import format_fen
from yingzhou.kernel.catalogue.items.known import FACILITIES, KNOWN
from yingzhou.kernel.catalogue.items.parts import CHANNELS, ClockSpec, Field, Item, Whom

CONFIDENCE = {
    "seen": "已核对原文", "memory": "凭记忆, 待核对", "derived": "推算", "unverified": "未核实",
}  # fmt: skip


def programme_of(code: str) -> str:
    """The line of work that an item belongs to, as its app calls itself."""
    name = code.partition("/")[0]
    for app in apps.get_app_configs():
        if app.name.startswith("yingzhou.programmes.") and app.name.endswith(f".{name}"):
            return str(app.verbose_name)
    return name


def channels(item: Item) -> list[str]:
    return [CHANNELS[one] for one in item.apply.channels] if item.apply else []


def promise(item: Item) -> ClockSpec | None:
    """The period whose last day the applicant is told; None for a guide."""
    if item.apply is None:
        return None
    return next(one for one in item.apply.process.clocks.values() if one.promise)


def promised(item: Item) -> str:
    clock = promise(item)
    return str(clock.period) if clock else str(item.guide.get("time", ""))


def fee(item: Item) -> str:
    if item.apply is None:
        return str(item.guide.get("fee", ""))
    return f"{format_fen(item.apply.fee['fen'])} 元" if item.apply.fee["fen"] else "不收费"


def source(known: str) -> str:
    """The register in which the district has it already."""
    return KNOWN[known][1] if known in KNOWN else ""


def options(field: Field) -> str:
    """What there is to choose from; kinds of facilities by their names."""
    return "、".join(FACILITIES.get(one, one) for one in field.options)


def of_whom(whom: Whom | None) -> str:
    """Of whom a question is asked; empty: of everybody."""
    if whom is None:
        return ""
    told = [f"满 {whom.low} 周岁"] if whom.low else []
    told += [f"不满 {whom.under} 周岁"] if whom.under else []
    told += [f"{whom.sex}性"] if whom.sex else []
    return f"只问{'、'.join(told)}的人"


def condition(when: Mapping[str, tuple[Any, ...]], labels: Mapping[str, str]) -> str:
    """When a question is asked or a paper wanted; empty: always."""
    told = []
    for key, values in when.items():
        said = "、".join(
            "是" if one is True else "否" if one is False else str(one) for one in values
        )
        told.append(f"“{labels.get(key, key)}”答“{said}”")
    return ", 且".join(told)
