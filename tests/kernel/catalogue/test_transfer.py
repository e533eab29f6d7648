"""Items go from one installation to another, and nothing is written before all is checked."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.kernel.catalogue.shelf import CARD
from yingzhou.kernel.catalogue import items as catalogue
from yingzhou.kernel.catalogue.items import item_on, items
from yingzhou.kernel.catalogue.transfer import FORMAT, MANIFEST, check, export, take


@pytest.fixture
def package(shelf, tmp_path) -> Path:
    """The card, exported, and gone from here."""
    folder = shelf("toy/card", CARD)
    made = tmp_path / "card.zip"
    export(["toy/card"], made)
    (folder / "service.yaml").unlink()
    catalogue.forget()
    return made


def packed(
    to: Path, files: dict[str, str], form: str = FORMAT, digests: dict | None = None
) -> Path:
    """A package by hand; ``digests`` in the place of the true ones."""
    true = {name: sha256(text.encode()).hexdigest() for name, text in files.items()}
    manifest = {"format": form, "files": digests or true}
    with ZipFile(to, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
        made.writestr(MANIFEST, json.dumps(manifest))
    return to


def test_an_item_arrives_with_all_its_files_and_works(package, tmp_path):
    assert "toy/card" not in items()
    arrivals = take(package, tmp_path)
    catalogue.forget()
    assert [(one.code, one.name, one.changes) for one in arrivals] == [
        ("toy/card", "敬老卡补办", None)
    ]
    assert item_on("toy/card").apply.process.key == "review"


def test_the_same_items_make_the_same_package(shelf, tmp_path):
    shelf("toy/card", CARD)
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    names = export(["toy/card"], one)
    export(["toy/card"], two)
    assert one.read_bytes() == two.read_bytes()
    assert names == ["items/toy/card/service.yaml", MANIFEST, "processes/review.yaml"]


def test_what_would_change_is_shown_and_nothing_is_written(package, shelf):
    folder = shelf("toy/card", CARD.replace("length: 30", "length: 45"))
    before = (folder / "service.yaml").read_bytes()
    (arrival,) = check(package)
    assert arrival.changes == ["承诺时限由 45 个工作日改为 30 个工作日"]
    assert (folder / "service.yaml").read_bytes() == before


def test_a_wording_for_a_later_day_is_shown_before_it_is_taken_in(shelf, tmp_path):
    shelf("toy/card", CARD)
    later = {
        "items/toy/card/service.yaml": CARD,
        "items/toy/card/service.2027-01-01.yaml": CARD.replace("length: 30", "length: 20"),
    }
    made = packed(tmp_path / "later.zip", later)
    (arrival,) = check(made)
    assert arrival.changes == [
        "2027-01-01 起: 新版本",
        "2027-01-01 起: 承诺时限由 30 个工作日改为 20 个工作日",
    ]
    take(made, tmp_path)
    catalogue.forget()
    assert check(made)[0].changes == []
    without = packed(tmp_path / "without.zip", {"items/toy/card/service.yaml": CARD})
    assert check(without)[0].changes == ["2027-01-01 起: 不再有这一版"]


def test_a_file_named_after_no_day_is_refused_in_words(shelf, tmp_path):
    files = {
        "items/toy/card/service.yaml": CARD,
        "items/toy/card/service.2027-02-30.yaml": CARD,
    }
    with pytest.raises(ValueError, match="“2027-02-30”不是一天"):
        check(packed(tmp_path / "a.zip", files))


def test_another_process_of_the_same_name_comes_along_as_the_items_own(package, tmp_path):
    with ZipFile(package) as opened:
        files = {n: opened.read(n).decode() for n in opened.namelist() if n != MANIFEST}
    files["processes/review.yaml"] += "\n# 别处改过\n"
    take(packed(tmp_path / "other.zip", files), tmp_path)
    catalogue.forget()
    assert item_on("toy/card").apply.process.key == "own"


@pytest.mark.parametrize(
    "name",
    [
        "items/../../etc/service.yaml",
        "/etc/service.yaml",
        "items/toy/card/../../../service.yaml",
        "items/toy/card/run.py",
        "items/toy/card/sub/service.yaml",
        "items\\toy\\card\\service.yaml",
        "items/toy/.hidden/service.yaml",
    ],
)
def test_what_lies_elsewhere_or_is_something_else_is_refused(shelf, tmp_path, name):
    bad = packed(tmp_path / "bad.zip", {"items/toy/card/service.yaml": CARD, name: CARD})
    with pytest.raises(ValueError, match="不认识的文件"):
        take(bad, tmp_path / "to")
    assert not (tmp_path / "to").exists()


def test_a_package_that_was_changed_on_the_way_is_refused(shelf, tmp_path):
    files = {"items/toy/card/service.yaml": CARD}
    lying = {"items/toy/card/service.yaml": "0" * 64}
    changed = packed(tmp_path / "a.zip", files, digests=lying)
    with pytest.raises(ValueError, match="对不上"):
        check(changed)
    with pytest.raises(ValueError, match="格式不是"):
        check(packed(tmp_path / "b.zip", files, form="else"))
    (tmp_path / "c.zip").write_bytes(b"no zip")
    with pytest.raises(ValueError, match="不是完好的 zip"):
        check(tmp_path / "c.zip")


def test_a_file_with_faults_is_refused_with_its_line(shelf, tmp_path):
    bad = CARD.replace("process: review", "process: revue")
    with pytest.raises(ValueError, match=r"^toy/card/service\.yaml:11: 没有“revue”这个流程"):
        check(packed(tmp_path / "a.zip", {"items/toy/card/service.yaml": bad}))


def test_an_item_of_the_house_with_its_rules_arrives_without_them(shelf, tmp_path):
    made = tmp_path / "dibao.zip"
    export(["relief/dibao"], made)
    (arrival,) = check(made)
    assert arrival.changes == []
    assert "rules.py" not in arrival.files
    with ZipFile(made) as opened:
        files = {n: opened.read(n).decode() for n in opened.namelist() if n != MANIFEST}
    files["items/relief/dibao/rules.py"] += "\n# 改过\n"
    with pytest.raises(ValueError, match="和程序自带的不同"):
        check(packed(tmp_path / "other.zip", files))


RULES = '''\
@规则(依据="测试 第一条")
def 可补卡(人, p) -> "是否":
    """满六十五周岁"""
    return 周岁(人.出生日期) >= 65
'''


def test_a_rule_of_its_own_comes_with_it_and_may_come_again(shelf, tmp_path):
    text = CARD.replace("  channels:", "  decision: {rule: 人.可补卡}\n  channels:")
    files = {"items/toy/card/service.yaml": text, "items/toy/card/rules.py": RULES}
    made = packed(tmp_path / "a.zip", files)
    take(made, tmp_path)
    catalogue.forget()
    assert item_on("toy/card").apply.decision == {"rule": "人.可补卡"}
    (again,) = check(made)
    assert again.changes == []


def test_an_unknown_code_is_told_with_the_nearest(shelf, tmp_path):
    with pytest.raises(ValueError, match="relief/dibao"):
        export(["relief/dibaoo"], tmp_path / "a.zip")


def test_what_the_house_has_just_so_is_not_copied_over_it(tmp_path):
    """A copy would stay as it is when the next release changes the item."""
    made = tmp_path / "meals.zip"
    export(["eldercare/meals"], made)
    (arrival,) = take(made, tmp_path / "to")
    assert arrival.changes == []
    assert not (tmp_path / "to").exists()
