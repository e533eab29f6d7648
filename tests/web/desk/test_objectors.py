"""Whoever objects and leaves a number hears what became of it; nobody looks at it unseen."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.core.audit import Actor
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.disclosure.models import Objection
from yingzhou.kernel.disclosure.services import answer_objection, file_objection, show
from yingzhou.kernel.notices.models import DevelopmentOutbox, Message
from yingzhou.kernel.notices.services import deliver_due

CLERK = Actor(7, "li.ming")
THURSDAY = date(2026, 3, 5)


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def case(world):
    return world.apply()


@pytest.fixture
def notice(world, case):
    return show(
        about=f"case:{case.pk}", title="最低生活保障拟确认公示", lines={"name": "王*英"},
        basis="民发〔2021〕57号", division=world.village, days=7, since=MONDAY, actor=CLERK,
        at=at(MONDAY),
    )  # fmt: skip


def objected(notice, contact: str) -> Objection:
    return file_objection(
        notice=notice, words="他家在镇上有店面", name="沈阿婆", contact=contact, at=at(MONDAY)
    )


def answered(objection: Objection) -> None:
    answer_objection(
        objection=objection, upheld=False, answer="店面是别人的", actor=CLERK, at=at(THURSDAY)
    )
    objection.refresh_from_db()


def test_a_mobile_number_gets_a_message_without_a_word_about_the_family(notice):
    one = objected(notice, "13812345678")
    answered(one)
    assert one.told_at is None  # nobody spoke to them: what became of the message, it says itself
    message = Message.objects.get(key=f"objection:{one.pk}")
    assert "异议不成立" in str(message.text)
    assert "店面" not in str(message.text)
    deliver_due(at=at(THURSDAY))
    message.refresh_from_db()
    assert message.status == "sent"
    assert DevelopmentOutbox.objects.get(key=message.key).address == "138****5678"


def test_that_they_were_told_is_said_when_it_went_out_and_not_before(desk, case, notice):
    one = objected(notice, "13812345678")
    answered(one)
    client, page = desk("clerk"), f"/desk/cases/{case.number}/letters/"
    assert "结果的短信还没有发出: 待发送" in text(client.get(page))
    deliver_due(at=at(THURSDAY))
    assert "2026-03-05 结果的短信已发给提异议的人" in text(client.get(page))


def test_where_the_message_never_went_out_somebody_must_speak(desk, case, notice):
    one = objected(notice, "13812345678")
    answered(one)
    Message.objects.filter(key=one.message_key).update(status="given_up")
    client, letters = desk("clerk"), f"/desk/cases/{case.number}/letters/"
    page = text(client.get(letters))
    assert "短信没有发成, 请换一种方式告诉他" in page
    client.post(f"/desk/cases/{case.number}/objector/{one.pk}/told/", {"how": "电话"})
    assert "已把结果告诉提异议的人(电话)" in text(client.get(letters))


def test_to_others_the_officer_speaks_and_writes_down_how(desk, case, notice):
    one = objected(notice, "镇上邮电新村 3 号")
    answered(one)
    assert one.told_at is None
    client = desk("clerk")
    page = text(client.get(f"/desk/cases/{case.number}/letters/"))
    assert "沈阿婆" not in page
    assert "结果还没有告诉他" in page
    shown = text(client.post(f"/desk/cases/{case.number}/objector/{one.pk}/"))
    assert "沈阿婆" in shown
    assert "镇上邮电新村 3 号" in shown
    assert AuditEntry.objects.filter(action="disclosure.contact").count() == 1
    client.post(f"/desk/cases/{case.number}/objector/{one.pk}/told/", {"how": "当面"})
    one.refresh_from_db()
    assert one.told_how == "当面"
    assert "已把结果告诉提异议的人(当面)" in text(client.get(f"/desk/cases/{case.number}/letters/"))


def test_what_is_not_answered_yet_cannot_be_told(desk, case, notice):
    one = objected(notice, "镇上")
    desk("clerk").post(f"/desk/cases/{case.number}/objector/{one.pk}/told/", {"how": "电话"})
    one.refresh_from_db()
    assert one.told_at is None


def test_whoever_has_nothing_to_do_with_the_case_learns_no_name(world, desk, case, notice):
    from tests import factories

    one = objected(notice, "13812345678")
    other = desk(factories.user_with("town", factories.town("别处镇")))
    assert other.post(f"/desk/cases/{case.number}/objector/{one.pk}/").status_code == 403
