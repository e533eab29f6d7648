"""The plan's main tasks: with figures where records can answer, else with who will keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.utils.safestring import SafeString

from yingzhou.insight import facts
from yingzhou.insight.engine import Cell
from yingzhou.insight.plan_files import Measure, Plan, Task
from yingzhou.insight.values import is_met, shown, value_of, why_missing

from .asked import Asked
from .outlook import quarterly
from .overview import KEPT_SECONDS, is_judged, sparkline, target_words
from .systems import system_names

CHAPTERS = {
    "四(一)": "社区治理体系",
    "四(二)": "社会救助体系",
    "四(三)": "社会福利体系",
    "四(四)": "社会服务体系",
    "五": "保障措施",
}


@dataclass(frozen=True)
class Line:
    """One target of a task with its value. ``state``: met, behind, on_pace (time left) or empty."""

    quote: str
    name: str
    value: str
    unit: str
    target: str
    state: str
    missing: str
    numerator: str
    spark: SafeString


@dataclass(frozen=True)
class TaskRow:
    task: Task
    lines: list[Line]
    met: int
    systems: list[tuple[str, str]]


@dataclass(frozen=True)
class Chapter:
    """``section`` is the plan's numbering."""

    section: str
    title: str
    rows: list[TaskRow]


def task_codes(plan: Plan) -> list[str]:
    return list(dict.fromkeys(m.code for task in plan.tasks for _, m in task.measures))


def chapters(asked: Asked, version: int) -> list[Chapter]:
    """All tasks in the plan's order."""
    key = f"board:tasks:{asked.plan.code}:{asked.node.id}:{asked.day}:{version}"
    found: list[Chapter] | None = cache.get(key)
    if found is None:
        found = _chapters(asked)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _chapters(asked: Asked) -> list[Chapter]:
    series = facts.series_of_many(task_codes(asked.plan), asked.node.id)
    names = system_names(asked.plan.code)
    grouped: dict[str, list[TaskRow]] = {}
    for task in asked.plan.tasks:
        lines = [_line(asked, quote, m, series[m.code]) for quote, m in task.measures]
        met = sum(line.state == "met" for line in lines)
        row = TaskRow(task, lines, met, [(key, names.get(key, "")) for key in task.ids])
        grouped.setdefault(_section(task), []).append(row)
    return [Chapter(key, CHAPTERS.get(key, ""), rows) for key, rows in grouped.items()]


def _section(task: Task) -> str:
    """``四(三)1`` belongs to ``四(三)``; what stands under 五 is one chapter."""
    return next((key for key in CHAPTERS if task.section.startswith(key)), task.section)


def _line(asked: Asked, quote: str, measure: Measure, points: list[tuple[date, Cell]]) -> Line:
    points = quarterly(points, asked.day)
    cell = dict(points).get(asked.day, Cell(None, None))
    value = value_of(cell, measure)
    judged = is_judged(measure, asked) and value is not None
    return Line(
        quote=quote,
        name=measure.name,
        value=shown(value, measure),
        unit=measure.unit,
        target=target_words(measure),
        state=_state(value, measure, asked) if judged and value is not None else "",
        missing=why_missing(cell, measure),
        numerator=measure.numerator,
        spark=sparkline(points, measure, measure.name, judged),
    )


def _state(value, measure: Measure, asked: Asked) -> str:
    """A task has no baseline, so no pace: met, or not yet, and once the plan is over behind."""
    if is_met(value, measure):
        return "met"
    return "behind" if asked.is_over else "on_pace"
