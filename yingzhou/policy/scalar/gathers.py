"""Aggregates over members where some of what is asked may be unknown."""

from __future__ import annotations

from typing import Any

from .unknown import Unknown, together


def gather(how: str, chosen: list[Any], values: list[Any], otherwise: Any) -> Any:
    """``chosen``: whether each member counts; ``values``: what it brings (None where it does not).

    任一 and 全部 can be certain although some are unknown; a sum cannot.
    """
    if how in ("任一", "全部", "数"):
        return _flags(how, chosen, values)
    kept = [value for pick, value in zip(chosen, values, strict=True) if _may(pick)]
    unsure = [one for one in (*chosen, *kept) if isinstance(one, Unknown)]
    if unsure:
        return together(unsure)
    if how == "合计":
        return sum(kept)
    if not kept:
        return otherwise
    return max(kept) if how == "最大" else min(kept)


def _may(pick: Any) -> bool:
    return isinstance(pick, Unknown) or bool(pick)


def _flags(how: str, chosen: list[Any], values: list[Any]) -> Any:
    """One that may or may not count changes nothing where it could not make a difference."""
    if how == "全部":
        return _all([_either(_not(p), v) for p, v in zip(chosen, values, strict=True)])
    each = [_all([p, v]) for p, v in zip(chosen, values, strict=True)]
    if how == "任一":
        return _not(_all([_not(one) for one in each]))
    unsure = [one for one in each if isinstance(one, Unknown)]
    return together(unsure) if unsure else sum(each)


def _not(one: Any) -> Any:
    return one if isinstance(one, Unknown) else not one


def _all(items: list[Any]) -> Any:
    if any(not isinstance(one, Unknown) and not one for one in items):
        return False
    unsure = [one for one in items if isinstance(one, Unknown)]
    return together(unsure) if unsure else True


def _either(one: Any, other: Any) -> Any:
    return _not(_all([_not(one), _not(other)]))
