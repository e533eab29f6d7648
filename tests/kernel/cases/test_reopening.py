"""A matter that was closed is opened again."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.core.audit import SYSTEM
from yingzhou.core.workdays import add_workdays
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.reopening import reopen
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.notices.models import Letter, Message
from yingzhou.kernel.notices.services.messages import set_contact

LATER = date(2026, 3, 18)
WHY = "户口不在本市, 也不住在这里, 不符合第三条"


def test_whoever_was_told_a_result_is_told_that_it_holds_no_more(world):
    set_contact(person=world.mother, channel="sms", address="13912345678", actor=SYSTEM,
                at=at(MONDAY))  # fmt: skip
    case = world.apply()
    world.step(case, "not_accept", world.counter, MONDAY, WHY)
    reopen(case=case.pk, user=world.approver, stage="visit", words="核对有误", at=at(LATER))
    case.refresh_from_db()
    assert (case.is_open, case.closed_at, case.destroy_on) == (True, None, None)
    assert case.promised_on == add_workdays(LATER, 30)
    told = Message.objects.filter(about=f"case:{case.pk}").latest("pk").text
    until = f"{case.promised_on.year}年{case.promised_on.month}月{case.promised_on.day}日"
    assert f"要重新办理, 原来告诉您的结果不再算数, 最晚{until}答复您" in told


def test_the_letter_of_a_result_that_fell_is_no_proof_any_more(world):
    """Whoever checks its code reads that; the letter of receipt still holds."""
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    case.stage, case.by = "confirm", "town"
    case.save(update_fields=["stage", "by"])
    world.step(case, "refuse", world.approver, MONDAY, WHY)
    receipt, refusal = Letter.objects.filter(about=f"case:{case.pk}").order_by("pk")
    reopen(case=case.pk, user=world.approver, stage="visit", words="核对有误", at=at(LATER))
    receipt.refresh_from_db()
    refusal.refresh_from_db()
    assert receipt.revoked_at is None
    assert refusal.revoked_at == at(LATER)
    assert "不再算数" in refusal.revoked_why


def test_what_another_of_the_family_has_asked_for_meanwhile_is_dealt_with_there(world):
    case = world.apply()
    world.step(case, "not_accept", world.counter, MONDAY, WHY)
    answers = world.answers()
    request = Request(items()["relief/dibao"], world.son, "counter", answers, place=world.town)
    other = intake(request=request, user=world.counter, at=at(MONDAY))
    with pytest.raises(CaseFault, match=other.number):
        reopen(case=case.pk, user=world.approver, stage="visit", words="核对有误", at=at(LATER))
