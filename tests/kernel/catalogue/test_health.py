"""The health of items: what an officer still has to mend is said, with what to do about it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.catalogue.shelf import CARD
from yingzhou.kernel.catalogue.health import BAD, DOUBT, NOTE, SOURCE, health, problems
from yingzhou.kernel.catalogue.items import item_on, items

DAY = date(2026, 6, 1)


def told(code: str, severity: str) -> str:
    return "\n".join(
        one.what for one in problems(item_on(code, DAY), DAY) if one.severity == severity
    )


def test_what_is_only_a_guide_has_steps(shelf):
    guide = CARD.partition("apply:")[0]
    shelf("toy/card", guide)
    assert "没有写步骤" in told("toy/card", BAD)
    shelf("toy/card", guide + "guide: {steps: [带上身份证, 去窗口]}\n")
    assert told("toy/card", BAD) == ""


def test_a_law_without_article_and_words_nobody_types_are_named(shelf):
    shelf("toy/card", CARD.replace(", article: 第二十条", "").replace("synonyms: [卡丢了]\n", ""))
    assert "依据《上海市老年人权益保障条例》没有写条款" in told("toy/card", BAD)
    assert "没有别名" in told("toy/card", NOTE)
    assert "没有归到主题" not in told("toy/card", NOTE)


def test_a_guide_whose_law_nobody_looked_up_is_no_fault_of_something_applied_for(shelf):
    shelf("toy/card", CARD.partition("apply:")[0].replace(", article: 第二十条", ""))
    assert "条款" not in told("toy/card", BAD)
    assert "《上海市老年人权益保障条例》还没有核到条款" in told("toy/card", SOURCE)


def test_unverified_periods_are_counted(shelf):
    shelf("toy/card", CARD)
    assert "等补正材料" in told("toy/card", DOUBT)


def test_a_process_that_computes_needs_a_rule(shelf):
    shelf("toy/card", CARD)
    assert "事项没有写用哪条规则" in told("toy/card", BAD)


OWN = """\
name: 自己的流程
start: seen
clocks: {total: {name: 办完, length: 5, unit: workdays, basis: 内部规定, promise: true}}
stages:
  seen: {name: 村里看, plain: 村里在看, by: village, clocks: [total]}
  done: {name: 办结, plain: 办好了, final: true}
transitions:
  grant: {name: 同意, from: seen, to: done, decides: grant, closes: granted}
"""


def test_a_stage_at_which_nobody_may_act_and_a_decision_without_letter(shelf):
    shelf("toy/card", OWN, "process.yaml")
    own = CARD.replace("process: review", "process: own").replace("{total: {length: 30}}", "{}")
    shelf("toy/card", own)
    said = told("toy/card", BAD)
    assert "“村里看”这一步没有人能办: 村居没有角色有这项权限" in said
    assert "“同意”没有书面告知" in said


def test_a_version_of_the_future_is_announced(shelf):
    shelf("toy/card", CARD)
    shelf("toy/card", CARD, "service.2027-01-01.yaml")
    assert "2027-01-01 起换新版本" in told("toy/card", NOTE)
    assert "换新版本" not in "".join(
        one.what for one in problems(item_on("toy/card", DAY), date(2027, 2, 1))
    )


def test_a_benefit_without_example_and_a_figure_that_is_past(shelf):
    folder = shelf("toy/card", CARD)
    (folder / "rules.py").write_text(
        '@规则(依据="测试 第一条", 给付="月")\ndef 试补贴(人, p) -> "元/月":\n    """试一试"""\n'
        "    return p.试补贴.标准\n",
        encoding="utf-8",
    )
    shelf(
        "toy/card",
        "试补贴.标准:\n  unit: 元/人/月\n  meaning: 标准\n  basis: 测试\n  values:\n"
        "    - {from: 2020-01-01, value: 10, source: 测试, confidence: seen}\n"
        "    - {from: 2025-01-01, value: null, source: 测试, confidence: seen}\n",
        "parameters.yaml",
    )
    said = told("toy/card", BAD)
    assert "规则“试补贴”没有算例" in said
    assert "“试补贴”用到的“试补贴.标准”今天没有数值(2025-01-01 起停用)" in said


def test_the_house_has_an_answer_for_every_item_quickly():
    found = health(DAY)
    assert set(found) == set(items(DAY))
    assert not [one for one in found["relief/dibao"] if "没有算例" in one.what]


@pytest.mark.parametrize("severity", [BAD, DOUBT, NOTE])
def test_every_problem_says_what_to_do(severity):
    for code, found in health(DAY).items():
        for one in found:
            assert one.remedy, (code, one.what)
