"""Reconciliation: every figure that the plan publishes, recomputed from records (plan F1, F3).

Statuses: ``exact`` equal to the published digit; ``explained`` different, and a known contradiction
of the publication (or a smaller demo district) says why; ``off`` different without a reason; ``not
kept yet`` the records come with later work, whose home is named. A programme claims its figures in
its ``module.py``; nothing here changes.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from yingzhou.core.models import Installation
from yingzhou.core.modules import installed
from yingzhou.insight.engine import Cell, compute, measure_code
from yingzhou.insight.plan_files import Contradiction, Plan, default_plan, fraction
from yingzhou.insight.records import period_total
from yingzhou.insight.values import rounded
from yingzhou.kernel.divisions.tree import tree_on

FOLDER = Path(__file__).parent / "figures"
EXACT, EXPLAINED, OFF, NOT_KEPT = "exact", "explained", "off", "not kept yet"
WORDS = {EXACT: "一致", EXPLAINED: "有说明", OFF: "不符", NOT_KEPT: "记录尚未建立"}


@dataclass(frozen=True)
class Published:
    """One published figure; ``digits`` are the decimals it was published with."""

    id: str
    section: str
    subject: str
    value: Fraction
    digits: int
    unit: str
    first: date
    last: date
    kind: str
    quote: str


@dataclass(frozen=True)
class Claim:
    """How a published figure is computed. ``scaling``: count, none or inverse (see claims.yaml)."""

    numerator: str
    denominator: str = ""
    per: Fraction = Fraction(1)
    growth: bool = False
    scaling: str = "none"


@dataclass
class Line:
    """One line of the reconciliation."""

    id: str
    subject: str
    unit: str
    as_of: str
    published: str
    computed: str
    difference: str
    status: str
    reason: str = ""
    home: str = ""
    quote: str = ""
    contradiction: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if key != "extra"}


def published() -> list[Published]:
    with (FOLDER / "published.csv").open(encoding="utf-8", newline="") as file:
        return [_published(row) for row in csv.DictReader(file)]


def _published(row: dict[str, str]) -> Published:
    first, _, last = row["as_of"].partition("/")
    decimals = row["figure"].partition(".")[2]
    return Published(
        row["id"],
        row["section"],
        row["subject"],
        Fraction(row["figure"]),
        len(decimals),
        row["unit"],
        date.fromisoformat(first),
        date.fromisoformat(last or first),
        row["kind"],
        row["quote"],
    )


def claims(plan: Plan) -> dict[str, Claim]:
    """Our own claims and those of every installed programme; a figure is claimed once."""
    raw = yaml.safe_load((FOLDER / "claims.yaml").read_text(encoding="utf-8"))
    found = {key: _claim(value, plan) for key, value in raw.items()}
    for module in installed():
        for key, value in module.claims.items():
            if key in found:
                raise ValueError(f"公布数 {key} 被认领了两次, 后一次来自“{module.name}”")
            found[key] = value if isinstance(value, Claim) else _claim(dict(value), plan)
    return found


def _claim(raw: dict[str, Any], plan: Plan) -> Claim:
    scaling = raw.get("scaling", "none")
    if "indicator" in raw:
        measure = plan.indicator(raw["indicator"]).measure
        return Claim(measure.numerator, measure.denominator, measure.per, scaling=scaling)
    return Claim(
        raw["numerator"],
        raw.get("denominator", ""),
        fraction(raw.get("per", 1)),
        bool(raw.get("growth")),
        scaling,
    )


def homes() -> dict[str, str]:
    raw = yaml.safe_load((FOLDER / "homes.yaml").read_text(encoding="utf-8"))
    return {key: " · ".join(value) for key, value in raw.items()}


def scale() -> Fraction:
    """The scale of the demo district; 1 for a real one."""
    row = Installation.objects.filter(name="scale").first()
    return Fraction(row.value) if row else Fraction(1)


def reconcile(plan: Plan | None = None) -> list[Line]:
    """Recompute everything claimed, from the records as they are now."""
    plan = plan or default_plan()
    figures, claimed, places = published(), claims(plan), homes()
    values = _compute_all(figures, claimed)
    by_figure = {c.explains: c for c in plan.contradictions}
    shrink = scale()
    lines = []
    for figure in figures:
        if figure.id not in claimed:
            lines.append(_not_kept(figure, places.get(figure.id, "")))
            continue
        lines.append(_judge(figure, claimed[figure.id], values, by_figure.get(figure.id), shrink))
    return lines


def _compute_all(figures: list[Published], claimed: dict[str, Claim]) -> dict[str, Fraction | None]:
    """Value of each claimed figure; each day is computed once."""
    wanted = [(figure, claimed[figure.id]) for figure in figures if figure.id in claimed]
    by_day: dict[date, set[str]] = defaultdict(set)
    for figure, claim in wanted:
        if figure.kind != "flow":
            by_day[figure.last].add(measure_code(claim.numerator, claim.denominator))
        if claim.growth:
            by_day[figure.first].add(claim.numerator)
    results = {day: compute(sorted(codes), [day]) for day, codes in by_day.items()}

    def cell(claim: Claim, day: date) -> Cell:
        code = measure_code(claim.numerator, claim.denominator)
        return results[day].at(code, day, tree_on(day).root.id)

    values: dict[str, Fraction | None] = {}
    for figure, claim in wanted:
        if figure.kind == "flow":
            total = period_total(claim.numerator, figure.first, figure.last)
            values[figure.id] = total * claim.per
        elif claim.growth:
            before, after = cell(claim, figure.first).numerator, cell(claim, figure.last).numerator
            grown = Fraction((after or 0) - before, before) * 100 if before else None
            values[figure.id] = grown
        else:
            values[figure.id] = cell(claim, figure.last).value(claim.per, bool(claim.denominator))
    return values


def _line(figure: Published, computed: str, difference: str, status: str) -> Line:
    span = figure.last if figure.first == figure.last else f"{figure.first} 至 {figure.last}"
    return Line(
        id=figure.id,
        subject=figure.subject,
        unit=figure.unit,
        as_of=str(span),
        published=f"{rounded(figure.value, figure.digits)}",
        computed=computed,
        difference=difference,
        status=status,
        quote=figure.quote,
    )


def _not_kept(figure: Published, home: str) -> Line:
    line = _line(figure, "", "", NOT_KEPT)
    line.home = home
    line.reason = f"记录由后续系统产生: {home}" if home else "尚无系统认领"
    return line


def _judge(
    figure: Published,
    claim: Claim,
    values: dict[str, Fraction | None],
    contradiction: Contradiction | None,
    shrink: Fraction,
) -> Line:
    value = values[figure.id]
    if value is None:
        line = _line(figure, "", "", OFF)
        line.reason = "没有分母或缺数据, 无法计算"
        return line
    number = Fraction(rounded(value, figure.digits))
    difference = number - figure.value
    status = EXACT if difference == 0 else OFF
    reason = ""
    if contradiction is not None:
        holds = _as_contradiction_says(contradiction, number, values, shrink, claim)
        status, reason = (EXPLAINED, contradiction.reason) if holds else (status, "")
    elif difference and shrink != 1 and _is_scaled(figure, claim, value, shrink):
        status, reason = EXPLAINED, f"演示区人口按 {float(shrink):g} 缩放, 此数随之变化"
    line = _line(
        figure, f"{rounded(value, figure.digits)}", f"{rounded(difference, figure.digits)}", status
    )
    line.reason, line.contradiction = reason, contradiction.id if contradiction else ""
    return line


def _as_contradiction_says(
    contradiction: Contradiction,
    number: Fraction,
    values: dict[str, Fraction | None],
    shrink: Fraction,
    claim: Claim,
) -> bool:
    """A contradiction excuses only the value it predicts."""
    if contradiction.expects is not None:
        expected = contradiction.expects
        if shrink != 1 and claim.scaling == "inverse":
            return abs(number * shrink - expected) < Fraction(1, 10)
        return number == expected
    upper = values.get(contradiction.below)
    return upper is not None and number < upper


def _is_scaled(figure: Published, claim: Claim, value: Fraction, shrink: Fraction) -> bool:
    """Whether a smaller district explains the difference: within one person, or within rounding."""
    if claim.scaling == "count":
        return abs(value - figure.value * shrink) <= 1
    tolerance = Fraction(1, 10**figure.digits)
    if claim.scaling == "inverse":
        return abs(value * shrink - figure.value) <= tolerance
    return bool(claim.denominator) and abs(value - figure.value) <= 2 * tolerance
