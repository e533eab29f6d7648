"""The month's money as its people see it: one asks, the worker computes, another approves."""

from __future__ import annotations

from datetime import date
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel.payments.conftest import MARCH, at
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.payments import chores, formats
from yingzhou.kernel.payments.formats import Answer
from yingzhou.kernel.payments.models import BankFile, Run, SealedYear


def ask(office) -> Run:
    answer = office("finance").post("/desk/payments/ask/", {"month": "2026-03"})
    run = Run.objects.get()
    assert answer.url == f"/desk/payments/{run.pk}/"
    return run


def test_a_month_from_asking_to_the_banks_answer(office):
    assert "还没有算过" in office("finance").get("/desk/payments/").content.decode()
    run = ask(office)
    assert "正在计算" in office("finance").get(f"/desk/payments/{run.pk}/").content.decode()
    chores.compute_asked(at(MARCH.replace(day=5)))
    run.refresh_from_db()
    page = office("treasurer").get(f"/desk/payments/{run.pk}/").content.decode()
    assert "同意发放" in page
    assert "最低生活保障" in page
    office("treasurer").post(f"/desk/payments/{run.pk}/approve/", {"total": run.total})
    office("finance").post(f"/desk/payments/{run.pk}/send/")
    text = office("finance").get(f"/desk/payments/{run.pk}/files/0/").content.decode()
    assert text.startswith("H|202603-")
    assert "6222000000000001" in text  # the bank needs it; taking the file is put down
    assert AuditEntry.objects.filter(action="payments.download").count() == 1
    file = BankFile.objects.get()
    rows = [Answer(one.seq, one.amount, True, "") for one in file.transfers.order_by("seq")]
    back = SimpleUploadedFile("back.txt", formats.from_bank(file.number, rows).encode())
    office("finance").post(f"/desk/payments/{run.pk}/answer/", {"file": back})
    run.refresh_from_db()
    assert run.state == Run.State.ANSWERED


def test_the_reasons_open_to_the_people_behind_them(office):
    run = ask(office)
    chores.compute_asked(at(MARCH))
    page = office("treasurer").get(f"/desk/payments/{run.pk}/lines/?benefit=relief/dibao&why=new")
    assert "张*英" in page.content.decode()
    assert AuditEntry.objects.filter(action="payments.lines").exists()


def test_who_asked_cannot_approve_and_who_approves_cannot_ask(office):
    run = ask(office)
    chores.compute_asked(at(MARCH))
    assert office("finance").post(f"/desk/payments/{run.pk}/approve/", {}).status_code == 403
    assert office("treasurer").post("/desk/payments/ask/", {"month": "2026-03"}).status_code == 403
    assert office("town").get("/desk/payments/").status_code == 403
    seen = office("treasurer").post(
        f"/desk/payments/{run.pk}/approve/", {"total": "1"}, follow=True
    )
    assert "重算过" in seen.content.decode()


def test_what_is_wrong_is_said_and_nothing_changes(office):
    assert "请选月份" in (
        office("finance")
        .post("/desk/payments/ask/", {"month": "三月"}, follow=True)
        .content.decode()
    )
    assert (
        "还没有到"
        in (
            office("finance").post("/desk/payments/ask/", {"month": "2026-04"}, follow=True)
        ).content.decode()
    )
    run = ask(office)
    chores.compute_asked(at(MARCH))
    answer = office("finance").post(f"/desk/payments/{run.pk}/send/", follow=True)
    assert "还没有审批" in answer.content.decode()
    answer = office("finance").post(f"/desk/payments/{run.pk}/answer/", follow=True)
    assert "请选银行给的回盘文件" in answer.content.decode()
    assert office("finance").post("/desk/payments/999/send/").status_code == 404


def test_a_month_that_cannot_be_computed_says_why_and_can_be_asked_for_again(office, monkeypatch):
    run = ask(office)
    broken = ValueError("登记数据读不出来")
    monkeypatch.setattr(chores.computing, "compute", lambda **_: (_ for _ in ()).throw(broken))
    chores.compute_asked(at(MARCH))
    page = office("finance").get(f"/desk/payments/{run.pk}/").content.decode()
    assert "没有算成: 登记数据读不出来" in page
    monkeypatch.undo()
    ask(office)
    chores.compute_asked(at(MARCH))
    run.refresh_from_db()
    assert run.state == Run.State.COMPUTED


def test_no_page_asks_more_than_a_dozen_questions(office, django_assert_max_num_queries):
    run = ask(office)
    chores.compute_asked(at(MARCH))
    pages = ("/desk/payments/", f"/desk/payments/{run.pk}/", lines_of(run))
    for page in pages:
        office("treasurer").get(page)  # warm
        with django_assert_max_num_queries(12):
            assert office("treasurer").get(page).status_code == 200
    office("treasurer").post(f"/desk/payments/{run.pk}/approve/", {"total": run_total()})
    office("finance").post(f"/desk/payments/{run.pk}/send/")
    for page in (f"/desk/payments/{run.pk}/", f"/desk/payments/{run.pk}/files/0/"):
        with django_assert_max_num_queries(12):
            assert office("finance").get(page).status_code == 200


def lines_of(run: Run) -> str:
    return f"/desk/payments/{run.pk}/lines/?benefit=relief/dibao"


def run_total() -> int:
    return Run.objects.get().total


@pytest.fixture
def year_over(office, stop_clock):
    """March is paid, and it is January."""
    run = ask(office)
    chores.compute_asked(at(MARCH))
    run.refresh_from_db()
    office("treasurer").post(f"/desk/payments/{run.pk}/approve/", {"total": run.total})
    office("finance").post(f"/desk/payments/{run.pk}/send/")
    file = BankFile.objects.get()
    rows = [Answer(one.seq, one.amount, True, "") for one in file.transfers.order_by("seq")]
    back = SimpleUploadedFile("back.txt", formats.from_bank(file.number, rows).encode())
    office("finance").post(f"/desk/payments/{run.pk}/answer/", {"file": back})
    stop_clock(at(date(2027, 1, 20)))
    office.comes_back()
    return run


def test_a_year_is_sealed_by_two(office, year_over):
    page = office("finance").get("/desk/payments/years/").content.decode()
    assert "申请封存" in page
    assert "1,590.00" in page
    office("finance").post("/desk/payments/years/2026/ask/")
    chores.write_asked(at(date(2027, 1, 20)))
    sealed = SealedYear.objects.get()
    assert "由另一个人封存" not in office("treasurer").get("/desk/payments/years/").content.decode()
    office("treasurer").post("/desk/payments/years/2026/seal/", {"digest": sealed.digest})
    sealed.refresh_from_db()
    assert sealed.state == SealedYear.State.SEALED
    assert "已封存" in office("finance").get("/desk/payments/years/").content.decode()
    assert AuditEntry.objects.filter(action="payments.seal").count() == 1


def test_a_year_that_is_not_over_is_refused_in_words(office):
    answer = office("finance").post("/desk/payments/years/2026/ask/", follow=True)
    assert "这一年还没有过完" in answer.content.decode()


def test_a_year_that_cannot_be_written_says_why_and_may_be_asked_for_again(office, year_over):
    office("finance").post("/desk/payments/years/2026/ask/")
    with mock.patch("yingzhou.kernel.payments.sealing.files.write", side_effect=OSError("磁盘满")):
        chores.write_asked(at(date(2027, 1, 20)))
    assert SealedYear.objects.get().fault == "磁盘满"


def test_what_one_person_got_is_one_page_and_looking_is_put_down(office, village, year_over):
    path = f"/desk/payments/people/{village.old.pk}/"
    office("finance").get(path)
    with CaptureQueriesContext(connection) as asked:
        page = office("finance").get(path).content.decode()
    assert len([one for one in asked.captured_queries if one["sql"].startswith("SELECT")]) <= 12
    assert "2026年1月至3月" in page
    assert "540.00" in page
    assert AuditEntry.objects.filter(action="payments.person").count() == 2


def test_who_approves_sends_a_draft_back_with_a_reason_and_the_next_one_can_be_approved(office):
    run = ask(office)
    chores.compute_asked(at(MARCH))
    run.refresh_from_db()
    page, back = f"/desk/payments/{run.pk}/", f"/desk/payments/{run.pk}/send_back/"
    said = {"total": run.total, "why": "张秀英家 3 月已经找到工作, 请先核对收入"}
    assert "退回经办" in office("treasurer").get(page).content.decode()
    assert "退回经办</button>" not in office("finance").get(page).content.decode()
    assert office("finance").post(back, said).status_code == 403
    for wrong, word in (
        ({**said, "why": "  "}, "请写退回原因"),
        ({**said, "why": "长" * 201}, "最多 200 个字"),
        ({**said, "total": "1"}, "重算过"),
    ):
        answer = office("treasurer").post(back, wrong, follow=True).content.decode()
        assert word in answer
    run.refresh_from_db()
    assert run.state == Run.State.COMPUTED

    assert "已退回经办" in office("treasurer").post(back, said, follow=True).content.decode()
    entry = AuditEntry.objects.get(action="payments.send_back")
    assert entry.detail["why"] == said["why"]
    again = office("treasurer").post(back, said, follow=True).content.decode()
    assert "等重新计算以后再审批" in again
    office("treasurer").post(f"{page}approve/", {"total": run.total})
    office("finance").post(f"{page}send/")
    run.refresh_from_db()
    assert (run.state, run.approved_by) == (Run.State.RETURNED, "")

    seen = office("finance").get(page).content.decode()
    assert said["why"] in seen
    assert "重新计算</button>" in seen
    office("finance").post("/desk/payments/ask/", {"month": "2026-03"})
    chores.compute_asked(at(MARCH))
    assert said["why"] in office("treasurer").get(page).content.decode()
    office("treasurer").post(f"{page}approve/", {"total": run.total})
    run.refresh_from_db()
    assert run.state == Run.State.APPROVED


def test_what_is_approved_is_not_sent_back(office):
    run = ask(office)
    chores.compute_asked(at(MARCH))
    run.refresh_from_db()
    office("treasurer").post(f"/desk/payments/{run.pk}/approve/", {"total": run.total})
    said = {"total": run.total, "why": "看错了"}
    answer = office("treasurer").post(f"/desk/payments/{run.pk}/send_back/", said, follow=True)
    assert "审批过了" in answer.content.decode()
    run.refresh_from_db()
    assert run.state == Run.State.APPROVED
