"""Finding a policy: by its name, by what residents call it, by a rule, a parameter, a fact."""

from __future__ import annotations

from datetime import date

import pytest

from yingzhou.insight.law.selectors.shelf import Wish, shelves

DAY = date(2025, 8, 1)


def found(**wish):
    return [entry for shelf in shelves(Wish(**wish), DAY) for entry in shelf.entries]


def labels(named):
    return {one.link.label for one in named}


def test_every_programme_stands_under_its_name_and_what_is_shared_comes_last():
    names = [shelf.name for shelf in shelves(Wish(), DAY)]
    assert {"救助", "养老服务", "儿童福利", "残疾人福利", "婚姻登记", "收养登记"} <= set(names)
    assert names[-1] == "各项共用"


def test_an_item_tells_its_benefits_its_examples_and_what_nobody_has_verified():
    dibao = next(entry for entry in found() if entry.code == "relief/dibao")
    assert labels(dibao.benefits) == {"低保金"}
    assert dibao.examples >= 8
    subsidy = next(entry for entry in found() if entry.code == "relief/dibao_extra")
    assert all(one.link.is_unverified for one in subsidy.unverified)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("敬老卡", "eldercare/senior_allowance"),
        ("老年综合津贴", "eldercare/senior_allowance"),
        ("低保金", "relief/dibao"),
    ],
)
def test_residents_words_lead_to_the_item(typed, code):
    assert code in {entry.code for entry in found(text=typed)}


def test_a_parameter_or_a_fact_is_found_with_the_folder_it_stands_in():
    entries = found(text="最低工资")
    assert any("最低工资标准" in labels(entry.parameters) for entry in entries)
    assert any("月养老金" in labels(entry.facts) for entry in found(text="月养老金"))


def test_a_search_shows_only_what_fits_of_a_folder_that_does_not():
    entries = [entry for entry in found(text="就业豁免") if entry.code == "relief/household"]
    shown = labels(entries[0].rules)
    assert "就业豁免" in shown
    assert "有本市户籍成员" not in shown


def test_nothing_is_found_for_what_does_not_exist():
    assert found(text="没有这样的政策") == []


def test_only_doubtful_ones():
    entries = found(doubtful=True)
    assert entries
    assert all(entry.unverified for entry in entries)


def test_what_does_not_hold_on_the_day_is_there_only_among_all():
    early = date(2015, 5, 1)
    today = {one.thing for s in shelves(Wish(), early) for e in s.entries for one in e.rules}
    every = {
        one.thing for s in shelves(Wish(every=True), early) for e in s.entries for one in e.rules
    }
    assert today < every
