"""``yingzhou catalogue``: what an administrator does with items on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.cli import main
from tests import factories
from tests.kernel.catalogue.conftest import shelf  # noqa: F401
from tests.kernel.catalogue.shelf import CARD
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.catalogue.models import ItemVersion


@pytest.fixture
def run(db) -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(main, ["catalogue", *map(str, words)])


@pytest.fixture
def card(shelf) -> Path:  # noqa: F811
    """The toy item on the shelf; its folder."""
    return shelf("toy/card", CARD)


def rows(result: Result) -> list[dict]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_every_item_with_whether_it_can_be_applied_for(run, card):
    found = {row["code"]: row for row in rows(run("--json"))}
    assert set(found) == set(items())
    toy = found["toy/card"]
    assert (toy["applyable"], toy["process"]) == (True, "review")
    assert toy["channels"] == ["counter", "online"]
    assert toy["promised"] == {"length": 30, "unit": "workdays"}
    guides = [row for row in found.values() if not row["applyable"]]
    assert all(row["promised"] is None for row in guides)
    keys = {tuple(row) for row in found.values()}
    assert len(keys) == 1, "the same keys on every line"


def test_the_table_for_people(run, card, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")  # on a narrow terminal names go over two lines
    assert "敬老卡补办" in run().output


def test_health_names_the_item_the_problem_and_the_remedy(run, card):
    found = rows(run("health", "toy/card", "--json"))
    assert {"bad", "doubt"} <= {row["severity"] for row in found}
    assert all(row["remedy"] for row in found)
    assert run("health", "toy/card", "--bad").exit_code == 1
    assert "没有事项“toy/none”" in run("health", "toy/none").output


def test_what_versions_changed_is_said_in_words(run, shelf):  # noqa: F811
    shelf("toy/card", CARD)
    shelf("toy/card", CARD.replace("length: 30", "length: 20"), "service.2027-01-01.yaml")
    told = run("diff", "toy/card").output
    assert "2027-01-01 起\n  承诺时限由 30 个工作日改为 20 个工作日" in told
    assert "没有事项“toy/cart”" in run("diff", "toy/cart").output


def test_an_import_shows_first_and_writes_when_told(run, card, tmp_path, shelf):  # noqa: F811
    package = tmp_path / "card.zip"
    assert "1 个事项" in run("export", "toy/card", "--to", package).output
    shelf("toy/card", CARD.replace("length: 30", "length: 45"))
    shown = run("import", package)
    assert "承诺时限由 45 个工作日改为 30 个工作日" in shown.output
    assert "什么都没有写入" in shown.output
    assert "length: 45" in (card / "service.yaml").read_text("utf-8")
    assert "已写入" in run("import", package, "--yes").output
    assert "length: 30" in (card / "service.yaml").read_text("utf-8")


def test_an_import_into_a_folder_that_nobody_reads_is_refused(run, card, tmp_path):
    package = tmp_path / "card.zip"
    run("export", "toy/card", "--to", package)
    refused = run("import", package, "--to", tmp_path / "elsewhere", "--yes")
    assert refused.exit_code == 1
    assert "YINGZHOU_ITEMS" in refused.output
    assert not (tmp_path / "elsewhere").exists()


def test_the_catalogue_is_published_as_a_file(run, card, tmp_path):
    factories.district()
    to = tmp_path / "hsds.json"
    assert run("hsds", "--to", to, "--address", "https://example.org/{code}/").exit_code == 0
    found = json.loads(to.read_text("utf-8"))
    assert len(found["services"]) == len(items())


def test_sync_notes_versions_once(run, card):
    assert f"新记下 {len(items())} 个版本" in run("sync").output
    assert "都记过了" in run("sync").output
    assert ItemVersion.objects.count() == len(items())
