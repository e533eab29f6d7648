"""What people type when something has happened: the first five are what they should do."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest

from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.catalogue.search import Index, search
from yingzhou.kernel.catalogue.search.situations import situations

BEREAVED = (
    "guides/death_certificate_home", "funerals/body_transport", "guides/death_hukou",
    "guides/pension_death_benefit", "funerals/ash_hall",
)  # fmt: skip
CARE = ("eldercare/needs_assessment", "eldercare/ltci", "eldercare/service_subsidy")
FIRST = {
    "yanglaoyuan": ("eldercare/institution_place",),
    "养老院": ("eldercare/institution_place",),
    "老公去世了要办什么": BEREAVED,
    "没钱看病": ("relief/medical", "relief/medical_outpatient", "relief/rigid"),
    "孤寡老人没人管": ("relief/tekun", "eldercare/needs_assessment"),
    "爸爸痴呆走丢": ("guides/lost_found_person", "guides/dementia_screen"),
    "户口本丢了": ("guides/hukou_book",),
    "火话": ("funerals/body_transport", "guides/death_certificate_home"),
    "zhufang butie": ("guides/low_rent_housing", "guides/public_rental"),
    "弟保": ("relief/dibao",),
    "dibao": ("relief/dibao",),
    "轮椅": ("disability/assistive_device", "guides/assistive_device"),
    "妈妈走不动路了": CARE,
    "看病没钱怎么办": ("relief/medical",),
    "外公过世": BEREAVED,
    "laogong qushi le": BEREAVED[:3],
    "火化": ("funerals/body_transport",),
    "户口簿不见了": ("guides/hukou_book",),
    "离婚证不见了": ("marriage/reissue", "marriage/divorce"),
    "shebaoka diule": ("guides/social_card_replace",),
    "养劳院": ("eldercare/institution_place",),
    "结昏": ("marriage/marry",),
    "失业了没钱": ("guides/unemployment_register", "relief/dibao"),
    "小孩上学没钱": ("guides/student_aid", "guides/student_loan"),
    "孩子没人带": ("guides/nursery_place",),
    "我要投诉养老院": ("oversight/complaint",),
    "老公打我": ("guides/domestic_violence",),
    "老板不发工资": ("guides/wage_arrears",),
    "刚生了孩子要办什么": ("guides/birth_certificate", "guides/birth_hukou"),
    "80岁老人有什么补贴": ("eldercare/senior_allowance", "eldercare/service_subsidy"),
    "看病报销": ("guides/medical_claim_emergency",),
    "村干部拿了我的低保": ("oversight/complaint",),
    "儿子坐牢了孙子没人管": ("children/report", "children/unattended"),
    "孩子丢了": ("guides/lost_found_person",),
    "谁看过我的资料": ("counters/data_correction",),
    "狗": ("guides/dog_register",),
    "gulao": ("relief/tekun", "eldercare/old_partners"),
}


def five(text: str) -> list[str]:
    return [one.item.code for one in search(text)[:5]]


@pytest.mark.parametrize(("typed", "codes"), FIRST.items())
def test_what_people_type_is_answered_in_the_order_of_what_to_do(typed, codes):
    assert five(typed)[: len(codes)] == list(codes)


@pytest.mark.parametrize("typed", ["zhufang butie", "shebaoka diule"])
def test_subsidies_of_other_kinds_are_not_among_the_first(typed):
    assert not {"funerals/eco_burial", "workforce/carer_subsidy"} & set(five(typed))


def known_by(one) -> str:
    return "".join(min(part) for part in one.said[0])


def ways(one) -> list[str]:
    """Each way of saying it; of words of which any will do each once."""
    return [
        "".join(sorted(part)[min(turn, len(part) - 1)] for part in said)
        for said in one.said
        for turn in range(max(map(len, said)))
    ]


@pytest.mark.parametrize("one", situations(), ids=known_by)
def test_a_situation_names_services_there_are_each_once(one):
    assert [code for code in one.items if code not in items()] == []
    assert len(set(one.items)) == len(one.items) > 0


@pytest.mark.parametrize("one", [one for one in situations() if not one.vague], ids=known_by)
def test_each_way_of_saying_it_leads_to_what_to_do_first(one):
    lost = {said: five(said) for said in ways(one)}
    assert {said: codes for said, codes in lost.items() if one.items[0] not in codes} == {}


@pytest.mark.parametrize(
    ("typed", "subject"),
    [("怪里怪气的病", "relief/medical"), ("孙家阿婆的房子", "guides/low_rent_housing")],
)
def test_what_is_not_understood_is_answered_by_its_subject(typed, subject):
    assert subject in five(typed)


def toy(code: str, name: str, *synonyms: str, of: str = "relief/dibao"):
    return replace(
        items()[of], code=code, name=name, synonyms=synonyms, plain=name, who="", notes=()
    )


def order(index: Index, text: str) -> list[str]:
    return [one.item.code for one in index.find(text, 5)]


def test_at_equal_score_what_can_be_applied_for_comes_before_a_guide():
    guide = toy("toy/guide", "船票指南", "坐船", of="guides/hukou_move")
    applied = toy("toy/apply", "船票申领", "坐船")
    assert order(Index([guide, applied]), "坐船") == ["toy/apply", "toy/guide"]


def test_what_the_district_starts_by_itself_comes_last():
    started = next(
        one.code for one in items().values() if one.apply and one.apply.channels == ("district",)
    )
    by_district = toy("toy/district", "船票复查", "坐船", of=started)
    guide = toy("toy/guide", "船票指南", "坐船", of="guides/hukou_move")
    assert order(Index([by_district, guide]), "坐船") == ["toy/guide", "toy/district"]


def test_whole_words_in_pinyin_come_before_letters_that_cross_them():
    across = toy("toy/across", "盘宁宇")  # pAN NING YU: begins within a syllable
    inside = toy("toy/inside", "本岛新区安宁预约")
    begun = toy("toy/begun", "安宁预约")
    found = order(Index([across, inside, begun]), "anningyu")
    assert found == ["toy/begun", "toy/inside", "toy/across"]


def test_a_rare_word_of_a_sentence_weighs_more_than_a_common_one():
    common = [toy(f"toy/common{n}", f"老人津贴{n}号", "老人津贴") for n in range(20)]
    rare = toy("toy/rare", "舢板修理", "舢板")
    assert order(Index([*common, rare]), "请问老人津贴舢板")[0] == "toy/rare"


def test_a_situation_does_without_services_that_are_not_there():
    only = toy("funerals/ash_hall", "骨灰堂")
    assert order(Index([only]), "老公去世了要办什么") == ["funerals/ash_hall"]


def test_the_answers_come_within_fifty_milliseconds():
    for typed in FIRST:
        search(typed)
    started = perf_counter()
    for typed in FIRST:
        search(typed)
    assert (perf_counter() - started) / len(FIRST) < 0.05
