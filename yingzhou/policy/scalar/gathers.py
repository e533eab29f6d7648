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
    """A member that may or may not count and may or may not hold: certain only if it cannot."""
    sure, unsure = 0, []
    all_hold = True
    for pick, value in zip(chosen, values, strict=True):
        if not _may(pick):
            continue
        if not isinstance(value, Unknown) and not value:
            if isinstance(pick, Unknown):
                unsure.append(("no", pick))
            else:
                all_hold = False
        elif isinstance(pick, Unknown) or isinstance(value, Unknown):
            unsure.append(("maybe", together((pick, value))))
        else:
            sure += 1
    maybe = [one for kind, one in unsure if kind == "maybe"]
    if how == "数":
        return together(maybe) if maybe else sure
    if how == "任一":
        return True if sure else together(maybe) if maybe else False
    doubts = [one for _, one in unsure if _can_fail(one)]
    return False if not all_hold else together(doubts) if doubts else True


def _can_fail(one: Unknown) -> bool:
    return bool(one.needs)
