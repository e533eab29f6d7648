"""The indicators as plain rows, for the command line and exports."""

from __future__ import annotations

from datetime import date
from typing import Any

from yingzhou.core import clock
from yingzhou.insight.engine import compute
from yingzhou.insight.plan_files import Indicator, Plan
from yingzhou.insight.relations import RELATIONS, Series
from yingzhou.insight.series_data import series_value
from yingzhou.insight.values import plain, shown, state_of, value_of, why_missing
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import Node, tree_on

STATE_WORDS = {
    "not judged": "—",
    "met": "已达标",
    "on_pace": "按进度",
    "behind": "落后",
    "unknown": "缺数据",
}


def indicator_rows(
    plan: Plan, day: date, code: str = "", every: bool = False
) -> list[dict[str, Any]]:
    """One row an indicator (and division, with ``every``), computed from the records.

    ValueError (Chinese) for a day in the future or before the registry, or an unknown division.
    """
    if day > clock.today():
        raise ValueError(f"{day} 还没有到, 不能计算将来的指标")
    tree = tree_on(day)
    if not tree.nodes:
        raise ValueError(f"{day} 没有任何行政区划记录, 无法计算")
    top = tree.by_code(code) if code else tree.root
    if top is None:
        raise ValueError(f"{day} 没有代码为“{code}”的区划; 请核对 12 位区划代码")
    nodes = [top]
    if every:
        inside = tree.within(top.id)
        nodes = sorted(
            (n for n in tree.nodes.values() if n.id in inside and not n.is_statistical),
            key=lambda node: (node.level, node.code),
        )
    result = compute(plan.indicator_codes(), [day])
    return [
        _row(plan, indicator, day, node, result.at(indicator.measure.code, day, node.id))
        for node in nodes
        for indicator in plan.indicators
    ]


def _row(plan: Plan, indicator: Indicator, day: date, node: Node, cell: Any) -> dict[str, Any]:
    measure = indicator.measure
    value = value_of(cell, measure)
    # A target in pieces (10,105 beds) is the district's; only ratios can be judged below it.
    judged = measure.is_ratio or node.level == Division.Level.DISTRICT
    state = state_of(value, indicator, plan, day) if judged else "not judged"
    sign = "≥" if measure.direction == "at_least" else "≤"
    return {
        "plan": plan.code,
        "date": day.isoformat(),
        "division": node.code,
        "division_name": node.name,
        "number": indicator.number,
        "name": indicator.short,
        "value": shown(value, measure),
        "unit": measure.unit,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "baseline": plain(indicator.baseline),
        "target": f"{sign}{plain(measure.target)}" if measure.target is not None else "",
        "state": state,
        "state_words": STATE_WORDS[state],
        "note": why_missing(cell, measure) or uncertain(indicator, day),
    }


def uncertain(indicator: Indicator, day: date) -> str:
    """Which of the series behind an indicator are not verified, in words; else an empty string."""
    notes = []
    for code in (indicator.measure.numerator, indicator.measure.denominator):
        relation = RELATIONS[code] if code else None
        if isinstance(relation, Series):
            point = series_value(relation.series, day, relation.year_before)
            if point is not None and point.confidence != "seen":
                notes.append(f"{relation.title}{point.confidence_words}")
    return "; ".join(notes)
