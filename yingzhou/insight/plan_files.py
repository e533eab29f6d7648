"""Plans as data: reads ``insight/plans/*/`` and any folder named in ``YINGZHOU_PLANS``.

A plan is a folder with ``plan.yaml``, ``indicators.yaml``, ``tasks.yaml`` and
``contradictions.yaml``. All is checked when read; a fault names file, entry and expectation.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from yingzhou.insight import plan_faults, plan_schema
from yingzhou.insight.engine import measure_code
from yingzhou.insight.relations import RELATIONS

FOLDER = Path(__file__).parent / "plans"


class PlanError(ValueError):
    """A plan's file is not right; the message (Chinese) says where and how to mend it."""


@dataclass(frozen=True)
class Measure:
    """What a figure is: two relations, a factor, how it is rounded and where it should go."""

    name: str
    numerator: str
    denominator: str
    per: Fraction
    per_words: str
    digits: int
    shown_digits: int
    unit: str
    target: Fraction | None
    direction: str

    @property
    def code(self) -> str:
        return measure_code(self.numerator, self.denominator)

    @property
    def is_ratio(self) -> bool:
        return bool(self.denominator)


@dataclass(frozen=True)
class Indicator:
    """One of the plan's main indicators (主要指标)."""

    number: int
    short: str
    definition: str
    kind: str
    system: str
    baseline: Fraction
    measure: Measure

    @property
    def is_binding(self) -> bool:
        return self.kind == "约束性"


@dataclass(frozen=True)
class Task:
    """One of the plan's main tasks, with the targets of its own that records can answer."""

    id: str
    section: str
    title: str
    ids: tuple[str, ...]
    owner: str
    measures: tuple[tuple[str, Measure], ...]


@dataclass(frozen=True)
class Contradiction:
    """Two published figures that cannot both hold; records do not meet the one it ``explains``."""

    id: str
    title: str
    figures: tuple[str, ...]
    explains: str
    expects: Fraction | None
    below: str
    reason: str


@dataclass(frozen=True)
class Plan:
    code: str
    name: str
    short_name: str
    first_day: date
    last_day: date
    base: date
    source: str
    indicators: tuple[Indicator, ...]
    tasks: tuple[Task, ...]
    contradictions: tuple[Contradiction, ...]

    def indicator(self, number: int) -> Indicator:
        for indicator in self.indicators:
            if indicator.number == number:
                return indicator
        raise KeyError(f"{self.short_name}没有第 {number} 项指标")

    def codes(self) -> list[str]:
        """The measures of the indicators, then those of the tasks; each once."""
        tasks = [measure.code for task in self.tasks for _, measure in task.measures]
        return list(dict.fromkeys([i.measure.code for i in self.indicators] + tasks))

    def indicator_codes(self) -> list[str]:
        return list(dict.fromkeys(i.measure.code for i in self.indicators))


def fraction(value: Any) -> Fraction:
    """``"1/100"``, ``32.63`` or ``35`` exactly (a YAML float is read as it was written)."""
    return Fraction(str(value))


def _read(path: Path, schema: dict[str, Any]) -> Any:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PlanError(f"规划文件不见了: {path.name} (应在 {path.parent.name}/ 下)") from None
    except yaml.YAMLError as error:
        raise PlanError(f"{path.parent.name}/{path.name} 不是正确的 YAML: {error}") from error
    for fault in Draft202012Validator(schema).iter_errors(content):
        where = plan_faults.where(content, list(fault.absolute_path))
        raise PlanError(f"{path.parent.name}/{path.name} 的 {where}: {plan_faults.what(fault)}")
    return content


def _measure(raw: dict[str, Any], where: str) -> Measure:
    for part in ("numerator", "denominator"):
        if raw.get(part) and raw[part] not in RELATIONS:
            known = "、".join(RELATIONS.names())
            raise PlanError(f"{where}: {part} “{raw[part]}”不是已有的关系; 现有: {known}")
    if raw["unit"] == "%" and not raw.get("denominator"):
        raise PlanError(f"{where}: 单位是 % 却没有写分母 denominator, 无法计算比例")
    return Measure(
        name=raw["name"],
        numerator=raw["numerator"],
        denominator=raw.get("denominator", ""),
        per=fraction(raw.get("per", 1)),
        per_words=raw.get("per_words", ""),
        digits=raw["digits"],
        shown_digits=raw.get("shown_digits", raw["digits"]),
        unit=raw["unit"],
        target=fraction(raw["target"]) if "target" in raw else None,
        direction=raw.get("direction", "at_least"),
    )


def read_plan(folder: Path) -> Plan:
    """Read and check one plan; :class:`PlanError` where something is wrong."""
    head = _read(folder / "plan.yaml", plan_schema.PLAN)
    wrong = plan_faults.of_dates(head)
    if wrong:
        raise PlanError(f"{folder.name}/plan.yaml 的 {wrong}")
    indicators = _read(folder / "indicators.yaml", plan_schema.INDICATORS)
    tasks = _read(folder / "tasks.yaml", plan_schema.TASKS)
    contradictions = _read(folder / "contradictions.yaml", plan_schema.CONTRADICTIONS)
    numbers = [raw["number"] for raw in indicators]
    for number in numbers:
        if numbers.count(number) > 1:
            raise PlanError(f"{folder.name}/indicators.yaml: 指标序号 {number} 重复")
    return Plan(
        code=head["code"],
        name=head["name"],
        short_name=head["short_name"],
        first_day=head["from"],
        last_day=head["to"],
        base=head["base"],
        source=head["source"],
        indicators=tuple(_indicator(raw, folder) for raw in indicators),
        tasks=tuple(_task(raw, folder) for raw in tasks),
        contradictions=tuple(_contradiction(raw) for raw in contradictions or ()),
    )


def _indicator(raw: dict[str, Any], folder: Path) -> Indicator:
    where = f"{folder.name}/indicators.yaml 指标{raw['number']}"
    return Indicator(
        number=raw["number"],
        short=raw.get("short", raw["name"]),
        definition=raw["definition"],
        kind=raw["kind"],
        system=raw.get("system", ""),
        baseline=fraction(raw["baseline"]),
        measure=_measure(raw, where),
    )


def _task(raw: dict[str, Any], folder: Path) -> Task:
    measures = []
    for item in raw.get("measures", ()):
        where = f"{folder.name}/tasks.yaml {raw['id']} “{item['name']}”"
        measures.append((item["quote"], _measure(item, where)))
    return Task(
        raw["id"], raw["section"], raw["title"], tuple(raw["ids"]), raw["owner"], tuple(measures)
    )


def _contradiction(raw: dict[str, Any]) -> Contradiction:
    return Contradiction(
        id=raw["id"],
        title=raw["title"],
        figures=tuple(raw["figures"]),
        explains=raw["explains"],
        expects=fraction(raw["expects"]) if "expects" in raw else None,
        below=raw.get("below", ""),
        reason=raw["reason"].replace("\n", ""),
    )


def folders() -> list[Path]:
    """Where plans are: our own, and those of the installation."""
    places = [FOLDER]
    if os.environ.get("YINGZHOU_PLANS"):
        places.append(Path(os.environ["YINGZHOU_PLANS"]))
    found = [path for place in places if place.is_dir() for path in sorted(place.iterdir())]
    return [path for path in found if (path / "plan.yaml").is_file()]


@cache
def plans() -> dict[str, Plan]:
    """All plans by code, in order of their first day."""
    read = [read_plan(folder) for folder in folders()]
    codes = [plan.code for plan in read]
    if len(set(codes)) < len(codes):
        raise PlanError("有两个规划的 code 相同, 请改其中一个")
    return {plan.code: plan for plan in sorted(read, key=lambda plan: plan.first_day)}


def default_plan() -> Plan:
    """The first plan, or PlanError where there is none."""
    for plan in plans().values():
        return plan
    raise PlanError("没有找到任何规划: 请在 insight/plans/ 或 YINGZHOU_PLANS 所指目录下放入一个")
