"""The catalogue's pages: an officer looks up what there is and how one item works."""

from __future__ import annotations

import re

import pytest

from tests import factories
from tests.kernel.catalogue.shelf import CARD
from yingzhou.core import clock
from yingzhou.kernel.catalogue.items import item_on
from yingzhou.kernel.catalogue.versions import version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client_as):
    return client_as("bureau", factories.district())


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_items_stand_under_their_line_of_work(officer):
    text = text_of(officer.get("/desk/catalogue/"))
    assert "救助" in text
    assert "最低生活保障" in text
    assert "可以申请" in text


def test_a_search_forgives_and_says_why(officer):
    text = text_of(officer.get("/desk/catalogue/", {"q": "jinglaoka"}))
    assert "老年综合津贴" in text
    assert "拼音像“敬老卡”" in text
    assert "没有找到“qqqqqq”" in text_of(officer.get("/desk/catalogue/", {"q": "qqqqqq"}))


def test_only_what_lacks_something_and_only_guides(shelf, officer):
    shelf("toy/card", CARD.replace(", article: 第二十条", ""))
    shelf("toy/guide", CARD.partition("apply:")[0].replace("敬老卡补办", "敬老卡查询"))
    lacking = text_of(officer.get("/desk/catalogue/", {"only": "lacking", "kind": "apply"}))
    assert "敬老卡补办" in lacking
    assert "敬老卡查询" not in lacking
    assert "敬老卡补办" not in text_of(officer.get("/desk/catalogue/", {"kind": "guide"}))


def test_guides_with_an_unchecked_source_are_counted_apart_from_faults(shelf, officer):
    bare = CARD.replace(", article: 第二十条", "")
    shelf("toy/card", bare)
    guide = bare.partition("apply:")[0] + "guide: {steps: [去窗口]}\n"
    shelf("toy/guide", guide.replace("敬老卡补办", "敬老卡查询"))
    every = officer.get("/desk/catalogue/", {"q": "敬老卡"})
    assert dict((one, count) for one, _, count in every.context["tally"])["lacking"] >= 1
    source = text_of(officer.get("/desk/catalogue/", {"only": "source", "q": "敬老卡"}))
    assert "敬老卡查询" in source
    assert "敬老卡补办" not in source
    lacking = text_of(officer.get("/desk/catalogue/", {"only": "lacking", "q": "敬老卡"}))
    assert "敬老卡补办" in lacking
    assert "敬老卡查询" not in lacking


def test_everything_about_an_item_is_on_its_page(shelf, officer):
    shelf("toy/card", CARD)
    version_of(item_on("toy/card"), clock.now())
    shelf("toy/card", CARD.replace("length: 30", "length: 20"))
    answer = officer.get("/desk/catalogue/toy/card/")
    text = text_of(answer)
    for said in (
        "有敬老卡的老人", "20 个工作日", "窗口、网上", "怎么丢的", "户籍登记已有",
        "待受理", "一次告知补正", "受理通知书", "第 1 版", "申请人办结以前随时可以撤回",
        "承诺时限由 30 个工作日改为 20 个工作日",
    ):  # fmt: skip
        assert said in text, said
    assert '<svg class="process"' in answer.content.decode()


def test_what_may_be_answered_is_told_in_words(officer):
    text = text_of(officer.get("/desk/catalogue/eldercare/meals/"))
    assert "登记的设施: 社区长者食堂、老年助餐服务场所" in text
    assert "“送餐”答“是”" in text
    assert "按居住地标准 凭记忆, 待核对" in text


def test_a_guide_has_steps_and_no_process(shelf, officer):
    shelf("toy/card", CARD.partition("apply:")[0] + "guide: {steps: [带上身份证, 去窗口]}\n")
    text = text_of(officer.get("/desk/catalogue/toy/card/"))
    assert "带上身份证" in text
    assert "怎么办理" not in text


def test_what_is_not_there_and_who_may_not(officer, client_as):
    assert officer.get("/desk/catalogue/toy/none/").status_code == 404
    assert client_as("auditor").get("/desk/catalogue/").status_code == 403


def test_no_two_boxes_of_a_drawing_share_a_row(shelf, officer):
    shelf("toy/card", CARD)
    page = officer.get("/desk/catalogue/toy/card/").content.decode()
    rows = re.findall(r'<rect class="box[^"]*" x="[\d.]+" y="([\d.]+)"', page)
    assert len(rows) == len(set(rows)) == 13


@pytest.mark.parametrize("address", ["", "relief/dibao/", "?q=低保"])
def test_a_page_asks_little(officer, django_assert_max_num_queries, address):
    officer.get(f"/desk/catalogue/{address}")
    with django_assert_max_num_queries(12):
        officer.get(f"/desk/catalogue/{address}")
