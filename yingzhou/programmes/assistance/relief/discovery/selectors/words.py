"""What a finding is called."""

from __future__ import annotations

from datetime import date

from yingzhou.kernel.catalogue.items import items
from yingzhou.programmes.assistance.relief.discovery.files import (
    BENEFIT,
    SIGNAL,
    house,
    signals,
)
from yingzhou.programmes.assistance.relief.discovery.looking.wanted import wanted

UNSURE = {"unverified": "待核实", "memory": "凭记忆, 待核对"}


def item_name(code: str) -> str:
    item = items().get(code)
    return item.name if item is not None else code


def name_of(what: str) -> str:
    kind, _, key = what.partition(":")
    if kind == BENEFIT:
        return item_name(key)
    signal = signals().get(key)
    return signal.name if signal is not None else key


def kind_of(what: str) -> str:
    return "应享未享" if what.startswith(f"{BENEFIT}:") else "需要看看"


def basis_of(what: str) -> str:
    """Where the figures of a signal stand; a benefit's stand with its rule."""
    kind, _, key = what.partition(":")
    signal = signals().get(key) if kind == SIGNAL else None
    if signal is None:
        return ""
    unsure = UNSURE.get(signal.confidence, "")
    return f"{signal.basis}({unsure})" if unsure and unsure not in signal.basis else signal.basis


def choices(day: date) -> list[tuple[str, str]]:
    """Everything that may be found, for a filter."""
    found = [(f"{SIGNAL}:{key}", one.name) for key, one in signals().items()]
    return [*found, *((f"{BENEFIT}:{one.code}", one.name) for one in wanted(day))]


def capacity_words() -> str:
    rules = house()
    most = f"每月一个村居最多上门 {rules.of_village} 家, 一个乡镇最多 {rules.of_town} 家"
    return f"{most}({rules.basis})"
