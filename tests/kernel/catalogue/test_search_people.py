"""What real people type, by what they have in mind: the service is among the first three."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
import yaml

from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.catalogue.search import hint, search

HERE = Path(__file__)
TABLE = {
    f"{name}-{kind}": rows
    for name in ("type", "need", "spell")
    for kind, rows in yaml.safe_load(
        HERE.with_name(f"people_{name}.yaml").read_text("utf-8")
    ).items()
}
ASKED = [
    pytest.param(str(typed), wanted.split(), id=f"{kind}-{typed}")
    for kind, rows in TABLE.items()
    for typed, wanted in rows.items()
]


def codes(typed: str, many: int) -> list[str]:
    return [one.item.code for one in search(typed)[:many]]


@pytest.mark.parametrize(("typed", "wanted"), ASKED)
def test_what_people_type_finds_what_they_need(typed, wanted):
    named = [one.removeprefix("!") for one in wanted]
    assert [code for code in named if code not in items()] == [], (
        "the table names what is not there"
    )
    need = {one for one in wanted if not one.startswith("!")}
    noise = set(named) - need
    assert need <= set(codes(typed, 3)), [(one.item.code, one.why) for one in search(typed)[:5]]
    assert not noise & set(codes(typed, 5))


HINTS = {
    "钱没到账": "progress",
    "低保批下来了吗": "progress",
    "我的申请到哪了": "progress",
    "shenqingjindu": "progress",
    "2026-310151101-000123": "progress",
    "儿子打我": "danger",
    "不想活了": "lifeline",
    "老人被骗": "fraud",
    "丢孩子": "danger",
    "救命": "danger",
    "救命钱": "",
    "110": "danger",
    "110平米": "",
    "谁看过我的资料": "uses",
    "低保": "",
    "老年证": "",
    "养老院": "",
    "打疫苗": "",
}


@pytest.mark.parametrize(("typed", "said"), HINTS.items())
def test_what_must_be_said_first_is_said_and_only_then(typed, said):
    assert hint(typed) == said


def test_each_answer_says_why_in_words():
    for typed in ("低保", "饿了", "肓人", "弟保", "dibao", "百岁"):
        for one in search(typed)[:3]:
            assert len(one.why) >= len("名称相符"), (typed, one.item.code, one.why)


def test_a_sound_alike_does_not_stand_beside_what_is_written():
    for typed in ("残疾证", "食堂", "遗嘱", "送饭", "征地", "产检", "上访", "低保", "敬老卡"):
        assert [one.why for one in search(typed) if one.why.startswith("读音")] == [], typed


def test_two_syllables_are_heard_only_as_a_whole_word():
    assert codes("弟保", 1)[0] == "relief/dibao"
    assert all("“低保”" in one.why for one in search("弟保"))
    assert search("抵报堂") == []


@pytest.mark.parametrize("name", ["钱伟", "房丽", "钱小英", "王贵", "石磊", "陈建国"])
def test_a_name_of_somebody_is_not_taken_for_a_service(name):
    """The desk looks for people where no service is found for sure (60)."""
    assert [one.item.code for one in search(name) if one.score >= 60] == []


def test_all_of_it_is_answered_within_fifty_milliseconds():
    typed = [str(one) for rows in TABLE.values() for one in rows]
    for one in typed:
        search(one)
    started = perf_counter()
    for one in typed:
        search(one)
    assert (perf_counter() - started) / len(typed) < 0.05
