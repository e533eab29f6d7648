"""Every code that the law cites can be looked up, and the file that explains them is checked."""

from __future__ import annotations

import pytest

from yingzhou.kernel.catalogue.book import folders
from yingzhou.kernel.catalogue.sources import FILE, cited, load, pieces, sources
from yingzhou.policy.faults import PolicyError


def test_every_code_of_every_item_is_explained():
    known = {one.code for one in sources().entries}
    files = [
        path
        for folder in folders()
        for path in folder.rglob("*")
        if path.suffix in {".yaml", ".py"} and path != FILE
    ]
    found = {(path.parent.name, code) for path in files for code in cited(path.read_text("utf-8"))}
    assert len(found) > 50
    assert {one for one in found if one[1] not in known} == set()


def test_a_code_that_looks_like_one_but_is_written_otherwise_does_not_slip_through():
    codes = cited("[S:W64][S:L-SJ] 和 [K]/[?], 事实库 a.4b: 推算 [D]; 事实库没有写, [S:NEW]")
    assert codes == {
        "[S:W64]", "[S:L-SJ]", "[K]", "[?]", "事实库 a.4b", "[D]", "事实库", "[S:NEW]",
    }  # fmt: skip
    assert cited("按 [410, 300] 两档, 表 a.1") == set()


def test_cutting_loses_nothing():
    text = "[S:W5]前后 [S:NEW], 事实库a.8 只写“年限额若干” [?]"
    cut = list(pieces(text))
    assert "".join(one.text for one in cut) == text
    named = {one.text: one.entry.code if one.entry else None for one in cut if one.code}
    assert named == {
        "[S:W5]": "[S:W5]", "[S:NEW]": None, "事实库a.8": "事实库 a.8", "[?]": "[?]",
    }  # fmt: skip


def test_a_section_says_of_what_it_is_one():
    section = next(one for one in sources().facts if one.code == "事实库 a.1")
    assert section.published == "编写规则时整理的政策事实资料(2026-11-23), 第 a.1 节"
    assert "低保标准" in section.title


def test_no_two_codes_lead_to_the_same_place():
    anchors = [one.anchor for one in sources().entries]
    assert len(set(anchors)) == len(anchors)


def test_a_fault_of_the_file_is_told_with_its_line(tmp_path):
    lines = FILE.read_text("utf-8").replace("grade: B}", "grade: E}", 1).splitlines()
    broken = tmp_path / "sources.yaml"
    broken.write_text("\n".join(lines), "utf-8")
    wrong = next(number for number, line in enumerate(lines, 1) if "grade: E}" in line)
    with pytest.raises(PolicyError) as told:
        load(broken)
    (fault,) = told.value.faults
    assert (fault.line, fault.problem) == (wrong, "sources → W1 → grade: “E”不对")
