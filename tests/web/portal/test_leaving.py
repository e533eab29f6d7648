"""Leaving a page of an application: nothing typed is lost, and nobody fills in for another person
without knowing it."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from tests.support.residents import signed_in
from tests.web.portal.conftest import DIBAO, Resident
from yingzhou.core import access
from yingzhou.core.audit import SYSTEM
from yingzhou.core.clock import now
from yingzhou.kernel.accounts.models import Mandate
from yingzhou.kernel.accounts.services import revoke_mandate
from yingzhou.kernel.cases.models import Draft

pytestmark = pytest.mark.django_db
HELP = "/services/relief/temporary/"


def story(resident: Resident, text: str, do: str) -> object:
    """Writes what happened, on the page that asks it."""
    page = resident.get(f"{HELP}apply/ask/story/")
    return resident.says(page, story=text, do=do)


def test_the_step_back_keeps_what_was_typed_and_calls_it_no_answer_yet(mother):
    mother.post(f"{HELP}apply/")
    long = "上个月摔了一跤。" * 100
    page = story(mother, long, "back")
    assert page.context["question"].place == "event", "the question before"
    assert "story" not in Draft.objects.get().answers["values"]
    mother.says(page, event="意外", do="next")
    page = mother.get(f"{HELP}apply/ask/story/")
    assert long in page.content.decode(), "every word of it"


def test_an_answer_that_was_replaced_before_stepping_back_is_the_new_one(mother):
    mother.post(f"{HELP}apply/")
    story(mother, "旧的话", "next")
    story(mother, "新的话", "back")
    assert Draft.objects.get().answers["values"]["story"] == "新的话"
    assert "新的话" in mother.get(f"{HELP}apply/ask/story/").content.decode()


def test_what_cannot_be_read_is_kept_too_and_asked_again(mother):
    mother.post(f"{HELP}apply/")
    mother.says(mother.get(f"{HELP}apply/ask/need/"), need="500", do="next")
    mother.says(mother.get(f"{HELP}apply/ask/need/"), need="五百", do="back")
    answers = Draft.objects.get().answers
    assert "need" not in answers["done"]
    assert 'value="五百"' in mother.get(f"{HELP}apply/ask/need/").content.decode()


def test_words_put_aside_outlive_a_step_back_to_the_household(mother):
    mother.post(f"{HELP}apply/")
    story(mother, "写到一半", "back")
    page = mother.get(f"{HELP}apply/ask/members/")
    mother.says(page, name=["王小宝"], relation=["孙子"], do="next")
    assert "写到一半" in mother.get(f"{HELP}apply/ask/story/").content.decode()


def test_the_browser_keeps_the_page_over_a_login_but_no_identity_number(mother):
    mother.post(f"{HELP}apply/")
    page = mother.get(f"{HELP}apply/ask/story/").content.decode()
    assert 'data-keep="draft-' in page
    assert "web/keep.js" in page
    members = mother.get(f"{HELP}apply/ask/members/").content.decode()
    assert 'inputmode="text" data-unkept' in members


def test_after_the_login_one_is_back_on_the_page_of_the_form():
    page = f"{HELP}apply/ask/story/"
    request = RequestFactory().post(page, HTTP_REFERER=f"http://testserver{page}")
    assert access.to_login(request, access.RESIDENT).url == f"/my/login/?next={page}"
    request = RequestFactory().post(page, HTTP_REFERER=f"https://elsewhere.example{page}")
    assert access.to_login(request, access.RESIDENT).url == "/my/login/?next=/my/"


@pytest.fixture
def filling(son, mandate, world):
    """The son, in the middle of his mother's application."""
    mandate(world.son)
    son.post("/my/acting/", **{"for": str(world.mother.pk)})
    son.post(f"{HELP}apply/")
    page = son.get(f"{HELP}apply/ask/story/")
    assert "替 <strong>王秀英</strong> 办</p>" in page.content.decode(), "each page says for whom"
    return page


def send(son: Resident, page, **said: str) -> str:
    told = {"whose": page.context["here"].affairs.person.name, "do": "next"}
    return son.says(page, **told, **said).content.decode()


def test_a_mandate_that_ends_meanwhile_is_told_and_nothing_is_written(son, filling):
    revoke_mandate(mandate=Mandate.objects.get(), actor=SYSTEM, at=now())
    said = send(son, filling, story="妈妈住院了")
    assert "您已经不能替 王秀英 办这件事了" in said
    assert "刚才这一页没有存下, 也没有提交" in said
    assert "妈妈住院了" not in str(Draft.objects.get().answers)


def test_a_switch_in_another_tab_is_told_and_the_words_wait_where_they_belong(son, filling, world):
    son.post("/my/acting/", **{"for": ""})
    said = send(son, filling, story="妈妈住院了")
    assert "刚才那一页是替 王秀英 填的, 现在办的是您本人的事" in said
    assert "刚才写的先放在 王秀英 的那份里了" in said
    son.post("/my/acting/", **{"for": str(world.mother.pk)})
    assert "妈妈住院了" in son.get(f"{HELP}apply/ask/story/").content.decode()
    assert not Draft.objects.exclude(person=world.mother).exists()


def test_a_beginning_for_somebody_else_is_stopped_and_told(son, mandate, world):
    mandate(world.son)
    page = son.post(
        f"{HELP}apply/", **{"for": str(world.mother.pk), "whose": world.mother.name}
    ).content.decode()
    assert "刚才那一页是替 王秀英 填的" in page
    assert not Draft.objects.exists()


def test_others_numbers_of_drafts_tell_nothing(mother, world):
    mother.post(f"{DIBAO}apply/")
    other = Resident(signed_in(world.son))
    page = other.post(f"{DIBAO}apply/ask/phone/", draft=str(Draft.objects.get().pk), phone="1")
    assert "王秀英" not in page.content.decode().split("换一个人")[0]


def test_what_is_only_shown_in_person_is_neither_photographed_nor_owed(mother):
    """Two identity cards and a signature at the registry."""
    page = mother.post("/services/marriage/marry/apply/")
    page = mother.says(page, name=["周明"], relation=["丈夫"], number=[""], do="next")
    told = {
        "sex": "男",
        "birth_date": "1990-01-01",
        "visit_day": "2026-03-04",
        "visit_part": "上午",
    }
    while "/check/" not in page.request["PATH_INFO"]:
        if "/known/" in page.request["PATH_INFO"]:
            page = mother.says(page)
            continue
        assert "/papers/" not in page.request["PATH_INFO"]
        place = page.context["question"].place
        page = mother.says(page, **{place: told.get(place.rpartition("-")[2], "1"), "do": "next"})
        assert page.status_code == 200, page.context["faults"]
    text = page.content.decode()
    assert "以后补" not in text
    assert "到场时看一眼原件, 不收复印件" in text
    assert "到场当面签, 不用先写" in text


def test_who_cannot_tell_passes_over_a_yes_or_no_without_saying_no(mother):
    mother.post("/services/relief/tekun/apply/")
    page = mother.get("/services/relief/tekun/apply/ask/eats/").content.decode()
    assert "不清楚, 先跳过" in page
    assert "没有, 跳过" not in page
