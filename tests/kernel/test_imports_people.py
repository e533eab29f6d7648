"""Persons from a spreadsheet: what is refused, who is recognised, what is made."""

import json
from datetime import date

import pytest

from tests import factories
from tests.core.sheets.toy import book
from yingzhou.core import clock
from yingzhou.core.audit import Actor
from yingzhou.core.sheets import SHEETS, Context, selectors, services
from yingzhou.core.timeline import Refused
from yingzhou.kernel.divisions import services as divisions
from yingzhou.kernel.people import identity
from yingzhou.kernel.people.models import Household, NotSamePerson, Person

pytestmark = pytest.mark.django_db
SHEET = SHEETS["people"]
HEADS = [column.title for column in SHEET.columns]
BORN = date(1950, 5, 1)


@pytest.fixture
def village():
    return factories.village("启瀛村", factories.town("庙镇"))


def context(reach=lambda _: True):
    return Context(Actor(7, "tester"), clock.now(), reach)


def line(village, **changes):
    facts = {
        "姓名": "王桂英",
        "公民身份号码": factories.id_number(BORN),
        "户号": "H1",
        "与户主关系": "户主",
        "户籍村居代码": village.code,
        "常住村居代码": village.code,
        "地址": "新河路1号",
        "起始日期": "2020-01-01",
    }
    return [(facts | changes)[head] for head in HEADS]


def upload(*lines, reach=lambda _: True):
    return services.upload(
        sheet=SHEET,
        file_name="人员.xlsx",
        content=book(*lines, heads=HEADS),
        context=context(reach),
    )


def confirm(batch):
    return services.confirm(batch_id=batch.pk, context=context())


def reasons(batch):
    return [problem.reason for problem in selectors.problems(batch)]


def test_a_household_comes_in_with_its_members_and_where_they_live(village):
    child = factories.id_number(date(1980, 3, 4))
    done = confirm(
        upload(
            line(village),
            line(village, 姓名="李强", 公民身份号码=child, 与户主关系="子女"),
        )
    )
    assert [label for _, _, label in done.report["taken"]] == ["王*英", "李*"]
    head = Person.objects.get(name="王桂英")
    assert (head.pinyin, head.initials, head.birth_date) == ("wangguiying", "wgy", BORN)
    assert head.residences.count() == 2
    assert Household.objects.get(number="H1").memberships.count() == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"公民身份号码": "310230195005010001"}, "校验位不对"),
        ({"公民身份号码": "31023019500501"}, "应为18位"),
        ({"起始日期": "2099-01-01"}, "晚于今天"),
        ({"起始日期": "1940-01-01"}, "早于身份号码中的出生日期"),
        ({"户籍村居代码": "310151999999"}, "在 2020-01-01 不存在"),
        ({"户籍村居代码": "31015"}, "应为12位数字"),
        ({"与户主关系": "邻居"}, "不在可选范围"),
        ({"户号": ""}, "须填写户号"),
        ({"与户主关系": ""}, "须填写与户主关系"),
        ({"户籍村居代码": "", "常住村居代码": ""}, "至少填写一个"),
        ({"姓名": "王"}, "2至40个字"),
    ],
)
def test_a_bad_row_says_what_is_wrong(village, changes, reason):
    batch = upload(line(village, **changes))
    assert reason in reasons(batch)[0]
    assert not Person.objects.exists()


def test_a_village_that_did_not_exist_that_day_is_refused(village):
    late = factories.division("新村", parent=factories.town("港西镇"), since=date(2022, 1, 1))
    batch = upload(line(late))
    assert "在 2020-01-01 不存在" in reasons(batch)[0]


def test_a_town_is_not_a_village(village):
    town = factories.town("港西镇")
    assert "不是村居" in reasons(upload(line(town)))[0]


def test_a_village_outside_ones_scope_is_refused(village):
    batch = upload(line(village), reach=lambda pk: pk != village.pk)
    assert "不在您负责的区划内" in reasons(batch)[0]


def test_the_same_number_twice_in_a_file_and_two_heads_in_a_household(village):
    one = line(village)
    other = line(village, 公民身份号码=factories.id_number(date(1951, 5, 1)))
    found = reasons(upload(one, one, other))
    assert found[0] == "与第 2 行的公民身份号码重复"
    assert "已有一条户主记录" in found[1]


def test_a_number_that_is_registered_is_shown_and_skipped(village):
    known = factories.person("王桂英", BORN, home=village)
    batch = upload(line(village, 公民身份号码=str(known.id_number)))
    (shown,), _ = selectors.comparisons(batch, context())
    assert shown.is_known
    facts = {fact.label: fact for fact in shown.candidates[0].facts}
    assert facts["公民身份号码"].known == identity.mask(str(known.id_number))
    assert facts["户籍"].known == "庙镇 启瀛村"
    assert confirm(batch).report["skipped"] == [2]
    assert Person.objects.count() == 1


def test_a_name_that_sounds_alike_with_the_same_birthday_is_asked_once(village):
    known = factories.person("李秀珍", BORN, home=village)
    row = line(village, 姓名="李秀贞")
    batch = upload(row)
    assert selectors.undecided(batch) == [2]
    with pytest.raises(Refused, match="还没有判定"):
        confirm(batch)
    services.decide(batch_id=batch.pk, decisions={2: "different"}, context=context())
    confirm(batch)
    made = Person.objects.get(name="李秀贞")
    assert NotSamePerson.objects.get().person == known
    Person.objects.filter(pk=made.pk).update(id_digest=b"x" * 32, birth_date=date(1951, 1, 1))
    assert selectors.undecided(upload(row)) == []


def test_a_place_renamed_since_is_still_the_same_place(village):
    factories.person("李秀珍", BORN, home=village)
    order = {"on": date(2024, 7, 1), "document": "号", "actor": Actor(1, "t"), "at": clock.now()}
    divisions.rename(division_id=village.pk, name="瀛新村", **order)
    (shown,), _ = selectors.comparisons(upload(line(village, 姓名="李秀珍")), context())
    facts = {fact.label: fact for fact in shown.candidates[0].facts}
    assert facts["户籍"].incoming == facts["户籍"].known == "庙镇 瀛新村"


def test_one_who_is_the_same_is_not_registered_again(village):
    factories.person("李秀珍", BORN, home=village)
    batch = upload(line(village, 姓名="李秀珍"))
    services.decide(batch_id=batch.pk, decisions={2: "same"}, context=context())
    confirm(batch)
    assert Person.objects.count() == 1
    assert not NotSamePerson.objects.exists()


def test_little_is_told_of_a_person_in_another_town(village):
    elsewhere = factories.village("双津村", factories.town("港西镇"))
    factories.person("李秀珍", BORN, home=elsewhere)
    batch = upload(line(village, 姓名="李秀珍"))
    mine = context(reach=lambda pk: pk == village.pk)
    (shown,), _ = selectors.comparisons(batch, mine)
    facts = {fact.label: fact.known for fact in shown.candidates[0].facts}
    assert facts["姓名"] == "李*珍"
    assert facts["地址"] == facts["户籍"] == "不在您负责的区划内"


def test_neither_report_nor_payload_holds_a_number_in_clear(village):
    number = factories.id_number(BORN)
    batch = upload(line(village, 公民身份号码=number), line(village, 与户主关系=number))
    assert number not in json.dumps(batch.report, ensure_ascii=False)
    assert number.encode() not in bytes(batch.payload)


def test_a_hundred_rows_are_checked_with_few_queries(village, django_assert_max_num_queries):
    rows = [line(village, 户号=f"H{n}", 公民身份号码=factories.id_number(BORN)) for n in range(100)]
    batch = upload(*rows)
    with django_assert_max_num_queries(8):
        selectors.comparisons(batch, context())
