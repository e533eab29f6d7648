"""Who does not fit is told on the last page, before sending; a bank is written out."""

from __future__ import annotations

import pytest

from tests.web.portal.conftest import DIBAO
from yingzhou.web.portal.plainly import UNSURE, plain

pytestmark = pytest.mark.django_db
ALLOWANCE = "/services/eldercare/senior_allowance/"
TYPED = {"what": "第一次领", "bank": "上海农商银行", "delivery": "村居送到家"}


def test_somebody_of_forty_five_is_told_that_the_allowance_is_for_the_old_and_may_still_ask(son):
    page = son.fill(ALLOWANCE, TYPED)
    text = page.content.decode()
    assert "可能不符合条件" in text
    assert "还不到规定的 65 岁" in text
    assert "应不低于" not in text
    assert son.says(page, truth="1").context["case"].item == "eldercare/senior_allowance"


def test_who_is_too_young_hears_it_on_the_first_page_already(son, mother):
    page = son.get(f"{ALLOWANCE}apply/").content.decode()
    assert "还不到规定的 65 岁" in page
    assert "照样可以往下填" in page
    assert "可能不符合条件" not in mother.get(f"{ALLOWANCE}apply/").content.decode()


LANGUAGE = ("应不", "应低于", "应高于", "应等于", "要求", "排除后", "都不满足", " | ", "级, ")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            "以下满足一项即可, 但都不满足: 住房套数 2 套, 应等于 0 | 农村家庭 是, 要求不是 "
            "| 非居住房屋 是, 要求不是",
            "家里的房子可能超过规定",
        ),
        (
            "月其他生活类津贴 1,000.00, 应不高于 排除后困难残疾人生活补贴 0.00",
            "已经在领的别的生活补贴可能不能和这一项一起领",
        ),
        (
            "津贴年龄 28 岁, 应不低于 老年综合津贴起始年龄 65 岁, 还差 37 岁",
            "现在 28 岁, 还不到规定的 65 岁",
        ),
        (
            "家庭月收入 4,436.00 元/月, 应低于 低保标准 1,690.00 元/人/月 × 核算人数 1 人 = "
            "1,690.00 元/月, 高出 2,746.00 元/月",
            "全家每月的收入比规定的线高 2,746 元",
        ),
        ("本市户籍 否, 要求是", "户口可能不在上海"),
        ("月旅游支出 5.00 元/月, 应低于 旅游线 1.00 元/月, 高出 4.00 元/月", f"{UNSURE}: 旅游支出"),
        ("可行动: 否, 要求为是", f"{UNSURE}: 可行动"),
    ],
)
def test_a_reason_reaches_the_resident_in_plain_words_only(reason, said):
    assert plain([reason]) == [said]
    assert not any(word in said for word in LANGUAGE)


def test_who_fits_is_told_nothing(mother):
    assert "可能不符合条件" not in mother.fill(ALLOWANCE, TYPED).content.decode()
    assert "可能不符合条件" not in mother.fill(DIBAO).content.decode()


def test_a_bank_is_offered_and_written_out(mother):
    mother.post(f"{ALLOWANCE}apply/")
    mother.says(mother.get(f"{ALLOWANCE}apply/ask/what/"), what="第一次领", do="next")
    page = mother.get(f"{ALLOWANCE}apply/ask/bank/")
    assert "<datalist" in page.content.decode()
    refused = mother.says(page, bank="1", do="next")
    assert refused.status_code == 422
    assert "请写全名" in refused.content.decode()
    assert mother.says(page, bank="江苏银行", do="next").status_code == 200
