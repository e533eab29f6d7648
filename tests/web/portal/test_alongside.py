"""On the web one application asks for everything the family qualifies for (B8)."""

from __future__ import annotations

from datetime import date

from tests.web.portal.conftest import DIBAO
from yingzhou.kernel.cases.alongside import ALONGSIDE
from yingzhou.kernel.cases.models import Case, Draft
from yingzhou.kernel.people.models import CareLevel, DisabilityCertificate, Income, Membership

UNEMPLOYED, SUBSIDY = "disability/severe_unemployed", "eldercare/service_subsidy"
FORM = {"support": "0", "staff_kin": "0", "account": "6222000011112222", "phone": "13900000000"}


def text(page) -> str:
    return page.content.decode()


def disabled(person) -> None:
    DisabilityCertificate.objects.create(
        person=person, category=4, grade=1, valid_from=date(2020, 1, 1)
    )


def offers(page) -> list[str]:
    return [one.item.code for one in page.context["lines"]]


def alone(world) -> None:
    """The son lives by himself: nobody else's income is asked about; too much for 低保."""
    Membership.objects.filter(person=world.mother).delete()
    Income.objects.filter(person=world.son).update(other=9_000_00)


def test_what_else_stands_on_the_last_page_and_goes_with_it(son, world):
    alone(world)
    disabled(world.son)
    page = son.fill()
    assert offers(page) == [UNEMPLOYED]
    assert "这些也可能符合, 要一起申请吗" in text(page)
    key = page.context["lines"][0].key
    done = son.says(page, truth="1", also=[key])
    first, second = Case.objects.get(item="relief/dibao"), Case.objects.get(item=UNEMPLOYED)
    assert f"重残无业人员生活补助一并提交了, 编号 {second.number}" in text(done)
    assert done.context["case"] == first
    assert (second.previous, second.reason, second.channel) == (first, ALONGSIDE, "online")
    assert second.answers["values"]["account"] == FORM["account"]
    assert second.answers["values"]["consent"] is True
    assert "beside" not in second.answers


def test_what_is_not_ticked_is_not_asked_for(son, world):
    alone(world)
    disabled(world.son)
    son.says(son.fill(), truth="1")
    assert not Case.objects.filter(item=UNEMPLOYED).exists()


def test_a_tick_stays_as_it_was_where_something_is_wrong(son, world):
    alone(world)
    disabled(world.son)
    page = son.fill()
    again = son.says(page, also=[])
    assert again.status_code == 422
    assert again.context["chosen"] == []
    again = son.says(again, also=[again.context["lines"][0].key])
    assert again.context["chosen"] == [again.context["lines"][0].key]


def test_what_still_asks_something_waits_as_a_draft(mother, world):
    Membership.objects.filter(person=world.son).delete()
    CareLevel.objects.create(person=world.mother, level=4, valid_from=date(2025, 1, 1))
    page = mother.fill()
    assert SUBSIDY in offers(page)
    key = next(one.key for one in page.context["lines"] if one.item.code == SUBSIDY)
    done = mother.says(page, truth="1", also=[key])
    assert "养老服务补贴还有 2 个问题要问您, 已存好" in text(done)
    draft = Draft.objects.get(item=SUBSIDY, case=None)
    assert draft.answers["values"]["phone"] == FORM["phone"]
    page = mother.says(mother.post("/services/eldercare/service_subsidy/apply/"))  # what is known
    assert page.context["question"].place == "how"
    page = mother.says(page, how="请人上门", do="next")
    while not page.request["PATH_INFO"].endswith("/check/"):
        page = mother.says(page, do="next")
    mother.says(page, truth="1")
    case = Case.objects.get(item=SUBSIDY)
    assert (case.reason, case.previous.item) == (ALONGSIDE, "relief/dibao")


def test_nothing_is_told_that_only_a_register_knows_of_another_grown_up(mother, world):
    disabled(world.son)
    page = mother.fill()
    assert UNEMPLOYED not in offers(page)
    assert "残疾" not in text(page).partition('id="alongside"')[2].partition("</fieldset>")[0]


def test_sent_twice_it_is_asked_for_once(son, world):
    alone(world)
    disabled(world.son)
    page = son.fill()
    told = {"truth": "1", "also": [page.context["lines"][0].key]}
    draft = page.context["here"].draft.pk
    for _ in range(2):
        son.client.post(f"{DIBAO}apply/check/", told | {"draft": draft}, follow=True)
    assert Case.objects.filter(item=UNEMPLOYED).count() == 1
