"""What is typed on the workbench, as YAML and back, and the answers to it."""

from __future__ import annotations

import pytest

from yingzhou.insight.law.selectors import (
    answer,
    expected,
    fields,
    sheet,
    sheet_file,
    sheet_written,
    worked,
)
from yingzhou.insight.law.selectors.sheet import Member, Sheet
from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.cases import examples, run
from yingzhou.policy.faults import PolicyError
from yingzhou.policy.law import Moment, law

DIBAO = "户.应发低保金"
HOUSE = {"货币财产": "20,000 元", "生活用机动车": "否", "非居住房屋": "否", "住房套数": "0"}
FATHER = {
    "出生日期": "1980.5.1",
    "本市户籍": "是",
    "月劳动收入": "0",
    "月养老金": "０",
    "月其他收入": "1000",
}


def one(rule: str = DIBAO, at: str = "2025-07", **facts: str) -> Sheet:
    return Sheet(rule, at, "一人户", dict(HOUSE), [Member("父亲", "", FATHER | facts)])


def the_answer(asked: Sheet) -> answer.Answer:
    made = answer.computed(asked)
    assert made.faults == []
    return made.answers[0]


def test_the_standard_less_the_income_under_the_clause_in_sentences():
    found = the_answer(one())
    assert found.line.value == "650.00 元/月"
    texts = [text for step in _steps(found.trace) for text in step.line.sentences]
    assert any("低保标准 1,650.00 元/人/月" in text for text in texts)
    assert any("第十六条" in step.line.clause for step in _steps(found.trace))
    assert len(_steps(found.trace)) == len({(s.line.key, s.line.of) for s in _steps(found.trace)})


def _steps(step: answer.Step) -> list[answer.Step]:
    return [step, *(inner for below in step.below for inner in _steps(below))]


def test_why_not_tells_by_how_much():
    found = the_answer(one(月其他收入="1700"))
    assert found.line.value == "0.00 元/月"
    assert any("50.00" in reason for reason, _ in found.reasons)


def test_what_is_not_known_is_asked_for_and_leads_to_its_input():
    found = the_answer(one(月养老金=""))
    assert found.is_unknown
    assert [(need.text, need.input) for need in found.needs] == [
        ("父亲的月养老金", "f-m0-月养老金")
    ]


def test_what_nobody_has_verified_is_named_with_its_page():
    doubts = the_answer(one(at="2026-07")).doubts
    named = {doubt.name: address for doubt, address in doubts}
    assert named["低保.标准"].startswith("/desk/policy/parameter/")


def test_only_facts_that_the_rule_can_need_are_asked():
    asked = fields.asked(law(book(), Moment.read("2025-07").law_day), ("人", "老年综合津贴"))
    names = {spec.name for spec in asked["人"]}
    assert "出生日期" in names
    assert "月其他收入" not in names
    assert not asked["户"]
    assert not asked["义务人"]


def test_a_fact_that_the_rule_does_not_need_is_not_lost():
    loaded = one("人.应发老年综合津贴")
    asked = fields.asked(law(book(), Moment.read("2025-07").law_day), ("人", "应发老年综合津贴"))
    form = fields.form(loaded, asked, {}, False)
    shown = {field.spec.name: field.value for field in form.people[0].group.fields}
    assert shown["月其他收入"] == "1000"


def test_written_as_a_case_it_reads_back_the_same():
    members = [Member("父亲", "甲", dict(FATHER), [{"出生日期": "1990-01-01"}, {}]), Member("a: b")]
    typed = Sheet(DIBAO, "2025-07", "“难”: 名", dict(HOUSE), members)
    back, _ = sheet_file.read(sheet_written.written(typed).text)
    assert back.title == typed.title
    assert back.household["货币财产"] == "20000"
    assert [member.name for member in back.members] == ["父亲", "a: b"]
    assert back.members[0].obligors == [{"出生日期": "1990-01-01"}, {}]
    assert back.members[0].facts["出生日期"] == "1980-05-01"
    assert sheet_written.written(back).text == sheet_written.written(typed).text


def test_what_is_downloaded_is_a_worked_example_that_holds(tmp_path):
    for asked in (one(), one(月养老金=""), one("人.应发老年综合津贴"), one("户.困难类别")):
        made = answer.computed(asked)
        path = tmp_path / "cases.yaml"
        lines = [made.written.text.rstrip("\n"), *expected.expected(made), "  because: 试算"]
        path.write_text("\n".join(lines), encoding="utf-8")
        (example,) = examples(book(), path)
        assert run(book(), example) == []


def test_every_worked_example_of_the_house_can_be_opened_and_written():
    for code, path in worked.files().items():
        for number in range(1, worked.count(path) + 1):
            entry = worked.entry_of(f"{code}/{number}")
            back, _ = sheet_file.read(sheet_written.written(sheet_file.sheet_of(entry)).text)
            assert len(back.members) == len(entry["members"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (one("户.应发低金"), "没有规则“户.应发低金”。是不是要写"),
        (one(at="2025-13"), "“2025-13”不是月份或日期"),
        (one(at="七月"), "“七月”不是月份或日期"),
        (one(月养老金="一千"), "“一千”应是数字"),
        (one(月养老金="-5"), "-5 不合理"),
        (one(出生日期="2030-01-01"), "那时还没有出生"),
        (one(出生日期="昨天"), "“昨天”不是日期"),
        (Sheet(DIBAO, "2025-07", "无人", {}, []), "户里没有人, 无从计算"),
    ],
)
def test_a_slip_is_told_in_the_engines_words_and_nothing_is_computed(typed, said):
    made = answer.computed(typed)
    assert made.answers == []
    assert any(said in str(fault) for fault in made.faults)


def test_a_fault_knows_its_input():
    made = answer.computed(one(月养老金="1.005"))
    (fault,) = made.faults
    assert made.slot_of(fault) == "m0:月养老金"
    assert "太细" in made.errors["m0:月养老金"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- name: x\n  members:\n    - {月养老斤: 3}", "粘贴的 YAML:3: “人”没有“月养老斤”"),
        ("- name: x\n  members: []", "户里没有人"),
        ("members: [{}]\nmember: 3", "粘贴的 YAML:2: 有不认识的项 member; 是不是要写“members”?"),
        ("a: &x [1]\nb: *x", "不能用 & 和 *"),
        ("- {members: [{}]}\n- {members: [{}]}", "有 2 个例子"),
        ("[" * 5000, "套得太深"),
        ("", "这里应是一户"),
        ("household: 3\nmembers: [{}]", "“3”不对"),
        ("甲" * 70_000, "太长了"),
        ("members:\n  - {出生日期: 1950-13-01}", "粘贴的 YAML:2: 没有“1950-13-01”这一天"),
        ("members: [" + "{}," * 13 + "]", "试算最多 12 个人"),
    ],
)
def test_a_pasted_text_that_is_wrong_says_where_and_what_to_write(text, said):
    with pytest.raises(PolicyError) as error:
        sheet_file.read(text)
    assert said in str(error.value)


def test_members_come_and_go_and_a_household_has_at_most_a_dozen():
    typed = Sheet()
    for _ in range(20):
        sheet.changed(typed, "add")
    assert len(typed.members) == sheet.MOST_MEMBERS
    sheet.changed(typed, "owe:0")
    assert typed.members[0].obligors == [{}]
    for action in ("free:0:0", "drop:1", "drop:99", "free:0:7", "drop:x", "", "owe"):
        sheet.changed(typed, action)
    assert len(typed.members) == sheet.MOST_MEMBERS - 1
    assert typed.members[0].obligors == []


def test_a_form_that_was_tampered_with_is_read_as_far_as_it_makes_sense():
    typed = sheet.posted({"members": "999999", "m99:月养老金": "1", "h:": "x", "r5:a": "b"})
    assert len(typed.members) <= sheet.MOST_MEMBERS
    assert sheet.posted({"members": "²"}).members == []
    assert sheet.posted({"members": "1", "m0:_obligors": "-3", "m0o0:年收入": "1"}).members[
        0
    ].obligors == []  # fmt: skip
