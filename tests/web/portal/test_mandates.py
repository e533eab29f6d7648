"""Who may act for somebody: that person sees it, sees what they began, and ends it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.cases.conftest import MONDAY
from tests.support.residents import signed_in
from tests.web.portal.conftest import DIBAO, Resident, photo, supplementing
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.models import Mandate
from yingzhou.kernel.notices.models import Letter
from yingzhou.web.residents.forms import MandateForm

pytestmark = pytest.mark.django_db


def test_she_sees_who_may_act_for_her_in_what_and_until_when(mother, mandate, world):
    mandate(world.son, "relief/dibao")
    page = mother.get("/my/").content.decode()
    assert "谁可以替我办" in page
    assert "王建国" in page
    assert "只办最低生活保障" in page
    assert "到 2030年3月1日 为止" in page, "the last day on which it holds"


def test_she_sees_who_began_a_draft_in_her_name(mother, son, mandate, world):
    mandate(world.son)
    son.post("/my/acting/", **{"for": str(world.mother.pk)})
    son.post(f"{DIBAO}apply/")
    assert "王建国替您开始填的" in mother.get("/my/").content.decode()
    assert "替您开始填的" not in son.get("/my/").content.decode()


def test_she_ends_it_and_he_sees_nothing_any_more(mother, son, mandate, world):
    mandate(world.son)
    son.post("/my/acting/", **{"for": str(world.mother.pk)})
    end = f"/my/mandates/{Mandate.objects.get().pk}/end/"
    assert "不再让王建国替您办" in mother.get(end).content.decode()
    assert Mandate.objects.get().revoked_at is None, "asked once more first"
    page = mother.post(end).content.decode()
    assert "王建国不能再替您办事了" in page
    assert Mandate.objects.get().revoked_at is not None
    assert "王建国, 您好" in son.get("/my/").content.decode()
    assert "正在替" not in son.get("/my/").content.decode()
    assert mother.get(end).request["PATH_INFO"] == "/my/", "once is enough"


def test_nobody_else_ends_it(son, mandate, world):
    mandate(world.son)
    end = f"/my/mandates/{Mandate.objects.get().pk}/end/"
    for somebody in (son, Resident(signed_in(world.son))):
        somebody.post("/my/acting/", **{"for": str(world.mother.pk)})
        assert somebody.post(end).status_code == 404
    assert Mandate.objects.get().revoked_at is None


def test_a_mandate_without_a_last_day_ends_after_a_year(world):
    number = str(world.son.id_number)
    form = MandateForm(
        {"number": number, "evidence": "委托书已核对", "valid_from": MONDAY.isoformat()}
    )
    assert form.is_valid(), form.errors
    assert form.wanted()["valid_to"] == date(2027, 3, 2) != FOREVER


def test_a_page_left_open_says_after_the_end_that_it_is_over_and_does_nothing(
    mother, son, mandate, world
):
    mandate(world.son, "relief/dibao")
    son.post("/my/acting/", **{"for": str(world.mother.pk)})
    case = son.apply()
    supplementing(world, case)
    letter = Letter.objects.get(about=f"case:{case.pk}")
    page = f"/my/cases/{case.number}/"
    assert son.get(f"{page}do/withdraw/").status_code == 200
    mother.post(f"/my/mandates/{Mandate.objects.get().pk}/end/")
    for answer in (
        son.post(f"{page}do/withdraw/", seen="1"),
        son.post(f"{page}papers/", material="support", file=photo()),
        son.get(page),
        son.get(f"/my/letters/{letter.pk}/"),
    ):
        assert answer.status_code == 403
        assert "您已经不能替 王秀英 办这件事了" in answer.content.decode()
    case.refresh_from_db()
    assert case.is_open
    assert not case.documents.exists()


def test_who_never_acted_in_a_matter_is_not_told_that_it_exists(mother, son, mandate, world):
    case = mother.apply()
    mandate(world.son, "relief/medical")
    mother.post(f"/my/mandates/{Mandate.objects.get().pk}/end/")
    page = son.get(f"/my/cases/{case.number}/")
    assert page.status_code == 404
    assert "王秀英" not in page.content.decode()
