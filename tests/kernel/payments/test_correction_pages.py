"""Corrections as people see them: the approver, the clerk who hears, the recipient."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel.payments.conftest import APRIL, DIBAO, MARCH, at
from tests.kernel.payments.test_corrections import approved, computed, earns
from yingzhou.kernel.payments.models import Recovery, Run

QUERIES = 12


@pytest.fixture
def wrong(office, village, stop_clock):
    """March was too much by 200 yuan; April is drafted and waits for approval."""
    approved(MARCH)
    earns(village.mother, 80_000, MARCH, APRIL)
    computed(APRIL)
    stop_clock(at(APRIL.replace(day=8)))
    office.comes_back()
    return office


def read(client, path: str) -> str:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    queries = [one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
    own = [one for one in queries if "core_audit" not in one["sql"]]
    assert len(own) <= QUERIES, [one["sql"][:90] for one in own]
    return answer.content.decode()


def test_the_preview_says_what_of_earlier_months_is_put_right_and_why(wrong, village):
    run = Run.objects.get(month=APRIL)
    page = read(wrong("treasurer"), f"/desk/payments/{run.pk}/")
    assert "以前月份的更正" in page
    assert "拟追回 1 笔 200.00 元" in page
    assert "内部规定, 待核实" in page
    page = read(wrong("treasurer"), f"/desk/payments/{run.pk}/corrections/?outcome=clawback")
    assert "2026年3月" in page
    assert "2026年4月1日 计算甲登记: 从2026年3月1日起, 收入和支出变了" in page
    assert "现在: 工资 800.00 元/月" in page
    empty = read(wrong("treasurer"), f"/desk/payments/{run.pk}/corrections/?outcome=arrears")
    assert "没有要更正的" in empty


def test_a_recipient_is_heard_and_another_person_decides(wrong, village):
    approved(APRIL)
    row = Recovery.objects.get()
    page = read(wrong("finance"), "/desk/payments/recoveries/")
    assert "等领款人说明" in page
    assert "收入和支出" in page
    where = f"/desk/payments/recoveries/{row.pk}/"
    assert "决定追回</button>" not in read(wrong("treasurer"), where), "not before they were heard"
    answer = wrong("finance").post(f"{where}say/", {"text": "那个月加了班"}, follow=True)
    assert "意见已记下" in answer.content.decode()
    page = read(wrong("treasurer"), where)
    assert "那个月加了班" in page
    assert "发了" in page
    assert (
        wrong("finance").post(f"{where}decide/", {"way": "claim", "why": "是"}).status_code == 403
    )
    answer = wrong("treasurer").post(f"{where}decide/", {"way": "claim", "why": ""}, follow=True)
    assert "请写明决定的理由" in answer.content.decode()
    wrong("treasurer").post(f"{where}decide/", {"way": "claim", "why": "收入属实"})
    answer = wrong("finance").post(f"{where}receive/", {"amount": "二百"}, follow=True)
    assert "金额要写成元" in answer.content.decode()
    wrong("finance").post(f"{where}receive/", {"amount": "50.00"})
    page = read(wrong("finance"), where)
    assert "还差 150.00 元" in page
    assert "收入属实" in page
    page = read(wrong("finance"), "/desk/payments/recoveries/?state=open")
    assert "150.00" in page
    person = read(wrong("finance"), f"/desk/payments/people/{village.mother.pk}/")
    assert "更正过的月份" in person
    assert "追回中" in person


def test_who_decides_nothing_in_time_is_seen(wrong, village, stop_clock):
    approved(APRIL)
    stop_clock(at(APRIL.replace(day=28)))
    wrong.comes_back()
    assert "等决定" in read(wrong("treasurer"), "/desk/payments/recoveries/")


def test_without_claims_the_page_says_where_they_come_from(office):
    assert "每月计算时查出多发的" in read(office("finance"), "/desk/payments/recoveries/")


def test_a_run_that_did_not_look_back_says_so(wrong, village):
    from tests.kernel.payments.test_corrections import MAY

    run = computed(MAY)
    page = read(wrong("treasurer"), f"/desk/payments/{run.pk}/")
    assert "这次没有查已经发过的月份" in page
    assert run.lines.filter(benefit=DIBAO).exists()
