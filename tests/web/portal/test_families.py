"""What a family asks for once, and what it has already, at the portal's first page of it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.web.portal.conftest import DIBAO
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.people.models import Enrolment

pytestmark = pytest.mark.django_db
REVIEW = "/services/relief/dibao_review/"


def _on_roll(person) -> None:
    Enrolment.objects.create(
        roll="dibao", person=person, valid_from=date(2025, 7, 1), valid_to=FOREVER
    )


def test_the_son_is_told_that_his_mother_has_asked_already(mother, son):
    case = mother.apply()
    page = son.get(f"{DIBAO}apply/").content.decode()
    assert "这一家的这件事已经在办, 由家里另一位提出" in page
    assert "开始填" not in page
    assert case.number not in page


def test_who_was_filling_it_in_meanwhile_is_told_on_the_last_page(mother, son):
    page = son.fill()
    mother.apply()
    answer = son.says(page, truth="1")
    assert "由家里另一位提出" in answer.content.decode()


def test_a_family_that_has_it_hears_what_to_do_instead_and_may_go_on(world, mother):
    page = mother.get(f"{DIBAO}apply/").content.decode()
    assert "您家已经在享受低保" not in page
    _on_roll(world.son)
    page = mother.get(f"{DIBAO}apply/").content.decode()
    assert "您家已经在享受低保, 不用重新申请" in page
    assert "开始填" in page


def test_only_who_has_it_may_have_it_reviewed(world, mother):
    page = mother.get(f"{REVIEW}apply/").content.decode()
    assert "低保名册里没有您家" in page
    assert "请申请“最低生活保障”" in page
    _on_roll(world.mother)
    assert "开始填" in mother.get(f"{REVIEW}apply/").content.decode()


def test_what_the_house_begins_itself_promises_no_day_to_who_only_reads_about_it(client):
    page = client.get("/services/relief/dibao_stop/").content.decode()
    assert "今天受理的话" not in page
    assert "从通知您那天起算" in page
    assert "内部规定" not in page
    assert "民政部门自己定的期限" in page
    assert "今天受理的话" in client.get(DIBAO).content.decode()
