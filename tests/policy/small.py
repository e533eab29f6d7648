"""A law of a few lines, written down for one test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from yingzhou.policy.book import Book, load
from yingzhou.policy.faults import Fault, Faults, PolicyError
from yingzhou.policy.files.lines import parse
from yingzhou.policy.given.facts import case_of
from yingzhou.policy.law import Moment, law
from yingzhou.policy.scalar import Case, Evaluation

INPUTS = """
人.出生日期: {type: 日期, meaning: 出生日期, source: 登记}
人.工资: {type: 元/月, meaning: 工资, source: 申报}
人.奖金: {type: 元/年, meaning: 奖金, source: 申报}
人.残疾: {type: 是否, meaning: 残疾, source: 登记}
人.在读: {type: 是否, meaning: 在读, source: 登记, assume: false, because: 没有学籍就不在读}
人.类别: {type: 类别, labels: [无, 肢体, 智力], meaning: 类别, source: 登记}
户.存款: {type: 元, meaning: 存款, source: 核对}
户.有车: {type: 是否, meaning: 有车, source: 核对}
户.有房: {type: 是否, meaning: 有房, source: 核对}
义务人.收入: {type: 元/月, meaning: 收入, source: 申报}
"""
PARAMETERS = """
低保.标准:
  unit: 元/人/月
  meaning: 标准
  basis: 试法 第一条
  values:
    - {from: 2016-01-01, value: 880, source: 甲, confidence: seen}
    - {from: 2025-07-01, value: 1650, source: 乙, confidence: unverified, note: 没有查到}
低保.比例:
  unit: 比例
  meaning: 比例
  basis: 试法 第二条
  values: [{from: 2016-01-01, value: 0.3, source: 甲, confidence: seen}]
津贴.表:
  unit: 元/月
  meaning: 津贴
  basis: 试法 第三条
  by: [{key: 周岁, steps: [65, 70]}]
  values: [{from: 2016-01-01, cells: [75, 150], source: 甲, confidence: seen}]
"""
RULE = '@规则(依据="试法 第一条", 自="2016-01-01"{more})\ndef {name}({who}, p) -> "{result}":\n'


def rule(
    body: str, *, result: str = "元/月", name: str = "结果", who: str = "户", more: str = ""
) -> str:
    """A rule whose body starts on its third line."""
    head = RULE.format(name=name, who=who, result=result, more=f", {more}" if more else "")
    return head + "".join(f"    {line}\n" for line in body.splitlines())


def write(folder: Path, rules: str = "", **files: str) -> Path:
    """``inputs``, ``parameters``, ``exclusions``, ``cases`` by keyword; the first two are given."""
    texts = {"inputs": INPUTS, "parameters": PARAMETERS, **files}
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "rules.py").write_text(rules, encoding="utf-8")
    return folder


def book(folder: Path, rules: str = "", **files: str) -> Book:
    return load([write(folder, rules, **files)])


def faults(folder: Path, rules: str = "", **files: str) -> tuple[Fault, ...]:
    """What is wrong with the law; the test fails where nothing is."""
    with pytest.raises(PolicyError) as told:
        book(folder, rules, **files)
    return told.value.faults


def only(found: tuple[Fault, ...]) -> Fault:
    assert len(found) == 1, found
    return found[0]


def case(law_book: Book, text: str) -> Case:
    """The household that ``text`` (YAML) describes."""
    wrong = Faults()
    made = case_of(law_book, parse(text, "一户.yaml"), "一户.yaml", wrong)
    wrong.check()
    assert made is not None
    return made


def evaluated(law_book: Book, text: str, at: str = "2025-07") -> Evaluation:
    moment = Moment.read(at)
    return Evaluation(law(law_book, moment.law_day), moment, case(law_book, text))


def answer(law_book: Book, name: str, text: str, at: str = "2025-07") -> Any:
    """The result of ``name`` for the household, or for its first member."""
    evaluation = evaluated(law_book, text, at)
    key = law_book.find(name)
    return evaluation.value(key, next(iter(evaluation.case.instances(key[0]))))
