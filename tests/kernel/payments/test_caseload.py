"""How many get a benefit in which town, month by month and year by year."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests import factories
from tests.kernel.payments.conftest import ALLOWANCE, BOSS, DIBAO, MARCH, at, computed
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.payments.models import MonthTotal, SealedYear
from yingzhou.kernel.payments.selectors.caseload import LINES, MONEY, Asked, caseload, sheet
from yingzhou.kernel.payments.services import approving

TODAY = date(2026, 3, 20)
TEMPORARY = "relief/temporary"


def towns() -> list[Division]:
    """The village's own, and another."""
    factories.town("港西镇")
    return list(Division.objects.filter(level=Division.Level.TOWN).order_by("code"))


def earlier(town: Division, year: int, months: dict[int, int], benefit: str = DIBAO) -> None:
    row, _ = SealedYear.objects.get_or_create(
        year=year, defaults={"asked_by": "甲", "asked_at": at(MARCH)}
    )
    for month, persons in months.items():
        MonthTotal.objects.create(
            year=row, month=date(year, month, 1), benefit=benefit, division=town,
            lines_count=1, persons=persons, amount=persons * 1000_00,
        )  # fmt: skip


@pytest.fixture
def two(village, accounts):
    """Two towns with a sealed year behind them, and this year's March approved in one of them."""
    here, there = towns()
    earlier(here, 2025, {11: 7, 12: 9})
    earlier(there, 2025, {11: 4, 12: 3})
    run = computed(MARCH)
    approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(MARCH))
    return here, there


def test_a_year_is_told_by_its_last_month_and_the_open_one_says_up_to_when(two):
    found = caseload(Asked(), TODAY)
    assert found.heads == ["2025年", "2026年(到3月)"]
    assert [(row.code, row.cells) for row in found.rows] == [
        (two[0].code, ["9", "1"]), (two[1].code, ["3", "0"]), ("", ["12", "1"])
    ]  # fmt: skip
    assert "不是全年相加" in found.words


def test_months_in_which_nothing_went_out_are_a_gap_and_not_nothing(two):
    line = caseload(Asked(), TODAY).chart.option["series"][0]["data"]
    assert line == [
        ["2025-11-01", 11], ["2025-12-01", 12], ["2026-01-01", None], ["2026-02-01", None],
        ["2026-03-01", 1],
    ]  # fmt: skip
    there = caseload(Asked(town=two[1].pk), TODAY).chart.option["series"][0]["data"]
    assert there[-1] == ["2026-03-01", 0], "the district was paid, nobody of this town was"


def test_money_is_added_up_and_so_is_what_is_given_case_by_case(two):
    earlier(two[0], 2025, {3: 2, 8: 5}, TEMPORARY)
    money = caseload(Asked(measure=MONEY), TODAY)
    assert money.rows[0].cells[0] == "1.6", "16,000 yuan in two months"
    once = caseload(Asked(TEMPORARY), TODAY)
    assert (once.unit, once.rows[0].cells) == ("人次", ["7"])
    assert [key for key, _ in once.measures] == ["persons", "money"], "no household has one of it"
    assert LINES in dict(money.measures)


def test_what_goes_out_by_the_quarter_has_a_place_a_quarter(village, accounts):
    here, _ = towns()
    earlier(here, 2025, {3: 5, 6: 6, 12: 8}, ALLOWANCE)
    line = caseload(Asked(ALLOWANCE), TODAY).chart.option["series"][0]["data"]
    assert [value for _, value in line] == [5, 6, None, 8]


def test_the_sheet_has_every_month_and_yuan(two):
    heads, rows = sheet(Asked(measure=MONEY), TODAY)
    assert heads == ["乡镇", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]
    assert rows[1][1:] == [4000, 3000, 0, 0, 0]
    assert rows[-1][0] == "全区"


def test_the_leader_reads_it_on_the_board_and_finance_at_the_desk(office, two):
    for role, address in (("leader", "/board/caseload/"), ("finance", "/desk/payments/caseload/")):
        client = office(role)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address, {"town": two[0].code}).content.decode()
        assert "庙镇最低生活保障, 逐月人数" in page
        assert len(asked) <= 12
    assert 'href="/board/caseload/"' in office("leader").get("/board/tasks/").content.decode()
    home = office("finance").get("/desk/payments/").content.decode()
    assert 'href="/desk/payments/caseload/"' in home
    assert office("leader").get("/desk/payments/caseload/").status_code == 403
    assert office("finance").get("/board/caseload/").status_code == 403


def test_who_takes_the_sheet_along_is_put_down(office, two):
    asked = {"benefit": DIBAO, "measure": "persons"}
    for role, address in (
        ("leader", "/board/caseload/excel/"), ("finance", "/desk/payments/caseload/export/"),
    ):  # fmt: skip
        answer = office(role).get(address, asked)
        book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
        assert book.get_sheet_by_index(0).to_python()[-1][:3] == ["全区", 11, 12]
    assert AuditEntry.objects.filter(action="payments.caseload_export").count() == 2
    assert office("town").get("/board/caseload/excel/").status_code == 403


def test_an_address_that_nobody_could_have_chosen_shows_the_district(office, two):
    given = {"benefit": "x/y", "measure": "z", "town": tree_on(TODAY).root.code}
    page = office("leader").get("/board/caseload/", given).content.decode()
    assert "全区最低生活保障, 逐月人数" in page


def test_before_the_first_month_it_says_what_will_stand_here(office):
    assert "还没有发过" in office("leader").get("/board/caseload/").content.decode()
