"""One indicator in full: its sum in words, publishing it, what moved it since, its tables."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests import factories
from yingzhou.core import audit, clock
from yingzhou.core.models import AuditEntry
from yingzhou.insight.models import Publication
from yingzhou.kernel.organisations.models import Facility
from yingzhou.kernel.organisations.services import facilities

pytestmark = pytest.mark.django_db
DAY = date(2023, 6, 30)
PAGE = "/board/indicator/2021-2025/8/"


@pytest.fixture
def towns():
    first, second = factories.town("庙镇"), factories.town("堡镇")
    factories.facility("庙镇辅具点", Facility.Kind.AID_RENTAL, factories.village("启瀛村", first))
    return first, second


def _late_record(town):
    """A rental point that was open all along and is entered only now."""
    new = facilities.NewFacility("FX1", "堡镇辅具点", Facility.Kind.AID_RENTAL, town)
    clerk = audit.Actor(None, "登记员")
    return facilities.open_facility(
        facility=new, since=date(2022, 1, 1), actor=clerk, at=clock.now()
    )


def test_the_page_tells_numbers_words_clause_and_tables(client_as, towns):
    page = client_as("leader").get(PAGE, {"date": DAY}).content.decode()
    assert "有康复辅助器具租赁服务实体点的乡镇数/全区乡镇数" in page
    assert "设有康复辅具租赁服务点的乡镇" in page
    assert "设施 的记录" in page
    assert "行政区划" in page
    assert "50.0" in page
    assert "三(四)主要指标 8" in page


def test_unverified_series_show_their_source(client_as, towns):
    page = client_as("leader").get("/board/indicator/2021-2025/1/").content.decode()
    assert "未核实" in page
    assert "上海市统计局住户调查" in page
    assert "不来自本区记录" in page


def test_a_contradiction_stands_beside_the_indicator_it_concerns(client_as, towns):
    page = client_as("leader").get("/board/indicator/2021-2025/15/").content.decode()
    assert "不能同时成立" in page
    assert "637,921" in page


def test_what_moved_since_publication_names_record_hand_and_time(client_as, towns):
    bureau = client_as("bureau")
    assert bureau.post(f"{PAGE}publish/", {"date": DAY}).status_code == 302
    assert "没有记录变动" in bureau.get(f"{PAGE}changes/", {"date": DAY}).content.decode()
    record = _late_record(towns[1])
    page = bureau.get(f"{PAGE}changes/", {"date": DAY}).content.decode()
    assert "变动 1 条" in page
    assert f"#{record.pk}" in page
    assert "新计入" in page
    assert "登记员" in page
    assert "50.0" in page
    assert "100.0" in page


def test_who_may_not_open_the_districts_records_learns_only_how_many_moved(client_as, towns):
    client_as("bureau").post(f"{PAGE}publish/", {"date": DAY})
    record = _late_record(towns[1])
    clerk = client_as("town", towns[0])
    page = clerk.get(f"{PAGE}changes/", {"date": DAY}).content.decode()
    assert "变动 1 条" in page
    assert "不逐条列出" in page
    assert f"#{record.pk}" not in page
    assert "登记员" not in page


def test_publishing_is_audited_and_only_for_those_who_may(client_as, towns):
    assert client_as("leader").post(f"{PAGE}publish/", {"date": DAY}).status_code == 403
    assert not Publication.objects.exists()
    bureau = client_as("bureau")
    assert bureau.get(f"{PAGE}publish/").status_code == 405
    bureau.post(f"{PAGE}publish/", {"date": DAY})
    assert Publication.objects.get().on == DAY
    assert AuditEntry.objects.filter(action="发布指标").exists()


def test_computing_anew_takes_in_what_was_entered_late(client_as, towns):
    bureau = client_as("bureau")
    assert bureau.get(PAGE, {"date": DAY}).context["value"] == "50.0"
    _late_record(towns[1])
    assert bureau.get(PAGE, {"date": DAY}).context["value"] == "50.0"
    answer = bureau.post("/board/recompute/2021-2025/", {"date": DAY, "number": "8"}, follow=True)
    assert answer.context["value"] == "100.0"
    assert "重新计算" in answer.content.decode()
    assert AuditEntry.objects.filter(action="重新计算指标").exists()


@pytest.mark.parametrize(("what", "first"), [("places", "庙镇"), ("trend", DAY)])
def test_the_tables_are_taken_out_as_excel_and_that_is_noted(client_as, towns, what, first):
    answer = client_as("leader").get(f"{PAGE}excel/{what}/", {"date": DAY})
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.getvalue())).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[0][0].startswith("指标8")
    assert first in [row[0] for row in rows]
    entry = AuditEntry.objects.get(action="导出")
    assert entry.detail["数据日期"] == "2023-06-30"


def test_a_town_does_not_take_tables_out(client_as, towns):
    answer = client_as("town", towns[0]).get(f"{PAGE}excel/places/")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/board/indicator/2021-2025/99/",
        "/board/indicator/1999-2004/1/",
        f"{PAGE}excel/everything/",
    ],
)
def test_what_does_not_exist_is_not_found(client_as, towns, address):
    assert client_as("leader").get(address).status_code == 404
