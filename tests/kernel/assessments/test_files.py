"""Instruments are files: a fault names its line, a rule that is not there is found here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.assessments import files
from yingzhou.kernel.assessments.files import instrument, instruments, load
from yingzhou.kernel.assessments.places import ASSESS
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.items import items
from yingzhou.policy.faults import PolicyError


def written(folder: Path, change=lambda text: text, name: str = "self_care.v1.yaml") -> Path:
    text = (files.HERE / "self_care.v1.yaml").read_text(encoding="utf-8")
    (folder / name).write_text(change(text), encoding="utf-8")
    return folder


def test_every_instrument_names_rules_facts_and_roles_that_are_there():
    facts = {f"{entity}.{name}" for entity, name in book().inputs}
    for some in instruments().values():
        for one in some:
            assert book().find(one.rule)
            assert set(one.facts.values()) | ({one.needs, one.urgent} - {""}) <= facts
            assert all(ASSESS in ROLES[role].permissions for role in one.roles)


def test_every_item_that_assesses_asks_what_its_instrument_asks():
    """What was found has a place in the case."""
    used = [one for one in items().values() if one.apply and one.apply.assesses]
    assert [one.code for one in used] == ["relief/tekun"]
    for item in used:
        told = {field.fact for field in item.apply.form}
        for one in instruments()[item.apply.assesses.instrument]:
            assert set(one.facts.values()) <= told


def test_the_six_things_of_self_care():
    found = instrument("self_care", date(2026, 3, 2))
    assert [one.label for one in found.items] == [
        "自主吃饭", "自主穿衣", "自主上下床", "自主如厕", "自主室内行走", "自主洗澡",
    ]  # fmt: skip
    assert (found.assessors, found.confidence) == (2, "memory")
    assert {found.valid.confidence, found.dispute.confidence} == {"unverified"}
    assert instrument("self_care", date(2016, 1, 1)) is None


def test_a_newer_version_counts_from_its_day(tmp_path):
    written(tmp_path)
    newer = {"version: 1": "version: 2", "from: 2016-10-10": "from: 2027-01-01"}

    def change(text: str) -> str:
        for old, new in newer.items():
            text = text.replace(old, new, 1)
        return text

    written(tmp_path, change, "self_care.v2.yaml")
    assert [one.version for one in load(tmp_path)["self_care"]] == [1, 2]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("count: 2", "count: 3", "assessors → count"),
        ("scale: alone, fact: 人.自主吃饭", "scale: none, fact: 人.自主吃饭", "没有分档“none”"),
        ("key: dresses", "key: eats", "有同名的问题“eats”"),
        ("{say: 能, plain: 不用别人帮, fact: true}", "{say: 能}", "每一档都要写 fact"),
        ("version: 1", "version: 7", "self_care.v7.yaml"),
        ("data: sensitive", "data: secret", "secret"),
    ],
)
def test_a_fault_names_its_file_and_what_is_wrong(tmp_path, old, new, words):
    with pytest.raises(PolicyError) as told:
        load(written(tmp_path, lambda text: text.replace(old, new, 1)))
    assert words in str(told.value)
    assert "self_care.v1.yaml:" in str(told.value)
