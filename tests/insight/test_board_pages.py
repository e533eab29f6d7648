"""Tasks, contradictions with the whole reconciliation, and the page of the report."""

from __future__ import annotations

import pytest

from tests import factories
from yingzhou.insight.plan_files import default_plan
from yingzhou.insight.reconcile import published
from yingzhou.kernel.organisations.models import Facility

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return factories.village("启瀛村", factories.town("庙镇"))


def test_every_task_stands_in_its_chapter_with_figures_or_with_who_will_keep_them(
    client_as, village
):
    factories.facility("长者照护之家", Facility.Kind.CARE_HOME, village)
    answer = client_as("leader").get("/board/tasks/")
    rows = [row for chapter in answer.context["chapters"] for row in chapter.rows]
    assert len(rows) == len(default_plan().tasks) == 19
    lines = {line.name: line for row in rows for line in row.lines}
    assert lines["长者照护之家"].value == "1"
    assert lines["长者照护之家"].state == "behind"
    page = answer.content.decode()
    assert "由后续系统计算" in page
    assert "最低生活保障" in page


def test_contradictions_show_at_once_and_the_reconciliation_follows(client_as, village):
    client = client_as("leader")
    page = client.get("/board/contradictions/").content.decode()
    assert page.count("为什么: ") == 3
    assert "正在从记录逐项重算" in page
    part = client.get("/board/contradictions/check/", headers={"HX-Request": "true"})
    assert len(part.context["lines"]) == len(published())
    assert "正在从记录逐项重算" not in client.get("/board/contradictions/").content.decode()


def test_the_reconciliation_is_filtered_by_its_result(client_as, village):
    client = client_as("leader")
    client.post("/board/contradictions/check/")
    answer = client.get("/board/contradictions/", {"status": "not kept yet"})
    assert {line.status for line in answer.context["lines"]} == {"not kept yet"}
    assert "电子台账 2.0 减负 (A4)" in answer.content.decode()


def test_the_page_of_the_report_offers_both_files_to_those_who_may_export(client_as, village):
    page = client_as("leader").get("/board/report/").content.decode()
    assert "/board/report/pdf/" in page
    assert "/board/report/docx/" in page
    assert client_as("town").get("/board/report/").status_code == 403


def test_another_kind_of_report_is_not_found(client_as, village):
    assert client_as("leader").get("/board/report/odt/").status_code == 404
