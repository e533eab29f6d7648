"""Who does not fit is told on the last page, before sending; banks and places to eat are chosen."""

from __future__ import annotations

import pytest

from tests import factories
from tests.web.portal.conftest import DIBAO
from yingzhou.kernel.cases.models import Draft
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
        ("本户的符合低保为是, 要求为否", "收入和财产可能符合低保, 请看看能不能申请低保"),
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


def test_a_bank_is_chosen_and_another_one_is_written_out(mother):
    mother.post(f"{ALLOWANCE}apply/")
    mother.says(mother.get(f"{ALLOWANCE}apply/ask/what/"), what="第一次领", do="next")
    page = mother.get(f"{ALLOWANCE}apply/ask/bank/")
    assert "上海农商银行" in page.content.decode()
    assert mother.says(page, bank="测试内容", do="next").status_code == 422
    mother.says(page, bank="别的银行", do="next")
    page = mother.get(f"{ALLOWANCE}apply/ask/other_bank/")
    assert page.context["question"].place == "other_bank"


def test_where_to_eat_is_one_of_the_registers_places(world, mother):
    factories.facility("庙镇启瀛社区长者食堂", "canteen", world.village)
    factories.facility("庙镇南星助餐点", "meal_site", world.village)
    meals = "/services/eldercare/meals/"
    mother.post(f"{meals}apply/")
    page = mother.get(f"{meals}apply/ask/place/")
    assert '<option value="庙镇启瀛社区长者食堂">' in page.content.decode()
    refused = mother.says(page, place="测试内容", do="next")
    assert refused.status_code == 422
    assert "登记里没有“测试内容”" in refused.content.decode()
    unclear = mother.says(page, place="庙镇", do="next")
    assert "有 2 个名称里有“庙镇”" in unclear.content.decode()
    mother.says(page, place="南星", do="next")
    assert Draft.objects.get().answers["values"]["place"] == "庙镇南星助餐点"
    unsure = mother.says(page, place="不知道哪家近, 请村居帮我选", do="next")
    assert unsure.status_code == 200
