"""A version's differences in words: nothing that a file may say changes without being told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from yingzhou.kernel.catalogue.differences import ENTRY, GROUPS, NAMES, differences
from yingzhou.kernel.catalogue.items import item_on, schema
from yingzhou.kernel.catalogue.versions import kept_content

ELSEWHERE = {
    # told as a group of entries, or within the process that they change
    "basis", "apply.form", "apply.materials", "apply.departments", "apply.clocks",
    "apply.letters", "apply.process",
}  # fmt: skip
OPEN = {"apply.urgent.when", "apply.apart.when"}
"""Conditions, told as a whole."""
ITSELF = {"key", "length", "unit", "in"}
"""What names an entry, and its period, which has words of its own."""


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
