"""The numbers of one evaluation: the same facts and the same engine that the board shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from yingzhou.core import clock
from yingzhou.insight import facts
from yingzhou.insight.engine import Cell
from yingzhou.insight.forecast import Forecast, forecast, quarter_ends
from yingzhou.insight.plan_files import Indicator, Measure, Plan, Task
from yingzhou.insight.reconcile import Line
from yingzhou.insight.report.blocks import ReportError
from yingzhou.insight.selectors import reconciliation
from yingzhou.insight.values import shown, state_of, value_of, why_missing
from yingzhou.kernel.divisions.tree import Node, Tree, tree_on


@dataclass(frozen=True)
class Reading:
    """A measure's value for one division on one day."""

    measure: Measure
    cell: Cell

    @property
    def value(self) -> Fraction | None:
        return value_of(self.cell, self.measure)

    @property
    def shown(self) -> str:
        return shown(self.value, self.measure)

    @property
    def missing(self) -> str:
        return why_missing(self.cell, self.measure)


@dataclass(frozen=True)
class TownReading:
    node: Node
    reading: Reading


@dataclass(frozen=True)
class Standing:
    """How one indicator stands: today, and (``judged``) on the day it is judged by."""

    indicator: Indicator
    now: Reading
    state: str
    judged: Reading
    judged_state: str
    history: list[tuple[date, Fraction]]
    ahead: Forecast | None
    towns: list[TownReading]


@dataclass(frozen=True)
class TaskMeasure:
    task: Task
    quote: str
    reading: Reading


@dataclass(frozen=True)
class Evaluation:
    """``judged_on`` is the data's day, or the plan's last day where that has passed."""

    plan: Plan
    day: date
    judged_on: date
    standings: list[Standing]
    task_measures: list[TaskMeasure]
    reconciled: reconciliation.Reconciliation

    @property
    def lines(self) -> list[Line]:
        return self.reconciled.lines

    @property
    def is_final(self) -> bool:
        return self.day >= self.plan.last_day

    @property
    def is_later(self) -> bool:
        """Whether the plan had ended before the data's day: then both days are shown."""
        return self.day > self.plan.last_day

    def count(self, state: str, binding: bool | None = None) -> int:
        return len(self.in_state(state, binding))

    def in_state(self, state: str, binding: bool | None = None) -> list[Standing]:
        return [
            s
            for s in self.standings
            if s.judged_state == state and binding in (None, s.indicator.is_binding)
        ]


def evaluate(plan: Plan, day: date) -> Evaluation:
    """Gather everything; :class:`ReportError` where the day has no evaluation."""
    if day > clock.today():
        raise ReportError(f"{day} 还没有到, 不能评估; 请选今天或以前的日期")
    if day < plan.first_day:
        raise ReportError(f"{day} 早于{plan.short_name}开始之日 {plan.first_day}, 没有可评估的内容")
    tree = tree_on(day)
    judged_on = min(day, plan.last_day)
    try:
        root = tree.root.id
    except LookupError as error:
        raise ReportError(str(error)) from error
    facts.ensure(plan.codes(), [plan.base, judged_on, day])
    series = facts.series_of_many(plan.codes(), root)
    standings = [_standing(plan, i, day, series[i.measure.code], tree) for i in plan.indicators]
    measures = [
        TaskMeasure(task, quote, _reading(measure, series[measure.code], judged_on))
        for task in plan.tasks
        for quote, measure in task.measures
    ]
    version = facts.version()
    checked = reconciliation.kept(plan, version) or reconciliation.fresh(plan, version)
    return Evaluation(plan, day, judged_on, standings, measures, checked)


def _reading(measure: Measure, series: list[tuple[date, Cell]], day: date) -> Reading:
    return Reading(measure, dict(series).get(day, Cell(None, None)))


def _standing(
    plan: Plan, indicator: Indicator, day: date, series: list[tuple[date, Cell]], tree: Tree
) -> Standing:
    measure, judged_on = indicator.measure, min(day, plan.last_day)
    now, judged = _reading(measure, series, day), _reading(measure, series, judged_on)
    history = _history(measure, series, day)
    return Standing(
        indicator=indicator,
        now=now,
        state=state_of(now.value, indicator, plan, day),
        judged=judged,
        judged_state=state_of(judged.value, indicator, plan, judged_on),
        history=history,
        ahead=_ahead(measure, history, day, plan.last_day),
        towns=_towns(measure, day, tree),
    )


def _history(
    measure: Measure, series: list[tuple[date, Cell]], day: date
) -> list[tuple[date, Fraction]]:
    """Quarter ends and the day itself: other days were kept for a question, not for a trend."""
    regular = set(quarter_ends(series[0][0], day)) | {day} if series else set()
    found = [(on, value_of(cell, measure)) for on, cell in series if on in regular]
    return [(on, value) for on, value in found if value is not None]


def _ahead(
    measure: Measure, history: list[tuple[date, Fraction]], day: date, last_day: date
) -> Forecast | None:
    until = max(last_day, day + timedelta(days=366))
    ceiling = 100.0 if measure.unit == "%" else None
    return forecast(
        [on for on, _ in history],
        [float(value) for _, value in history],
        quarter_ends(day + timedelta(days=1), until),
        ceiling,
    )


def _towns(measure: Measure, day: date, tree: Tree) -> list[TownReading]:
    towns = tree.towns()
    cells = facts.by_division(measure.code, day, [town.id for town in towns])
    return [
        TownReading(town, Reading(measure, cells.get(town.id, Cell(None, None)))) for town in towns
    ]
