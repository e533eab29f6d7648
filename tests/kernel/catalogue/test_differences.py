"""A version's differences in words: nothing that a file may say changes without being told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from yingzhou.kernel.catalogue.differences import ENTRY, GROUPS, NAMES, differences
from yingzhou.kernel.catalogue.items import item_on, items, schema
from yingzhou.kernel.catalogue.versions import kept_content

ELSEWHERE = {
    # told as a group of entries, or within the process that they change
    "basis", "apply.form", "apply.materials", "apply.departments", "apply.clocks",
    "apply.letters", "apply.process",
}  # fmt: skip
OPEN = {"apply.urgent.when", "apply.apart.when"}
"""Conditions, told as a whole."""
ITSELF = {"key", "length", "unit", "in", "asks"}
"""What names an entry, its period and its questions, which have words of their own."""


def _paths(said: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for key, one in said["properties"].items():
        path = f"{before}{key}"
        if path in ELSEWHERE:
            continue
        if "properties" in one and path not in OPEN:
            yield from _paths(one, f"{path}.")
        else:
            yield path


def test_whatever_a_service_file_may_say_has_a_name_in_the_differences():
    assert not set(_paths(schema.SERVICE)) - set(NAMES)


@pytest.mark.parametrize(
    "entry",
    [schema.BASIS, schema.FIELD, schema.MATERIAL, schema.CLOCK, schema.STAGE, schema.TRANSITION,
     schema.LETTER, schema.APPLY["properties"]["departments"]["items"]],
)  # fmt: skip
def test_whatever_an_entry_may_say_has_a_name_too(entry):
    assert not set(entry["properties"]) - set(ENTRY) - ITSELF
    assert len(GROUPS) == 8, "a new group needs its schema here"


def _changed(code: str, part: str, **said: Any) -> list[str]:
    old = kept_content(item_on(code))
    apply = {**old["apply"], part: {**old["apply"][part], **said}}
    return differences(old, {**old, "apply": apply})


def test_more_places_of_a_morning_are_a_change_that_is_told():
    assert _changed("marriage/marry", "slots", capacity=99, ahead=7) == [
        "可以提前几天预约由“30”改为“7”",
        "每个时段可约几个由“8”改为“99”",
    ]


def test_authorities_that_are_asked_are_told_by_name():
    asked = kept_content(item_on("relief/dibao"))["apply"]["checks"]["providers"]
    told = _changed("relief/dibao", "checks", providers=[*asked[1:]])
    assert len(told) == 1
    assert told[0].startswith("向哪些部门核对去掉: ")
    assert "civil_affairs" not in told[0]


def test_a_word_means_what_it_means_in_its_place():
    old = kept_content(item_on("eldercare/meals"))
    apply = {**old["apply"], "channels": ["counter", "online"], "register": "district"}
    assert differences(old, {**old, "apply": apply}) == [
        "户籍要求由“不限户籍”改为“本区户籍”",
        "办理渠道去掉: 村居代办、主动发起",
    ]


def test_the_kind_of_a_question_is_told_in_words():
    old = kept_content(item_on("eldercare/meals"))
    form = [
        {**one, "kind": "long"} if one["key"] == "address" else one for one in old["apply"]["form"]
    ]
    told = differences(old, {**old, "apply": {**old["apply"], "form": form}})
    assert told == ["问题“送到哪里?”的类型由“地址”改为“一段话”"]


KEYS = re.compile(r"[a-z_]{3,}|[{}\[\]]|None|True|False")
"""What only whoever wrote the files knows."""
QUOTED = {"拼音", "来源"}
"""Sounds and shelf marks, told as they are."""
NAMED_BY = {"name", "ask", "title", "label"}


def _bare(said: Any) -> Any:
    """Without what a file may leave out: what is left names the entries."""
    if not isinstance(said, Mapping):
        return [_bare(one) for one in said] if isinstance(said, list) else said
    kept = {"key", "law", "article", "unit", "length", "in", *NAMED_BY}
    return {key: _bare(one) for key, one in said.items() if key in kept}


def _stripped(content: Mapping[str, Any]) -> Mapping[str, Any]:
    apply = content["apply"]
    process = {
        part: {key: _bare(one) for key, one in entries.items()}
        if part in ("clocks", "stages", "transitions", "letters") else entries
        for part, entries in apply["process"].items()
    }  # fmt: skip
    bare = {key: _bare(apply.get(key, [])) for key in ("form", "materials", "departments")}
    return {**content, "apply": {**bare, "process": process}}


def _without_asks(content: Mapping[str, Any]) -> Mapping[str, Any]:
    apply = content["apply"]
    steps = {
        key: {**one, "asks": _bare(one.get("asks", []))}
        for key, one in apply["process"]["transitions"].items()
    }
    return {**content, "apply": {**apply, "process": {**apply["process"], "transitions": steps}}}


@pytest.mark.parametrize("less", [_stripped, _without_asks])
def test_no_key_of_the_files_is_among_the_words(less):
    for item in items().values():
        if item.apply is None:
            continue
        content = kept_content(item)
        told = differences(less(content), content) + differences(content, less(content))
        raw = [one for one in told if KEYS.search(one)]
        assert [one for one in raw if not any(name in one for name in QUOTED)] == [], item.code


def _step_changed(code: str, step: str, **said: Any) -> list[str]:
    old = kept_content(item_on(code))
    process = old["apply"]["process"]
    steps = process["transitions"] | {step: process["transitions"][step] | said}
    apply = {**old["apply"], "process": {**process, "transitions": steps}}
    return differences(old, {**old, "apply": apply})


def test_a_step_is_told_by_the_names_of_what_it_leads_to_and_needs():
    told = _step_changed(
        "relief/comprehensive", "accept", to="supplement",
        needs=["materials", "answers", "consent", "other_person:not_accept"],
    )  # fmt: skip
    assert told == [
        "动作“受理”的到哪里由“核对”改为“待补正”",
        "动作“受理”的条件增加: 和这一步不是同一人(“不予受理”)",
    ]


def test_what_a_step_asks_is_told_question_by_question():
    asks = kept_content(item_on("relief/temporary"))["apply"]["process"]["transitions"]
    step = next(
        key for key, one in asks.items() if "months" in {a["key"] for a in one.get("asks", ())}
    )
    said = [one | {"high": 3} if one["key"] == "months" else one for one in asks[step]["asks"]]
    told = _step_changed("relief/temporary", step, asks=said)
    assert told == [f"动作“{asks[step]['name']}”填写项“难处要持续几个月”的最大值由“12”改为“3”"]
    gone = f"动作“{asks[step]['name']}”去掉填写项: "
    told = _step_changed("relief/temporary", step, asks=said[:-1])
    assert [one for one in told if one.startswith(gone)]
