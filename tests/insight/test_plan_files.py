"""A plan is data: a second one loads beside the first, and a fault names its place in Chinese."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from tests import factories
from tests.insight.plans import BEDS, NURSING, PLAN, write_plan
from yingzhou.insight import facts, plan_files
from yingzhou.insight.plan_files import PlanError, read_plan
from yingzhou.kernel.organisations.models import Bed, BedTerm


@pytest.fixture(autouse=True)
def _read_anew():
    plan_files.plans.cache_clear()
    yield
    plan_files.plans.cache_clear()


def test_the_five_year_plan_holds_its_seventeen_indicators_and_nineteen_tasks():
    plan = plan_files.default_plan()
    assert [i.number for i in plan.indicators] == list(range(1, 18))
    assert [i.number for i in plan.indicators if i.is_binding] == [1, 4, 8, 10]
    assert plan.indicator(1).baseline == Fraction("32.63")
    assert len(plan.tasks) == 19
    assert len(plan.contradictions) == 3


def test_a_second_plan_loads_beside_the_first_without_code(tmp_path, monkeypatch):
    write_plan(tmp_path)
    monkeypatch.setenv("YINGZHOU_PLANS", str(tmp_path))
    plans = plan_files.plans()
    assert list(plans) == ["2021-2025", "2026-2030"]
    second = plans["2026-2030"]
    assert second.first_day == date(2026, 1, 1)
    assert second.indicator(2).measure.code == "nursing_beds/beds"
    assert second.indicator(2).measure.target == 70
    assert plan_files.default_plan().code == "2021-2025"


@pytest.mark.django_db
def test_the_second_plans_figures_come_from_the_same_engine(tmp_path, monkeypatch):
    write_plan(tmp_path)
    monkeypatch.setenv("YINGZHOU_PLANS", str(tmp_path))
    home = factories.facility()
    for number in range(4):
        bed = Bed.objects.create(facility=home, number=str(number))
        BedTerm.objects.create(
            bed=bed,
            setting="institution",
            nursing=number > 0,
            dementia=False,
            valid_from=date(2020, 1, 1),
        )
    plan, day = plan_files.plans()["2026-2030"], date(2026, 6, 30)
    facts.rebuild(plan.codes(), [day])
    cells = {code: dict(facts.series(code, factories.district().pk))[day] for code in plan.codes()}
    assert cells["beds"].numerator == 4
    assert cells["nursing_beds/beds"].value(Fraction(100), True) == 75


def test_two_plans_with_one_code_are_refused(tmp_path, monkeypatch):
    write_plan(tmp_path, plan={**PLAN, "code": "2021-2025"})
    monkeypatch.setenv("YINGZHOU_PLANS", str(tmp_path))
    with pytest.raises(PlanError, match="code 相同"):
        plan_files.plans()


def _without(entry, key):
    return {name: value for name, value in entry.items() if name != key}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"indicators": [{**BEDS, "numerator": "没有"}]}, r"yaml 指标1.*“没有”不是已有的关系"),
        ({"indicators": [{**NURSING, "denominator": "人口"}]}, r"指标2: denominator “人口”"),
        ({"indicators": [_without(NURSING, "denominator")]}, r"指标2: 单位是 % 却没有写分母"),
        ({"indicators": [BEDS, {**NURSING, "number": 1}]}, r"indicators.yaml: 指标序号 1 重复"),
        ({"indicators": [_without(BEDS, "target")]}, r"的 第 1 项 .养老床位总数.: 缺少 target"),
        ({"indicators": [{**BEDS, "kind": "重要"}]}, r"next/indicators.yaml 的 .*kind"),
        ({"indicators": [{**BEDS, "digits": "两位"}]}, r"next/indicators.yaml 的 .*digits"),
        ({"indicators": [{**BEDS, "extra": 1}]}, r"next/indicators.yaml 的 .*extra"),
        ({"indicators": [{**BEDS, "baseline": "约一万"}]}, r"next/indicators.yaml 的 .*baseline"),
        ({"indicators": []}, r"next/indicators.yaml 的 开头"),
        ({"plan": _without(PLAN, "name")}, r"next/plan.yaml 的 开头.*缺少.*name"),
        ({"plan": {**PLAN, "from": "明年"}}, r"next/plan.yaml.*from.*日期"),
        ({"plan": {**PLAN, "to": "2020-12-31"}}, r"next/plan.yaml.*to.*晚于"),
        ({"tasks": [{"id": "T01"}]}, r"next/tasks.yaml 的 .*缺少"),
        ({"contradictions": [{"id": "X1"}]}, r"next/contradictions.yaml 的 .*缺少"),
    ],
)  # fmt: skip
def test_a_fault_names_file_entry_and_what_is_wrong(tmp_path, changed, says):
    with pytest.raises(PlanError, match=says):
        read_plan(write_plan(tmp_path, **changed))


def test_a_task_with_an_unknown_relation_is_named(tmp_path):
    measure = {"name": "床位", "quote": "床位达到", "numerator": "没有", "digits": 0, "unit": "张"}
    task = {
        "id": "T07",
        "section": "四",
        "title": "养老",
        "ids": [],
        "owner": "科",
        "measures": [measure],
    }
    with pytest.raises(PlanError, match=r"tasks.yaml T07 “床位”"):
        read_plan(write_plan(tmp_path, tasks=[task]))


def test_what_is_no_yaml_is_said_to_be_none(tmp_path):
    place = write_plan(tmp_path)
    (place / "tasks.yaml").write_text("- {id: T01, section: [", encoding="utf-8")
    with pytest.raises(PlanError, match=r"next/tasks.yaml 不是正确的 YAML"):
        read_plan(place)


def test_a_missing_file_is_named(tmp_path):
    place = write_plan(tmp_path)
    (place / "tasks.yaml").unlink()
    with pytest.raises(PlanError, match=r"tasks.yaml .*next"):
        read_plan(place)
