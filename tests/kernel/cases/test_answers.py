"""What people type is read as they mean it, or refused in the words of the page."""

from __future__ import annotations

import pytest

from yingzhou.kernel.cases.answers import lacking, read
from yingzhou.kernel.catalogue.items import Field, items
from yingzhou.kernel.organisations import uscc

MONTH = Field(key="since", ask="从哪个月住到现在", label="何时住起", kind="month")
DAY = Field(key="on", ask="哪一天", label="日期", kind="date")


@pytest.mark.parametrize(
    "typed", ["2026-03", "2026-3", "2026年3月", "2026年-3月", "2026.3", "２０２６/３", "2026-3月"]
)
def test_a_month_may_be_written_as_people_write_it(typed):
    assert read(MONTH, typed) == "2026-03"


@pytest.mark.parametrize(
    "typed", ["2026-13", "2026-", "三月", "2026-3-1", "26年3月", "约2026年3月"]
)
def test_what_is_no_month_is_refused_in_the_words_of_its_two_boxes(typed):
    with pytest.raises(ValueError, match="请写明年和月, 例如 2026年3月"):
        read(MONTH, typed)


def test_a_day_may_be_written_in_chinese_and_must_exist():
    assert read(DAY, "2026年3月1日") == read(DAY, "2026-3-1") == "2026-03-01"
    with pytest.raises(ValueError, match="请写明年、月、日"):
        read(DAY, "2026-02-30")


BANK = Field(key="other_bank", ask="是哪家银行?", kind="bank", label="别的银行")


@pytest.mark.parametrize("named", ["招商银行", "上海浦东发展银行", "崇明农村信用社", " 宁波 银行 "])
def test_another_bank_is_named_in_full(named):
    assert read(BANK, named) == "".join(named.split())


@pytest.mark.parametrize(
    "said",
    ["别的银行", "其他银行", "招行", "1", "银行", "不知道哪家银行", "随便", "6222000011112222"],
)
def test_what_names_no_bank_is_no_bank(said):
    with pytest.raises(ValueError, match="请写银行的全名"):
        read(BANK, said)


def test_who_chooses_another_bank_is_asked_which_and_must_say():
    form = items()["eldercare/senior_allowance"].apply.form
    chosen = {"what": "第一次领", "bank": "别的银行"}
    asked = {field.key for _, field in lacking(form, {"values": chosen})}
    assert "other_bank" in asked
    chosen["bank"] = "上海农商银行"
    assert "other_bank" not in {field.key for _, field in lacking(form, {"values": chosen})}


MAIL = Field(key="email", ask="发到哪个电子邮箱", label="电子邮箱", kind="email")
CODE = Field(key="code", ask="统一社会信用代码(18 位)", label="统一社会信用代码", kind="uscc")


@pytest.mark.parametrize("typed", ["演示填写", "zhang@", "@163.com", "a@b", "a@163.com b@163.com"])
def test_what_no_letter_could_be_sent_to_is_no_address(typed):
    assert read(MAIL, " zhang.san@mail.163.com ") == "zhang.san@mail.163.com"
    with pytest.raises(ValueError, match="电子邮箱写成这样"):
        read(MAIL, typed)


def test_a_code_that_was_copied_wrong_is_not_printed_on_a_certificate():
    right = uscc.make("51310151", 1)
    assert read(CODE, right.lower()) == right
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    for typed in ("51310151MJ0000001X", wrong, right[:-1]):
        with pytest.raises(ValueError, match="统一社会信用代码"):
            read(CODE, typed)


SPENT = Field(key="cost", ask="花了多少钱", label="花费", kind="money")


@pytest.mark.parametrize(("typed", "fen"), [("0", 0), ("666.65", 66665), ("1，000.9元", 100090)])
def test_an_amount_is_kept_to_the_fen(typed, fen):
    assert read(SPENT, typed) == fen


@pytest.mark.parametrize("item", ["relief/dibao", "relief/temporary"])
def test_nobody_declares_an_income_below_nothing(item):
    for field in (one for one in items()[item].apply.form if one.kind == "money"):
        with pytest.raises(ValueError, match="负数"):
            read(field, "-0.01")


def test_an_amount_that_nobody_has_is_a_slip():
    with pytest.raises(ValueError, match="请核对小数点"):
        read(SPENT, "9" * 30)


def test_what_nobody_types_is_not_kept():
    told = Field(key="story", ask="怎么回事", label="经过", kind="long")
    assert read(told, "第一行\r\n第\x00二\u202e行\t完") == "第一行\r\n第二行\t完"
    assert read(told, "\x00") is None
