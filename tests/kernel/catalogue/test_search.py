"""People find a service by whatever they type."""

from __future__ import annotations

from time import perf_counter

import pytest

from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.catalogue.search import Index, search

FIRST = [
    ("最低生活保障", "relief/dibao"),
    ("低保", "relief/dibao"),
    ("吃低保", "relief/dibao"),
    ("怎么申请低保", "relief/dibao"),
    ("我想吃低保怎么办", "relief/dibao"),
    ("zuidishenghuobaozhang", "relief/dibao"),
    ("zdshbz", "relief/dibao"),
    ("dibao", "relief/dibao"),
    ("DiBao", "relief/dibao"),
    ("zuidishenghuobaozang", "relief/dibao"),
    ("ZUI DI SHENG HUO", "relief/dibao"),
    ("底保", "relief/dibao"),
    ("最底生活保障", "relief/dibao"),
    ("低bao", "relief/dibao"),
    ("低 保", "relief/dibao"),
    ("老年综合津贴", "eldercare/senior_allowance"),
    ("敬老卡", "eldercare/senior_allowance"),
    ("jinglaoka", "eldercare/senior_allowance"),
    ("敬佬卡", "eldercare/senior_allowance"),
    ("jlk", "eldercare/senior_allowance"),
    ("lnzhjt", "eldercare/senior_allowance"),
    ("结婚", "marriage/marry"),
    ("结婚登记", "marriage/marry"),
    ("我要和女朋友领证", "marriage/marry"),
    ("离婚", "marriage/divorce"),
    ("lihun", "marriage/divorce"),
    ("想离婚了去哪里", "marriage/divorce"),
    ("孤儿", "children/orphan"),
    ("guer", "children/orphan"),
    ("长护险", "eldercare/ltci"),
    ("长户险", "eldercare/ltci"),
    ("changhuxian", "eldercare/ltci"),
    ("canghuxian", "eldercare/ltci"),
    ("重残护理补贴", "disability/care_allowance"),
    ("残疾人护理补贴", "disability/care_allowance"),
    ("特困", "relief/tekun"),
    ("tekun", "relief/tekun"),
    ("五保户", "relief/tekun"),
    ("临时救助", "relief/temporary"),
    ("linshijiuzu", "relief/temporary"),
    ("家里突然出事没钱了要临时救助", "relief/temporary"),
    ("收养", "adoption/register"),
    ("医疗救助", "relief/medical"),
]


@pytest.mark.parametrize(("typed", "code"), FIRST)
def test_what_people_type_leads_to_the_service(typed, code):
    found = search(typed)
    assert found, "nothing at all"
    programme = code.partition("/")[0]
    best = [one.item.code for one in found[:3]]
    assert code in best, [(one.item.code, one.why, round(one.score)) for one in found[:6]]
    assert found[0].item.code.startswith(programme)


def test_a_sentence_about_an_old_mother_finds_care():
    codes = [one.item.code for one in search("我妈走不动路了")]
    assert any(code.startswith("eldercare/") for code in codes[:3]), codes


def test_why_it_matched_is_said():
    assert search("最低生活保障")[0].why == "名称相符"
    assert search("吃低保")[0].why == "也叫“吃低保”"
    assert search("dibao")[0].why == "拼音像“低保”"
    assert search("底保")[0].why == "读音像“低保”"


@pytest.mark.parametrize("typed", ["", "  ", "!!!", "qqqqqqqq", "龘龘龘龘"])
def test_what_means_nothing_finds_nothing(typed):
    assert search(typed) == []


def test_an_answer_takes_less_than_ten_milliseconds_among_250():
    some = list(items().values())
    index = Index((some * 10)[:250])
    typed = [one for one, _ in FIRST]
    for one in typed:
        index.find(one, 20)
    started = perf_counter()
    for one in typed:
        index.find(one, 20)
    assert (perf_counter() - started) / len(typed) < 0.01 * 3, "thrice the bar, for a busy machine"
