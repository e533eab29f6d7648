"""Which question comes next, what may be typed, and that nothing is kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.sessions.models import Session

from tests.support.resident import ADDRESS, ALONE_82, FAMILY, asked, hidden, submit, walk
from yingzhou.kernel.catalogue.book import book
from yingzhou.web.entitlements import order, results

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def december(stop_clock):
    stop_clock(date(2025, 12, 9))


def _at(client, answers: dict[str, str], name: str):
    """The page that asks for ``name``."""
    page = client.get(ADDRESS)
    while not any(key.endswith(name) for key in asked(page)):
        page = submit(client, page, answers)
        assert asked(page), f"{name} was never asked"
    return page


def test_people_come_first_then_their_income_then_the_household(client):
    _, seen = walk(client, FAMILY)
    flat = [key for keys in seen for key in keys]
    assert flat[0] == "n"
    assert flat.index("p3.出生日期") < flat.index("p1.月劳动收入") < flat.index("h.货币财产")
    assert len(flat) == len(set(flat)), "nothing is asked twice"


def test_a_child_is_not_asked_for_a_wage_or_a_pension(client):
    _, seen = walk(client, FAMILY)
    flat = [key for keys in seen for key in keys]
    assert "p1.月养老金" in flat
    assert not {"p3.月养老金", "p3.月劳动收入", "p3.就业"} & set(flat)


def test_the_grade_of_a_disability_is_asked_only_of_who_has_one(client):
    _, seen = walk(client, FAMILY | {"p2.残疾类别": "肢体", "p2.残疾等级": "3"})
    grades = [key for keys in seen for key in keys if key.endswith("残疾等级")]
    assert grades == ["p2.残疾等级"]


def test_what_cannot_change_anything_is_not_asked(client):
    """A family far above every line is not asked for its hospital bills or how it sleeps."""
    _, seen = walk(client, FAMILY | {"p1.月劳动收入": "90000", "h.货币财产": "900万"})
    flat = " ".join(key for keys in seen for key in keys)
    assert "本次住院自负" not in flat
    assert "自主吃饭" not in flat


def test_the_more_is_known_the_fewer_pages_are_left(client):
    page = submit(client, client.get(ADDRESS), ALONE_82)
    before = page.context["left"]
    page = submit(client, page, ALONE_82)
    assert page.context["left"] < before
    assert "第 3 页" in page.content.decode()


def test_elder_mode_asks_one_thing_a_page(client):
    client.cookies["elder"] = "1"
    page, seen = walk(client, FAMILY)
    assert {len(keys) for keys in seen} == {1}
    assert page.context["results"].yes


def test_large_type_can_be_switched_on_in_the_middle_without_losing_answers(client):
    page = submit(client, client.get(ADDRESS), ALONE_82)
    fields = hidden(page) | {"p1.出生日期.y": "1943", "p1.出生日期.m": "5", "p1.出生日期.d": "1"}
    page = client.post(ADDRESS, fields | {"elder": "1"})
    assert client.cookies["elder"].value == "1"
    assert page.context["answers"].given["p1.出生日期"] == "1943-05-01"
    assert 'class="elder"' in page.content.decode()
    assert len(asked(page)) == 1
    page = client.post(ADDRESS, hidden(page) | {"elder": "0"})
    assert 'class="elder"' not in page.content.decode()


def test_nothing_is_stored(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        walk(client, ALONE_82)
    assert not Session.objects.exists()
    assert set(client.cookies) <= {"csrftoken"}
    assert "我们不保存" in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("name", "fields", "says"),
    [
        ("出生日期", {".y": "43", ".m": "5", ".d": "1"}, "年份请写四位, 例如 1943"),
        ("出生日期", {".y": "1943", ".m": "2", ".d": "30"}, "没有 1943年2月30日 这一天"),
        ("出生日期", {".y": "1943", ".m": "", ".d": "1"}, "还差“月”"),
        ("出生日期", {".y": "2031", ".m": "1", ".d": "1"}, "还没有到"),
        ("出生日期", {".y": "1943", ".m": "五", ".d": "1"}, "“五”不是数字"),
        ("月养老金", {".v": "一千多"}, "看不懂“一千多”。请只写数字"),
        ("月养老金", {".v": "-5"}, "不能是负数"),
        ("月养老金", {".v": "1.234"}, "最多写到分"),
        ("月养老金", {".v": "99999999999999"}, "看不懂"),
        ("月养老金", {".v": "999999999999"}, "太大了, 请看看是不是多打了零"),
        ("月养老金", {".v": "300", ".k": "0"}, "您填了 300, 又选了“没有”。请只留一个"),
        ("住房套数", {".v": "1.5"}, "请写整数"),
    ],
)
def test_a_mistake_is_explained_beside_the_field_and_what_was_typed_is_kept(
    client, name, fields, says
):
    page = _at(client, ALONE_82, name)
    key = next(key for key in asked(page) if key.endswith(name))
    typed = {f"{key}{part}": value for part, value in fields.items()}
    answer = client.post(ADDRESS, hidden(page) | typed | {"do": "next"})
    assert answer.status_code == 422
    field = next(one for one in answer.context["fields"] if one.question.key == key)
    assert says in field.fault
    text = answer.content.decode()
    assert "有错要改" in text
    assert all(f'value="{value}"' in text for value in fields.values() if value)


@pytest.mark.parametrize("typed", ["１４２０", "1,420", "1420元", " 1420.00 ", "0.142万"])
def test_amounts_are_read_as_people_write_them(client, typed):
    page = _at(client, ALONE_82, "月养老金")
    page = submit(client, page, ALONE_82 | {"p1.月养老金": typed})
    assert page.context["answers"].given["p1.月养老金"] == "1420"


def test_an_empty_page_says_that_one_may_skip(client):
    page = submit(client, client.get(ADDRESS), ALONE_82)
    again = client.post(ADDRESS, hidden(page) | {"do": "next"})
    assert "不清楚就选“不知道”" in again.content.decode()
    on = client.post(ADDRESS, hidden(page) | {"do": "skip"})
    assert on.context["answers"].given["p1.出生日期"] == "?"


def test_back_shows_the_last_page_with_its_answers(client):
    page = _at(client, ALONE_82, "货币财产")
    back = client.post(ADDRESS, hidden(page) | {"do": "back"})
    assert "p1.月养老金" in asked(back)
    assert 'value="1420"' in back.content.decode()
    assert client.post(ADDRESS, {"do": "back"}).context["is_first"]


def test_one_answer_can_be_changed_from_the_results(client):
    page, _ = walk(client, ALONE_82)
    place = next(n for n, keys in enumerate(page.context["answers"].pages) if "p1.月养老金" in keys)
    fields: dict = {"do": f"edit-{place}"}
    for name, value in page.context["answers"].fields():
        fields.setdefault(name, []).append(value)
    page = client.post(ADDRESS, fields)
    page = submit(client, page, ALONE_82 | {"p1.月养老金": "9000"})
    assert page.context["answers"].given["p1.月养老金"] == "9000"
    while asked(page):
        page = submit(client, page, ALONE_82, "skip")
    assert "低保金" not in [entry.name for entry in page.context["results"].yes]


def test_results_can_be_seen_at_any_time_and_the_questions_go_on(client):
    page = _at(client, ALONE_82, "货币财产")
    shown = client.post(ADDRESS, hidden(page) | {"do": "result"})
    assert [entry.name for entry in shown.context["results"].yes] == ["老年综合津贴"]
    assert "继续回答" in shown.content.decode()


def test_what_was_tampered_with_is_left_out(client):
    nonsense = {
        "now": "p99.出生日期 x.y n",
        "n": "77",
        "a": ["n=3", "p1.月养老金=很多", "p7.月养老金=3", "h.没有这项=1", "=", "p1.性别"],
        "page": ["n p1.月养老金", "p7.月养老金 h.没有这项"],
        "do": "skip",
    }
    page = client.post(ADDRESS, nonsense)
    assert page.status_code == 200
    assert set(page.context["answers"].given) <= {"n", "p1.月养老金", "h.没有这项"}
    assert client.post(ADDRESS, {"do": "edit-9999999999999999999"}).status_code == 200


def test_the_named_facts_and_benefits_stand_in_the_book():
    names = {name for _, name in book().inputs}
    rules = {name for _, name in book().rules}
    assert {fact for group in order.FIRST for fact in group.facts} <= names
    assert {*order.AFTER, *order.AFTER.values(), *order.UNSURE_IS_NO} <= names
    child = order.implied({"出生日期": 20200101, "残疾类别": "无", "月养老金": 0}, 20251231)
    assert set(child) <= names
    assert rules >= results.IN_KIND


def test_the_home_page_leads_there(client):
    home = client.get("/").content.decode()
    assert home.count(f'href="{ADDRESS}"') >= 2
    assert "我家能享受什么" in home
