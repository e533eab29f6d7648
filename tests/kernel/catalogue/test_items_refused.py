"""What an item or its process may not say, in words and with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kernel.catalogue.shelf import CARD
from yingzhou.kernel import catalogue
from yingzhou.kernel.catalogue.items import items
from yingzhou.policy.faults import PolicyError

OWN = CARD.replace("review\n  clocks: {total: {length: 30}}", "own")
PROCESS = """\
name: 派车
start: called
clocks:
  dispatch: {name: 接运, length: 12, unit: hours, basis: 内部规定, promise: true}
stages:
  called: {name: 待派车, plain: 正在派车, by: district, clocks: [dispatch]}
  asked: {name: 等电话, plain: 在等回电, by: district}
  done: {name: 已接到, plain: 已经接到, final: true}
transitions:
  ask: {name: 打电话, from: called, to: asked}
  fetched: {name: 已接到, from: [called, asked], to: done, closes: done}
"""


def _refused(shelf, service: str, process: str = "") -> str:
    shelf("toy/card", service)
    if process:
        shelf("toy/card", process, "process.yaml")
    with pytest.raises(PolicyError) as fault:
        items()
    return str(fault.value)


def test_what_is_in_order_is_read(shelf):
    shelf("toy/card", OWN)
    shelf("toy/card", PROCESS, "process.yaml")
    assert items()["toy/card"].apply.process.clocks["dispatch"].period.length == 12


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("promise: true}", "promise: true, may_extend: 3}"),
        ("by: district}", "by: district, pauses: [dispatch]}"),
    ],
)
def test_hours_neither_stand_still_nor_grow(shelf, old, new):
    told = _refused(shelf, OWN, PROCESS.replace(old, new))
    assert "按小时算, 不能暂停或延长" in told
    assert "process.yaml" in told


def test_whose_village_it_is_must_be_asked_as_a_village(shelf):
    told = _refused(shelf, CARD.replace("  channels:", "  home: lost\n  channels:"))
    assert "没有问村居的问题“lost”" in told


@pytest.mark.parametrize(
    "said", ["about: [child]", 'urgent: {when: {child: true}, say: "先打 110"}']
)
def test_whom_it_is_about_and_what_is_urgent_are_questions_of_the_form(shelf, said):
    told = _refused(shelf, CARD.replace("  channels:", f"  {said}\n  channels:"))
    assert "没有问题“child”" in told


def test_a_guard_that_looks_for_a_step_names_one_that_there_is(shelf):
    way = "closes: done, needs: [staff_kin]}"
    assert "后面要写哪一步" in _refused(shelf, OWN, PROCESS.replace("closes: done}", way))
    way = 'closes: done, needs: ["staff_kin:nowhere"]}'
    assert "没有动作“nowhere”" in _refused(shelf, OWN, PROCESS.replace("closes: done}", way))


def test_whoever_proposes_either_way_is_kept_from_deciding(shelf):
    """To name one of two proposals leaves a way for one person alone."""
    own = Path(catalogue.__file__).parent / "processes/plot.yaml"
    process = own.read_text(encoding="utf-8").replace(', "other_person:propose_refuse"', "")
    told = _refused(shelf, OWN, process)
    assert "办“不符合条件”的人也能办这一步" in told
    assert "other_person:propose_refuse" in told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{who: whom}", "没有问题“whom”"),
        ("{who: lost, when: {lost: 偷了}}", "“lost”没有“偷了”这个答案"),
    ],
)
def test_what_is_about_its_own_handlers_looks_at_questions_and_answers_that_there_are(
    shelf, said, told
):
    assert told in _refused(shelf, CARD.replace("  channels:", f"  apart: {said}\n  channels:"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{at: called, providers: [bank], basis: 某办法}", "没有核对单位“bank”"),
        ("{at: visit, providers: [banks], basis: 某办法}", "流程里没有环节“visit”"),
        (
            "{at: called, providers: [banks], basis: 某办法,"
            " suspends: {clocks: [total], article: 第一条}}",
            "流程里没有期限“total”",
        ),
        (
            "{at: called, providers: [banks], basis: 某办法, suspends: {clocks: [dispatch]}}",
            "article",
        ),
    ],
)
def test_who_is_asked_outside_and_what_stands_still_meanwhile_must_be_there(shelf, said, told):
    service = OWN.replace("  channels:", f"  checks: {said}\n  channels:")
    assert told in _refused(shelf, service, PROCESS)


WHOM = "    - {key: age, ask: 在上学吗, kind: yesno, whom: %s}\n"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{from: 60, under: 16}", "没有人满 60 岁又不满 16 岁"),
        ("{from: 16, otherwise: 0}", "不是这一问的回答"),
        ("{sex: 女人}", "女人"),
        ("{otherwise: false}", ""),
    ],
)
def test_of_whom_a_question_makes_sense_must_be_somebody(shelf, said, told):
    assert told in _refused(shelf, CARD.replace("  materials:", WHOM % said + "  materials:"))


def test_what_a_rule_counts_must_be_told_of_those_who_are_not_asked(shelf):
    line = "    - {key: wage, ask: 挣多少, kind: money, fact: 人.月劳动收入, whom: {from: 16}}\n"
    told = _refused(shelf, CARD.replace("  materials:", line + "  materials:"))
    assert "不问的人, 规则不知道“人.月劳动收入”" in told


def test_a_step_asks_whoever_does_it_whatever_their_age(shelf):
    asks = "asks: [{key: x, ask: 问什么, kind: text, whom: {from: 16}}]"
    process = PROCESS.replace("to: asked}", f"to: asked, {asks}}}")
    assert "不按年龄、性别分" in _refused(shelf, OWN, process)


LETTER = "letters: {gone: {title: 信, paragraphs: [已派车], facts: [%s]}}\n"


@pytest.mark.parametrize(
    ("fact", "told"),
    [("nothing", "信里要写的“nothing”没有问过"), ("caller", "“caller”的回答不写进信里")],
)
def test_a_letter_repeats_what_was_asked_and_no_number_of_anybody(shelf, fact, told):
    where, caller = "{key: where, ask: 在哪里, kind: text}", "{key: caller, ask: 电话, kind: phone}"
    process = PROCESS.replace("to: asked}", f"to: asked, asks: [{where}, {caller}]}}")
    assert told in _refused(shelf, OWN, process + LETTER % fact)
    shelf("toy/card", process + LETTER % "where", "process.yaml")
    assert items()["toy/card"].apply.process.letters["gone"].facts == ("where",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "    - {key: booklet, name: 户口簿, known: members}",
            "    - {key: booklet, name: 户口簿, when: {lost: 丢了}}",
            "“lost”没有“丢了”这个答案",
        ),
        (
            "  materials:",
            "    - {key: where, ask: 在哪, kind: text, when: {lost: [丢失, 坏了]}}\n  materials:",
            "“lost”没有“坏了”这个答案; 是不是要写“损坏”?",
        ),
        (
            "  materials:",
            "    - {key: again, ask: 又丢了吗, kind: yesno}\n"
            "    - {key: where, ask: 丢在哪里, kind: text, when: {again: 是}}\n  materials:",
            "“again”答是或否, 不是“是”",
        ),
        (
            "  materials:",
            "    - {key: times, ask: 丢过几次, kind: number, low: 9, high: 1}\n  materials:",
            "没有数不小于 9 又不大于 1",
        ),
        ("days: 7", "days: 5", "“公示”这个期限不是 5 个自然日"),
        (
            "  process: review",
            "  process: review\n  decision: {rule: 户.临时救助对象, amount: 户.临时救助对象}",
            "“户.临时救助对象”算出来的不是钱",
        ),
    ],
)
def test_what_could_never_be_answered_shown_or_paid_is_refused(shelf, old, new, told):
    assert told in _refused(shelf, CARD.replace(old, new, 1))
