"""The public pages: found by place, gone when over, an objection without a name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories
from tests.kernel.disclosure.public import MONDAY, at, objected, shown
from yingzhou.kernel.disclosure.models import Objection, PublicNotice

pytestmark = pytest.mark.django_db
WORDS = "他家在镇上有一间店面"


@pytest.fixture(autouse=True)
def _monday(stop_clock) -> None:
    stop_clock(at(MONDAY))


def page(client, address: str = "/open/notices/", status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer["X-Robots-Tag"] == "noindex, noarchive"
    return answer.content.decode()


def test_without_notices_the_page_says_so(client):
    assert "现在没有正在公示的" in page(client)


def test_notices_are_found_by_town_village_and_matter(client):
    factories.district()
    one, other = factories.town("庙镇"), factories.town("城桥镇")
    shown("matter:1", factories.village("启瀛村", one))
    shown("matter:2", factories.village("聚训村", other), title="临时救助公示")
    for query, found, hidden in (
        (f"town={one.pk}", "最低生活保障公示", "临时救助公示"),
        (f"town={other.pk}", "临时救助公示", "最低生活保障公示"),
        ("q=启瀛", "最低生活保障公示", "临时救助公示"),
        ("q=临时", "临时救助公示", "最低生活保障公示"),
        ("q=庙镇 最低", "最低生活保障公示", "临时救助公示"),
    ):
        shown_page = page(client, f"/open/notices/?{query}")
        assert f"<strong>{found}</strong>" in shown_page, query
        assert f"<strong>{hidden}</strong>" not in shown_page, query
    assert "没有找到" in page(client, "/open/notices/?q=新村乡")
    assert "最低生活保障公示" in page(client, "/open/notices/?town=999999")


def test_nobody_is_looked_up_by_name(client):
    shown()
    assert "没有找到" in page(client, "/open/notices/?q=李*珍")
    assert "没有找到" in page(client, "/open/notices/?q=%00李")


def test_a_notice_shows_what_it_is_for_and_how_long(client):
    notice = shown()
    found = page(client, f"/open/notices/{notice.pk}/")
    for told in ("李*珍", "启瀛村3组", "每月 2,430.00 元", "民发〔2021〕57号", "还有 7 天"):
        assert told in found
    assert "matter:1" not in found


def test_on_the_last_day_it_says_so(client, stop_clock):
    notice = shown()
    stop_clock(at(notice.until))
    assert "今天是最后一天" in page(client, f"/open/notices/{notice.pk}/")


def test_what_is_over_is_not_shown_any_more(client, stop_clock):
    notice = shown()
    stop_clock(at(notice.until + timedelta(days=1)))
    found = page(client, f"/open/notices/{notice.pk}/", 404)
    assert "已经结束" in found
    assert "李*珍" not in found
    assert "最低生活保障公示" not in page(client)


def test_anybody_objects_without_a_name_and_the_notice_stops(client):
    notice = shown()
    answer = client.post(f"/open/notices/{notice.pk}/", {"words": WORDS}, follow=True)
    assert "收到了" in answer.content.decode()
    one = Objection.objects.get()
    assert (one.words, one.name, one.contact) == (WORDS, "", None)
    assert PublicNotice.objects.get().state == PublicNotice.State.OBJECTED
    found = page(client, f"/open/notices/{notice.pk}/")
    assert "公示暂停, 正在核实" in found
    assert WORDS not in found
    assert "有人提了异议" in page(client)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": ""}, "请写下哪里不符合实际"),
        ({"words": "不对"}, "请写得具体一点"),
        ({"words": WORDS, "name": "王" * 41}, "40"),
        ({"words": f"{WORDS}, 号码 11010519491231002X"}, "请不要写身份证号"),
        ({"words": WORDS, "contact": "11010519491231002X"}, "请不要写身份证号"),
    ],
)
def test_a_form_with_faults_comes_back_with_what_was_typed(client, typed, said):
    notice = shown()
    answer = client.post(f"/open/notices/{notice.pk}/", typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert typed["words"] in answer.content.decode()
    assert not Objection.objects.exists()


def test_five_objections_a_day_are_enough(client):
    for number in range(5):
        notice = shown(f"matter:{number}")
        assert client.post(f"/open/notices/{notice.pk}/", {"words": WORDS}).status_code == 302
    notice = shown("matter:9")
    answer = client.post(f"/open/notices/{notice.pk}/", {"words": WORDS})
    assert answer.status_code == 429
    assert "03月04日 12:00" in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert Objection.objects.count() == 5


def test_a_second_objection_is_taken_while_the_first_is_looked_into(client):
    notice = shown()
    objected(notice, MONDAY)
    client.post(f"/open/notices/{notice.pk}/", {"words": WORDS})
    assert Objection.objects.count() == 2


def test_a_long_list_has_pages(client):
    village = factories.village()
    for number in range(21):
        shown(f"matter:{number}", village)
    first = page(client)
    assert first.count("<strong>最低生活保障公示</strong>") == 20
    assert 'rel="next"' in first


def test_the_pages_ask_little(client, django_assert_max_num_queries):
    village = factories.village()
    for number in range(25):
        notice = shown(f"matter:{number}", village)
    page(client)
    with django_assert_max_num_queries(4):
        page(client, "/open/notices/?q=启瀛")
    with django_assert_max_num_queries(4):
        page(client, f"/open/notices/{notice.pk}/")
