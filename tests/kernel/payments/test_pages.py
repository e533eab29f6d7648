"""The month's money as its people see it: one asks, the worker computes, another approves."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import factories
from tests.kernel.payments.conftest import MARCH, at
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.payments import chores, formats
from yingzhou.kernel.payments.formats import Answer
from yingzhou.kernel.payments.models import BankFile, Run

BACKEND = "yingzhou.kernel.accounts.backend.StaffBackend"


@pytest.fixture
def office(village, accounts, stop_clock):
    """``office("finance")``: a client of that role; it is the fifth of March."""
    stop_clock(at(MARCH.replace(day=5)))
    made: dict[str, Client] = {}

    def client(role: str) -> Client:
        if role not in made:
            made[role] = Client()
            user = factories.user_with(role, factories.district())
            made[role].force_login(user, backend=BACKEND)
        return made[role]

    return client


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
