"""Values for people: rounded as statistics publish them, with unit; and how a figure stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from yingzhou.core.money import round_half_up
from yingzhou.insight.engine import Cell
from yingzhou.insight.plan_files import Indicator, Measure, Plan

MOST_DIGITS = 9


def rounded(value: Fraction, digits: int) -> Decimal:
    """Half up at ``digits`` decimals, from the exact quotient."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return round_half_up(exact, digits)


def shown(value: Fraction | None, measure: Measure) -> str:
    """``57.8`` or ``10,186``; a dash where there is no value."""
    if value is None:
        return "—"
    return f"{rounded(value, digits_of(value, measure)):,}"


def digits_of(value: Fraction, measure: Measure) -> int:
    """Decimals as published; more where rounding would cross the target (59.96 is no 60.0)."""
    for digits in range(measure.shown_digits, MOST_DIGITS):
        if is_met(Fraction(rounded(value, digits)), measure) == is_met(value, measure):
            return digits
    return MOST_DIGITS


def drawn(value: Fraction | None, measure: Measure) -> float | None:
    """For charts and maps: the float nearest to the figure that stands beside them."""
    if value is None:
        return None
    return float(rounded(value, max(measure.digits, digits_of(value, measure))))


def plain(value: Fraction) -> str:
    """A target or baseline as the plan writes it."""
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{number.normalize():,f}"


def value_of(cell: Cell, measure: Measure) -> Fraction | None:
    return cell.value(measure.per, measure.is_ratio)


def why_missing(cell: Cell, measure: Measure) -> str:
    """Why there is no value (Chinese), or an empty string."""
    if cell.numerator is None:
        return "这一级不计算此项" if not measure.is_ratio else "缺分子数据, 或这一级不计算此项"
    if measure.is_ratio and cell.denominator is None:
        return "缺分母: 所需数据尚未公布或录入"
    if measure.is_ratio and cell.denominator == 0:
        return "没有分母: 当日无相关记录, 无法计算比例"
    return ""


def is_met(value: Fraction, measure: Measure) -> bool:
    """Whether the exact value has reached the target: rounding makes nothing met."""
    if measure.target is None:
        return False
    return value >= measure.target if measure.direction == "at_least" else value <= measure.target


def expected_by_now(indicator: Indicator, plan: Plan, day: date) -> Fraction:
    """Where a straight line from baseline to target stands on ``day``."""
    whole = (plan.last_day - plan.base).days
    passed = min(max((day - plan.base).days, 0), whole)
    target = indicator.measure.target or indicator.baseline
    return indicator.baseline + (target - indicator.baseline) * Fraction(passed, whole)


def state_of(value: Fraction | None, indicator: Indicator, plan: Plan, day: date) -> str:
    """``met``, ``on_pace``, ``behind`` or ``unknown``.

    On pace: not there yet, but on or past the straight line to the target. After the plan's last
    day there is no pace left: met or behind.
    """
    if value is None:
        return "unknown"
    if is_met(value, indicator.measure):
        return "met"
    if day >= plan.last_day:
        return "behind"
    line = expected_by_now(indicator, plan, day)
    ahead = value >= line if indicator.measure.direction == "at_least" else value <= line
    return "on_pace" if ahead else "behind"
