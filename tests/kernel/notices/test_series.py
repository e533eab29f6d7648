"""How letters are numbered is data with a source; what nobody has checked says so."""

from __future__ import annotations

import pytest

from tests import factories
from tests.kernel.notices.letters import letter
from yingzhou.kernel.notices import series
from yingzhou.policy.faults import PolicyError

pytestmark = pytest.mark.django_db
TOWN = "上海市崇明区庙镇人民政府"


@pytest.fixture
def file(tmp_path, monkeypatch):
    """``file(old, new)``: the house's own file with something else in it."""

    def put(old: str, new: str) -> None:
        path = tmp_path / "series.yaml"
        path.write_text(series.FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        monkeypatch.setattr(series, "FILE", path)
        series.table.cache_clear()

    yield put
    series.table.cache_clear()


def test_a_town_whose_own_series_was_found_numbers_by_it(file):
    assert series.series_of(TOWN) == "庙镇民函"
    file("named: {}", "named: {庙镇: {series: 庙府, source: 镇党政办电话答复}}")
    said = {"paragraphs": ["同意。"], "signed_by": TOWN}
    assert letter("a", content=said).number.startswith("庙府〔")
    assert series.series_of("上海市崇明区堡镇人民政府") == "堡镇民函"


def test_what_is_a_stand_in_says_so_where_the_letters_are_looked_after(client_as):
    page = client_as("bureau", factories.district()).get("/desk/notices/").content.decode()
    assert "(乡镇名)民函" in page
    assert page.count("待核实") >= 3


def test_one_series_for_all_towns_would_mix_their_numbers(file):
    file('"{name}民函"', "民函")
    with pytest.raises(PolicyError, match="各家的号会混在一起"):
        series.table()


def test_a_long_name_gives_way_to_its_column():
    assert len(series.series_of("很长" * 30 + "村民委员会")) == series.LONGEST
