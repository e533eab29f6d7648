"""What came to somebody, as they read it themselves."""

from __future__ import annotations

from datetime import date

from yingzhou.core import clock
from yingzhou.kernel.payments.models import (
    Confirmation,
    Correction,
    Receipt,
    Recovery,
    Run,
    RunLine,
)


def _line(person, amount: int, approved: str = "乙") -> None:
    run, _ = Run.objects.get_or_create(
        month=date(2026, 1, 1), number=0 if approved else 1,
        defaults={"computed_by": "甲", "approved_by": approved, "approved_at": clock.now()},
    )  # fmt: skip
    place = person.residences.first().division
    RunLine.objects.create(
        run=run, benefit="relief/dibao", holder=person.pk, payee=person, division=place,
        month=date(2026, 1, 1), since=date(2026, 1, 1), persons=2, amount=amount,
        correction=run.number, why="new", state="paid",
    )  # fmt: skip


def test_one_reads_what_one_got_and_only_what_was_approved(mother, world):
    assert "还没有发过" in mother.get("/my/money/").content.decode()
    _line(world.mother, 81_000)
    _line(world.mother, 99_000, approved="")
    _line(world.son, 12_300)
    page = mother.get("/my/money/").content.decode()
    assert "810.00" in page
    assert "全家 2 人" in page
    assert "990.00" not in page
    assert "123.00" not in page


def test_it_is_found_from_ones_own_page(mother):
    assert "/my/money/" in mother.get("/my/").content.decode()


def _asked(person) -> Confirmation:
    _line(person, 81_000)
    line = RunLine.objects.get(payee=person)
    return Confirmation.objects.create(
        run=line.run, payee=person, division=line.division, amount=line.amount, lines=[line.pk],
        is_changed=True, due=clock.today(),
    )  # fmt: skip


def test_one_press_says_that_it_came(mother, world):
    row = _asked(world.mother)
    assert "810.00 元, 您收到了吗" in mother.get("/my/money/").content.decode()
    mother.post(f"/my/money/came/{row.pk}/", state="received")
    row.refresh_from_db()
    assert (row.state, row.how) == ("received", "online")
    assert "您收到了吗" not in mother.get("/my/money/").content.decode()


def test_one_press_says_that_it_did_not_and_the_bank_is_asked(mother, world):
    row = _asked(world.mother)
    answer = mother.post(f"/my/money/came/{row.pk}/", state="missing")
    assert "向银行查清" in answer.content.decode()
    assert row.inquiry.due > clock.today()


def test_nobody_answers_for_somebody_else(mother, world):
    row = _asked(world.son)
    assert mother.post(f"/my/money/came/{row.pk}/", state="missing").status_code == 404
    row.refresh_from_db()
    assert row.state == "asked"


def _too_much(person) -> Recovery:
    _line(person, 81_000)
    line = RunLine.objects.get(payee=person)
    claim = Recovery.objects.create(
        benefit=line.benefit, holder=line.holder, payee=person, run=line.run, state="proposed",
        amount=20_000, why="收入和支出", opened_at=clock.now(), opened_by="甲",
        hear_until=clock.today(),
    )  # fmt: skip
    said = {"kind": "fact", "what": "收入和支出", "since": "2026-01-01", "at": "2026-02-03",
            "by": "镇经办", "before": "没有登记", "after": "工资 800.00 元/月"}  # fmt: skip
    Correction.objects.create(
        run=line.run, benefit=line.benefit, holder=line.holder, payee=person, recovery=claim,
        division=line.division, month=line.month, paid=81_000, due=61_000, outcome="clawback",
        because=[{**said, "person": person.pk}, {**said, "person": person.pk + 1}],
    )  # fmt: skip
    return claim


def test_one_reads_why_it_was_too_much_and_says_what_one_has_to_say(mother, world):
    claim = _too_much(world.mother)
    page = mother.get("/my/money/").content.decode()
    assert "多发了 200.00 元" in page
    assert "2026年2月3日 镇经办登记: 从2026年1月1日起, 收入和支出变了" in page
    assert page.count("工资 800.00") == 1, "what others of the household earn stays with them"
    assert "家里人的收入和支出变了" in page
    answer = mother.post(f"/my/money/say/{claim.pk}/", text="")
    assert "请写下" in answer.content.decode()
    mother.post(f"/my/money/say/{claim.pk}/", text="那个月加了班")
    claim.refresh_from_db()
    assert claim.said == "那个月加了班"


def test_nobody_speaks_to_somebody_elses_claim(mother, world):
    claim = _too_much(world.son)
    assert mother.post(f"/my/money/say/{claim.pk}/", text="不").status_code == 404


def test_it_stands_on_ones_first_page_until_one_has_said_something(mother, world):
    claim = _too_much(world.mother)
    page = mother.get("/my/").content.decode()
    assert "多发了 200.00 元" in page
    assert "还没有决定要您退" in page
    mother.post(f"/my/money/say/{claim.pk}/", text="那个月加了班")
    assert "多发了 200.00 元" not in mother.get("/my/").content.decode()


def test_who_has_to_pay_back_reads_how_much_why_and_where_to_ask(mother, world):
    claim = _too_much(world.mother)
    claim.state, claim.decision = "open", "工资单写明那个月已发"
    claim.decided_at, claim.decided_by = clock.now(), "乙"
    claim.save()
    Receipt.objects.create(
        recovery=claim, amount=5_000, day=clock.today(), made_by="甲", made_at=clock.now()
    )
    page = mother.get("/my/money/").content.decode()
    assert "还差 150.00 元" in page
    assert "工资单写明那个月已发" in page
    assert "可以分几次退" in page
    assert "还没有决定要您退" not in page
