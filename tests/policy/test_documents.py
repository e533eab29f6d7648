"""The pages about the rules are those that the rules write today; every link leads somewhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings

from tests.policy.books import house
from tests.policy.small import book, rule
from yingzhou.kernel.catalogue.pages import chapters, policy_pages
from yingzhou.policy.documents import Chapter, Item, pages, write

COMMITTED = Path(settings.BASE_DIR) / "docs" / "policy"
AGAIN = "run: yingzhou policy docs --to docs/policy"
made = cache(policy_pages)


def test_the_committed_pages_are_current():
    there = {str(path.relative_to(COMMITTED)) for path in COMMITTED.rglob("*.md")}
    assert there == set(made()), AGAIN
    stale = [n for n, text in made().items() if (COMMITTED / n).read_text(encoding="utf-8") != text]
    assert not stale, AGAIN


def test_every_written_rule_and_every_parameter_has_a_page_and_stands_in_the_index():
    index = made()["README.md"]
    rules = [key for key, versions in house().rules.items() if versions[-1].text]
    for name in [
        *(f"规则/{'.'.join(key)}.md" for key in rules),
        *(f"参数/{n}.md" for n in house().parameters),
    ]:
        assert name in made()
        assert f"({name})" in index, name


def test_every_link_leads_somewhere():
    broken = [
        f"{name} → {target}"
        for name, text in made().items()
        for target in re.findall(r"\]\(([^)]+\.md)\)", text)
        if not (COMMITTED / name).parent.joinpath(target).resolve().is_file()
    ]
    assert not broken, broken


def test_no_page_names_a_place_on_this_machine():
    assert not [name for name, text in made().items() if str(settings.BASE_DIR) in text]


def test_what_is_unverified_is_marked_on_its_page_and_in_the_index():
    index = made()["README.md"].splitlines()
    for name, parameter in house().parameters.items():
        doubtful = any(dated.is_unverified for dated in parameter.history)
        assert ("未核实" in made()[f"参数/{name}.md"]) >= doubtful
        (line,) = [line for line in index if f"(参数/{name}.md)" in line]
        assert ("未核实" in line) == doubtful or not doubtful


def test_every_folder_is_in_one_chapter():
    folders = [item.folder for chapter in chapters() for item in chapter.items]
    assert len(folders) == len(set(folders))
    assert {str(folder) for folder in folders} >= {
        folder for folder, keys in house().folders.items() if house().rules[keys[0]][-1].text
    }


LAW = "".join(
    [
        rule("return 户.救助金", name="加发"),
        rule(
            "if 户.有车:\n    return 0\nreturn p.低保.标准 * 户.人数", name="救助金",
            more='给付="月", 确信="unverified", 备注="没有查到"',
        ),
    ]
)  # fmt: skip
CASES = """
- name: 有车的
  at: 2025-07
  household: {有车: true}
  members: [{name: 甲}]
  expect: {救助金: 0}
  because: 有车
"""


def test_a_rule_s_page_tells_all_there_is_to_it(tmp_path: Path):
    law = book(tmp_path, LAW, cases=CASES)
    found = pages(law, [Chapter("救助", (Item("试", tmp_path),))], tmp_path)
    page = found["规则/户.救助金.md"]
    for words in (
        "# 救助金", "依据: 试法 第一条", "**未核实**", "备注: 没有查到", "如果有车:",
        "def 救助金(户, p)", "[低保.标准](../参数/低保.标准.md)", "[户.加发](../规则/户.加发.md)",
        "| 有车的 | 2025-07 | 0 | 有车 |", "写在 `rules.py`",
    ):  # fmt: skip
        assert words in page, words
    figure = found["参数/低保.标准.md"]
    assert figure.index("1,650.00") < figure.index("880.00")
    assert "没有查到" in figure


def test_a_programme_without_rules_is_no_chapter_of_the_law(tmp_path: Path):
    law = book(tmp_path, LAW, cases=CASES)
    guides = Chapter("指南", (Item("借书", tmp_path / "library"),))
    index = pages(law, [guides, Chapter("救助", (Item("试", tmp_path),))], tmp_path)["README.md"]
    assert "## 救助" in index
    assert "指南" not in index


def test_pages_of_what_is_gone_are_removed(tmp_path: Path):
    folder = tmp_path / "docs"
    assert write({"README.md": "一", "规则/户.甲.md": "甲"}, folder) == 2
    assert write({"README.md": "一", "规则/户.甲.md": "甲"}, folder) == 0
    assert write({"README.md": "二"}, folder) == 2
    assert [path.name for path in folder.rglob("*.md")] == ["README.md"]
