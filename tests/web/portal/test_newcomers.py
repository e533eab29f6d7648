"""Whom an application names beyond the household: found by number, or noted as unknown."""

from __future__ import annotations

from datetime import date

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.web.desk.conftest import desk, signed_in
from yingzhou.kernel.cases.models import Case, Party
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items

__all__ = ["desk"]


def members_page(resident, world):
    """The page on which those who marry are named."""
    page = resident.post("/services/relief/temporary/apply/")
    assert page.status_code == 200
    return resident.get("/services/relief/temporary/apply/ask/members/")


def name(resident, page, **told):
    return resident.says(page, **{"kept": ["1"], "relation": "未婚夫", "do": "more"} | told)


def draft_of(page) -> list[dict]:
    return page.context["here"].draft.answers["members"]


def test_somebody_of_another_household_is_found_by_name_and_number(world, mother):
    groom = factories.person("陆建平", date(1949, 3, 1), 1, home=world.village, household="H9")
    page = members_page(mother, world)
    page = name(mother, page, name="陆建平", number=str(groom.id_number))
    added = draft_of(page)[-1]
    assert (added["person"], added["register"]) == (groom.pk, "found")
    assert str(groom.id_number) not in str(draft_of(page))
    assert str(groom.id_number) not in page.content.decode()


def test_whom_no_register_knows_is_noted_and_the_number_is_not_kept(world, mother):
    number = factories.id_number(date(1948, 2, 2), 1)
    page = name(mother, members_page(mother, world), name="外地人", number=number)
    added = draft_of(page)[-1]
    assert (added["person"], added["register"]) == (None, "absent")
    assert added["number"].startswith(number[:3] + "***")
    assert number not in str(draft_of(page))


def test_the_page_looks_alike_whether_the_register_knows_the_number_or_not(world, mother):
    """Nobody finds out by trying whether a number is registered, or under which name."""
    known = factories.person("陆建平", date(1949, 3, 1), 1, home=world.village, household="H9")
    said = []
    for number in (str(known.id_number), factories.id_number(date(1948, 2, 2), 1)):
        page = members_page(mother, world)
        first = name(mother, page, name="某某", number=number)
        again = name(mother, first, kept=["1", "2"], name="别的", number=number)
        said.append((first.status_code, again.status_code, again.context.get("faults")))
        page = members_page(mother, world)
        name(mother, page, kept=["1"], name="", relation="")
    assert said[0] == said[1]


def test_a_number_that_cannot_be_one_is_told_and_not_shown_again(world, mother):
    page = name(mother, members_page(mother, world), name="某某", number="310230194801010011")
    assert page.status_code == 422
    assert "310230194801010011" not in page.content.decode()
    assert 'value="某某"' in page.content.decode()


def test_the_clerk_reads_what_the_register_says_of_whom_was_named(world, mother, desk):
    number = factories.id_number(date(1948, 2, 2), 1)
    known = factories.person("陆建平", date(1949, 3, 1), 1, home=world.village, household="H9")
    answers = world.answers()
    page = members_page(mother, world)
    page = name(mother, page, name="外地人", number=number)
    page = name(mother, page, kept=["1", "2"], name="陆建平", number=str(known.id_number))
    made = draft_of(page)
    case = world.apply()
    case.answers = answers | {"members": made}
    case.save(update_fields=["answers"])
    shown = signed_in(world.counter).get(f"/desk/cases/{case.number}/answers/").content.decode()
    assert "外地人(未婚夫)" in shown
    assert "登记里没有这个号码" in shown
    assert "登记里有这个人" in shown


def test_a_counter_adds_whom_no_register_knows_by_name(world, desk):
    client = desk("counter")
    address = client.post("/desk/counter/", {"q": str(world.mother.id_number)})["Location"]
    number = factories.id_number(date(1948, 2, 2), 1)
    form = {"add": "1", "in-0": "1", "in-1": "1", "new-number": number, "new-relation": "丈夫"}
    page = client.post(f"{address}relief/dibao/", form).content.decode()
    assert "请对照证件写上姓名" in page
    page = client.post(f"{address}relief/dibao/", form | {"new-name": "外地人"}).content.decode()
    assert "外地人" in page
    assert "登记里没有这个号码" in page
    assert number not in page


def test_a_named_person_becomes_a_party_so_that_their_relatives_keep_away(world, mother):
    groom = factories.person("陆建平", date(1949, 3, 1), 1, home=world.village, household="H9")
    answers = world.answers()
    page = name(mother, members_page(mother, world), name="陆建平", number=str(groom.id_number))
    answers["members"] = draft_of(page)
    request = Request(items()["relief/dibao"], world.mother, "counter", answers, place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    assert Case.objects.get() == case
    assert Party.objects.filter(case=case, person=groom).exists()
