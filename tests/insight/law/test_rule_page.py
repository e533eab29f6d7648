"""One rule for a policy officer: text, versions, surroundings, examples, exclusions, doubts."""

from __future__ import annotations

from datetime import date

from yingzhou.insight.law.selectors import drawing, graph, rule, source_text, usage, worked
from yingzhou.insight.law.selectors.things import fact_of, link, parameter_of, rule_of, version
from yingzhou.kernel.catalogue.book import book

DAY = date(2025, 8, 1)
DIBAO = ("户", "低保金")
EDGE = ("户", "低保边缘家庭")


def page(key):
    return rule.page(key, DAY)


def test_an_old_name_is_found_under_the_rule_that_took_its_place():
    old = {one.name for one in book().rules[EDGE]} | {
        one.heading.title for one in book().rules[EDGE]
    }
    assert "低收入困难家庭" in old
    assert rule.find("户", "低保边缘家庭") == EDGE
    assert rule.find("户", "没有这条") is None


def test_versions_stand_side_by_side_with_their_days_and_the_newest_first():
    versions = page(EDGE).versions
    assert [one.state for one in versions] == ["现行", "已停用"]
    assert versions[0].span == "2024-12-31 起"
    assert versions[1].span == "2015-04-01 起, 至 2024-12-30"
    assert [one.rule.heading.shown for one in versions][1] == "低收入困难家庭"


def test_names_in_the_authors_text_lead_to_their_pages():
    lines = source_text.lines(version(DIBAO, DAY), DAY)
    pieces = {piece.text: piece for line in lines for piece in line.pieces if piece.url}
    assert pieces["家庭月收入"].look == "rule"
    assert pieces["标准"].look == "parameter"
    assert pieces["标准"].title.startswith("低保标准 · 1,650.00 元/人/月")
    assert "".join(p.text for line in lines for p in line.pieces) == "".join(
        version(DIBAO, DAY).text.splitlines()
    )


def test_a_loop_over_members_leads_to_the_facts_of_persons():
    lines = source_text.lines(version(("户", "家庭月收入"), DAY), DAY)
    links = {piece.text: piece.url for line in lines for piece in line.pieces if piece.url}
    assert links["计入月收入"] == link(rule_of(("人", "计入月收入")), DAY).url


def test_the_text_of_every_rule_of_the_house_can_be_set():
    for versions in book().rules.values():
        for one in versions:
            if one.text:
                assert source_text.lines(one, DAY)


def test_lines_that_a_new_version_changed_are_marked():
    key = ("人", "计入养老金")
    old, new = book().rules[key]
    marked = [line for line in source_text.lines(new, DAY, old) if line.is_new]
    assert any("月基础养老金" in piece.text for line in marked for piece in line.pieces)


def test_the_graph_goes_two_steps_each_way_and_every_box_is_a_link():
    around = graph.around(rule_of(DIBAO), DAY)
    assert [column.step for column in around.columns] == [-2, -1, 0, 1, 2]
    near = {spot.thing for spot in around.columns[1].spots}
    assert {parameter_of("低保.标准"), rule_of(("户", "家庭月收入"))} <= near
    svg = drawing.draw(around, "依据什么")
    assert svg.count("<a href=") == sum(len(column.spots) for column in around.columns)
    assert "排除后低保金" in svg


def test_a_name_that_could_break_the_drawing_is_escaped():
    assert "<script>" not in drawing.draw(graph.around(rule_of(DIBAO), DAY), "<script>")


def test_a_step_that_only_passes_on_is_left_out():
    found = usage.usage(DAY)
    passing = [thing for thing in found.below if thing.name.startswith("排除后")]
    assert all(len(found.rests_on(thing)) > 1 for thing in passing)


def test_what_a_fact_is_used_by_is_known_whatever_the_time():
    assert rule_of(("人", "计入养老金")) in usage.users_ever(fact_of(("人", "月基础养老金")))


def test_examples_are_computed_anew_and_agree_with_what_was_written_by_hand():
    found, faults = worked.mentioning(DIBAO)
    assert not faults
    assert len(found) >= 8
    assert [one.name for one in found if not one.holds] == []
    assert all(one.code.count("/") == 2 for one in found)


def test_an_example_that_does_not_come_out_says_what_did(tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text(
        "- name: 错的\n  at: 2025-07\n"
        "  members: [{name: 甲, 出生日期: 1950-05-01, 本市户籍: true}]\n"
        "  expect: {老年综合津贴: {甲: 1}}\n",
        encoding="utf-8",
    )
    (example,) = worked.source(path).examples
    made = worked._worked("x/y/1", example)
    assert not made.holds
    assert made.checks[0].what == "甲的老年综合津贴"
    assert made.checks[0].wanted == "1"
    assert made.checks[0].got


def test_a_file_of_examples_with_faults_shows_them_with_their_line(tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text("- name: 错的\n  at: 某月\n  members: [{}]\n  expect: {低保金: 1}\n")
    assert "cases.yaml:2: “某月”不是月份或日期" in worked.source(path).fault


def test_exclusions_are_told_in_both_directions():
    said = {one.exclusion.kind for one in page(DIBAO).exclusions}
    assert "不得同时享受" in said
    loser = [one for one in page(DIBAO).exclusions if DIBAO in one.exclusion.losers]
    assert {to.label for one in loser for to in one.winners} >= {"特困户"}


def test_everything_unverified_below_is_named_however_deep():
    doubts = {one.label for one in page(DIBAO).doubts}
    assert "就业豁免" in doubts
    assert all(one.is_unverified for one in page(DIBAO).doubts)


def test_what_is_paid_and_what_it_comes_from_lead_to_each_other():
    assert page(DIBAO).paid.label == "应发低保金"
    paid = page(("户", "应发低保金"))
    assert paid.kept_of.label == "低保金"
    assert paid.is_made
    assert paid.summary.endswith("(扣除互斥以后)")
