"""An organisation at the counter: found in its register, taken in, answered by its name."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case, Party
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.notices import selectors as notices
from yingzhou.kernel.notices.models import Contact, Letter, Message
from yingzhou.kernel.organisations.models import Organisation

from .conftest import at
from .test_counter import text

ITEM = "social_orgs/dissolve"
NAME = "庙镇启瀛艺术团"
TOLD = {
    "f-unit": NAME, "f-why": "长期没有活动", "f-cleared_on": "2026-02-01", "f-debts": "0",
    "f-rest": "交给镇里", "contact": "13812345678",
    "paper": ["resolution", "clearing", "seals"],
}  # fmt: skip


@pytest.fixture
def troupe(world) -> Organisation:
    return factories.organisation(NAME, "association", world.town)


@pytest.fixture
def arrive(world, desk, troupe):
    def come(typed: str = "") -> str:
        answer = desk("counter").post("/desk/counter/", {"q": typed or troupe.uscc})
        assert answer.status_code == 302, text(answer)
        return answer["Location"]

    return come


@pytest.fixture
def case(world, desk, arrive, troupe) -> Case:
    form = TOLD | {"f-code": troupe.uscc, "agent": str(world.son.id_number)}
    done = desk("counter").post(f"{arrive()}{ITEM}/", form, follow=True)
    assert "编号" in text(done), text(done)
    return Case.objects.get()


def accept(world, case: Case) -> None:
    """These matters are the district's; a counter only takes them in."""
    officer = factories.user_with("bureau", world.district)
    world.step(case, "accept", officer, MONDAY)


def test_it_is_found_by_its_code_and_by_a_part_of_its_name(world, desk, troupe, arrive):
    factories.organisation("堡镇启瀛艺术团", home=world.town)
    assert NAME in text(desk("counter").get(arrive()))
    page = text(desk("counter").post("/desk/counter/", {"q": "启瀛艺术团"}))
    assert "是哪个单位" in page
    assert NAME in page
    assert "堡镇启瀛艺术团" in page


def test_it_asks_for_what_organisations_may_and_people_for_the_rest(world, desk, arrive):
    client = desk("counter")
    page = text(client.get(arrive()))
    assert f'href="{ITEM}/"' in page
    assert "relief/dibao/" not in page
    assert client.get(f"{arrive()}relief/dibao/").status_code == 404
    her = client.post("/desk/counter/", {"q": str(world.mother.id_number)})["Location"]
    assert client.get(f"{her}{ITEM}/").status_code == 404


def test_what_its_register_says_is_filled_in(desk, arrive, troupe):
    page = text(desk("counter").get(f"{arrive()}{ITEM}/"))
    assert f'value="{NAME}"' in page
    assert f'value="{troupe.uscc}"' in page
    assert "法人登记" in page


def test_its_case_its_letter_and_its_message_carry_its_name(world, desk, case, troupe):
    accept(world, case)
    assert (case.organisation, case.applicant, case.home) == (troupe, None, world.town)
    letter = Letter.objects.get(about=f"case:{case.pk}")
    assert letter.organisation == troupe
    assert NAME in str(letter.content)
    assert notices.genuine(letter.code).to == NAME
    assert Contact.objects.get().organisation == troupe
    assert Message.objects.get().organisation == troupe
    assert NAME in text(desk("counter").get(f"/desk/cases/{case.number}/"))
    assert "申请单位" in text(desk("counter").get(f"/desk/cases/{case.number}/"))
    compared = desk("counter").get(f"/desk/cases/{case.number}/answers/").context["compared"]
    code = next(one for one in compared.groups[0].lines if one.source == "法人登记")
    assert (code.declared, code.known) == (NAME, NAME)
    assert NAME in text(desk("counter").get("/desk/", {"tab": "owned"}))
    for typed in (troupe.uscc, "启瀛艺术团"):
        assert case.number in text(
            desk("counter").post("/desk/search/", {"q": typed}, follow=True)
        ), typed


def test_without_a_contact_the_letter_still_goes_out(world, desk, arrive, troupe):
    form = TOLD | {"f-code": troupe.uscc, "agent": str(world.son.id_number), "contact": ""}
    desk("counter").post(f"{arrive()}{ITEM}/", form)
    accept(world, Case.objects.get())
    assert Letter.objects.get().organisation == troupe
    assert not Message.objects.exists()


def test_a_wrong_contact_takes_nothing_in(world, desk, arrive, troupe):
    form = TOLD | {"f-code": troupe.uscc, "agent": str(world.son.id_number), "contact": "12345"}
    answer = desk("counter").post(f"{arrive()}{ITEM}/", form)
    assert "联系手机" in text(answer)
    assert not Case.objects.exists()


def test_who_came_for_it_is_kept_and_whose_relative_they_are_counts(world, desk, arrive, troupe):
    form = TOLD | {"f-code": troupe.uscc, "agent": str(world.son.id_number)}
    desk("counter").post(f"{arrive()}{ITEM}/", form)
    assert Party.objects.get().person == world.son


def test_a_person_cannot_apply_in_its_place(world):
    request = Request(items()[ITEM], world.mother, "online")
    with pytest.raises(CaseFault, match="由单位申请"):
        intake(request=request, user=world.counter, at=at(MONDAY))


def test_one_that_is_dissolved_is_not_found(world, desk):
    gone = factories.organisation("从前的协会", home=world.town, since=date(2010, 1, 1))
    Organisation.objects.filter(pk=gone.pk).update(valid_to=date(2020, 1, 1))
    assert "没有找到" in text(desk("counter").post("/desk/counter/", {"q": "从前的协会"}))


def test_a_yearly_report_is_of_a_year_that_is_over_and_adds_up(world, desk, arrive, troupe):
    """And whoever brings it is named."""
    client, address = desk("counter"), f"{arrive()}social_orgs/annual_report/"
    form = {
        "f-unit": NAME, "f-code": troupe.uscc, "f-year": "2030", "f-income": "100",
        "f-bought": "500", "f-spent": "80", "f-staff": "2", "f-party": "0", "f-meetings": "1",
        "f-first": "已经初审", "paper": ["report", "audit"],
    }  # fmt: skip
    assert "这一年还没有过完" in text(client.post(address, form))
    form["f-year"] = "2025"
    assert "经办人的身份证号" in text(client.post(address, form))
    form["agent"] = str(world.son.id_number)
    assert "不能多于年收入" in text(client.post(address, form))
    assert not Case.objects.exists()
    form["f-bought"] = "50"
    client.post(address, form)
    assert Case.objects.get().answers["values"]["year"] == 2025
