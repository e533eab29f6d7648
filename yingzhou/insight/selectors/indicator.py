"""One indicator in full: its sum, its trend, what was published, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from yingzhou.core.money import format_fen
from yingzhou.insight import facts
from yingzhou.insight.engine import Cell
from yingzhou.insight.models import FactBuild
from yingzhou.insight.plan_files import Contradiction, Measure, Plan, plans
from yingzhou.insight.reconcile import Published, claims, published
from yingzhou.insight.records import base_relation, has_rows
from yingzhou.insight.relations import RELATIONS, Covered, Flow, Relation, Series, Stock, Units
from yingzhou.insight.series_data import SeriesPoint, series_value
from yingzhou.insight.values import drawn, plain, rounded, value_of
from yingzhou.ui import charts

from .asked import Asked
from .outlook import ahead, known, quarterly
from .overview import is_judged

ADDED_UP = "按所在村居计数, 逐级合计到乡镇和全区"
TABLES = {
    "divisions.managementunit": "基本管理单元",
    "organisations.annualreport": "社会组织年度报告",
    "organisations.bed": "床位",
    "organisations.bedterm": "床位类型(按时段)",
    "organisations.capacity": "服务能力(按时段)",
    "organisations.certificate": "证书与称号",
    "organisations.facility": "设施",
    "organisations.facilitywork": "设施改造",
    "organisations.interment": "安葬",
    "organisations.organisation": "社会组织",
    "organisations.post": "岗位",
    "people.enrolment": "名册",
    "people.household": "家庭户",
    "people.person": "人员",
    "people.residence": "户籍与居住登记",
}
"""Tables by the names that people use for them."""


@dataclass(frozen=True)
class Part:
    """Numerator or denominator: its relation, its number, and what it is made of."""

    side: str
    relation: Relation
    number: str
    unit: str
    has_rows: bool
    source: SeriesPoint | None
    lineage: list[str]


@dataclass(frozen=True)
class Check:
    """A published figure and the computed one, rounded as it was published."""

    subject: str
    day: date
    published: str
    computed: str
    is_equal: bool


def parts(measure: Measure, cell: Cell, day: date) -> list[Part]:
    """The numerator, and the denominator where there is one."""
    found = [_part("分子" if measure.is_ratio else "数量", measure.numerator, cell.numerator, day)]
    if measure.denominator:
        found.append(_part("分母", measure.denominator, cell.denominator, day))
    return found


def _part(side: str, code: str, number: int | None, day: date) -> Part:
    relation = RELATIONS[code]
    text, unit = _amount(number, relation.unit)
    source = None
    if isinstance(relation, Series):
        source = series_value(relation.series, day, relation.year_before)
    return Part(side, relation, text, unit, has_rows(code), source, lineage(relation))


def _amount(number: int | None, unit: str) -> tuple[str, str]:
    """Money is kept in fen and told in yuan."""
    if number is None:
        return "—", unit
    if unit.startswith("分"):
        return format_fen(number), f"元{unit[1:]}"
    return f"{number:,}", unit


def lineage(relation: Relation) -> list[str]:
    """Tables → relation, in words, one step a line."""
    if isinstance(relation, Series):
        return ["公布的数列, 不来自本区记录", f"取值: {relation.words}", "全市统一, 各区划相同"]
    if isinstance(relation, Units):
        return ["行政区划(按日期)", f"取数: {relation.words}", ADDED_UP]
    steps = []
    base = base_relation(relation.code)
    if isinstance(base, Stock | Flow):
        steps.append(f"{_tables(base)}")
        steps.append(f"取数: {base.words}")
        if base.amount:
            steps.append(f"合计: {_fields(base)}")
    if isinstance(relation, Covered):
        steps.append(f"归并: 有上述记录的单位各计一个 ({relation.words})")
    return [*steps, ADDED_UP]


def _tables(relation: Stock | Flow) -> str:
    """The table of the records and those it is matched with, by the names people know."""
    model = relation.records().model
    names = [TABLES.get(model._meta.label_lower, str(model._meta.verbose_name))]
    paths = [
        relation.division,
        *(path for pair in getattr(relation, "spells", ()) for path in pair),
    ]
    for path in paths:
        current = model
        for step in path.split("__")[:-1]:
            field = current._meta.get_field(step)
            current = field.related_model
            names.append(TABLES.get(current._meta.label_lower, str(current._meta.verbose_name)))
    return " + ".join(dict.fromkeys(names)) + " 的记录"


def _fields(relation: Stock | Flow) -> str:
    model = relation.records().model
    return " + ".join(
        str(model._meta.get_field(name).verbose_name) for name in relation.amount.split("+")
    )


def cell_of(asked: Asked, measure: Measure) -> Cell:
    """The kept value of the division and day asked."""
    found = facts.by_division(measure.code, asked.day, [asked.node.id])
    return found.get(asked.node.id, Cell(None, None))


def trend_chart(asked: Asked, measure: Measure, baseline: float | None) -> charts.Chart | None:
    """The quarters' ends, baseline and target drawn in, the forecast as a band."""
    points = quarterly(facts.series(measure.code, asked.node.id, asked.day), asked.day)
    if not known(points, measure):
        return None
    judged = is_judged(measure, asked)
    decimals = max(measure.digits, measure.shown_digits)
    numbers = [drawn(value_of(cell, measure), measure) for _, cell in points]
    target = float(measure.target) if judged and measure.target is not None else None
    return charts.trend(
        [on for on, _ in points],
        numbers,
        name=measure.name,
        unit=measure.unit,
        target=None if target is None else charts.Mark(target, _district_target(asked, measure)),
        baseline=None if baseline is None or not asked.is_district else charts.Mark(baseline),
        forecast=_band(known(points, measure), measure, asked, decimals),
        from_zero=not (measure.is_ratio and _is_narrow(numbers)),
    )


def _district_target(asked: Asked, measure: Measure) -> str:
    """Below the district the line says whose target it is."""
    if asked.is_district or measure.target is None:
        return ""
    return f"全区目标 {plain(measure.target)}{measure.unit}"


def _is_narrow(numbers: list[float | None]) -> bool:
    """A share that moves by less than a third of itself would look flat on an axis from zero."""
    values = [number for number in numbers if number is not None]
    return min(values) > 0.66 * max(values)


def _band(values, measure: Measure, asked: Asked, decimals: int) -> charts.Forecast | None:
    last = asked.plan.last_day
    if asked.is_over:
        last = date(asked.day.year + 1, 12, 31)
    found = ahead(values, measure, asked.day, last) if values[-1][0] == asked.day else None
    if found is None:
        return None
    rounded = [[round(v, decimals) for v in x] for x in (found.middle, found.lower, found.upper)]
    return charts.Forecast(found.days, *rounded)


def computed_at(measure: Measure, day: date) -> datetime | None:
    return (
        FactBuild.objects.filter(measure=measure.code, on=day)
        .values_list("built_at", flat=True)
        .first()
    )


def concerned(plan: Plan, measure: Measure) -> list[tuple[Contradiction, list[Published]]]:
    """The contradictions that touch this measure, with the published figures they quote."""
    figures = {figure.id: figure for figure in _figures()}
    codes = _codes_of(plan, measure)
    return [
        (item, [figures[key] for key in item.figures if key in figures])
        for item in plan.contradictions
        if codes & set(item.figures)
    ]


def checks(plan: Plan, measure: Measure, root: int) -> list[Check]:
    """What the plan publishes of this measure beside what the records say of that day."""
    codes = _codes_of(plan, measure)
    cells = dict(facts.series(measure.code, root))
    found = []
    for figure in _figures():
        if figure.id in codes and figure.last in cells:
            value = value_of(cells[figure.last], measure)
            text = "—" if value is None else f"{rounded(value, figure.digits):,}"
            told = f"{rounded(figure.value, figure.digits):,}"
            found.append(Check(figure.subject, figure.last, told, text, told == text))
    return found


def _codes_of(plan: Plan, measure: Measure) -> set[str]:
    """The published figures that are this very measure."""
    return {
        key
        for key, (numerator, denominator) in _claimed(plan.code).items()
        if (numerator, denominator) == (measure.numerator, measure.denominator)
    }


@cache
def _claimed(plan_code: str) -> dict[str, tuple[str, str]]:
    """Read from files once per process: what each published figure is computed from."""
    return {
        key: (claim.numerator, claim.denominator)
        for key, claim in claims(plans()[plan_code]).items()
        if not claim.growth
    }


@cache
def _figures() -> tuple[Published, ...]:
    return tuple(published())
