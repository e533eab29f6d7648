"""Whose data a page of the workbench showed can read who looked, and what for."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.support.residents import signed_in
from yingzhou.core.audit import Actor
from yingzhou.kernel.accounts import services as accounts
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.models import DataUse
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items

pytestmark = pytest.mark.django_db


def reads(person) -> str:
    return signed_in(person).get("/my/uses/").content.decode()


def test_the_household_reads_who_opened_its_matter_and_why(world, desk):
    case = world.apply()
    DataUse.objects.all().delete()
    desk("counter").get(f"/desk/cases/{case.number}/household/")
    desk("counter").get(f"/desk/cases/{case.number}/answers/")
    for one in (world.mother, world.son):
        page = reads(one)
        assert f"查看办件 {case.number} 最低生活保障" in page
        assert "家庭一览" in page
        assert "登记的收入、财产等" in page
        assert "这条不对" not in page, "a look is no fact that could be wrong"


def test_once_a_day_is_enough(world, desk):
    case = world.apply()
    DataUse.objects.all().delete()
    for _ in range(3):
        desk("counter").get(f"/desk/cases/{case.number}/household/")
    assert DataUse.objects.filter(person=world.son).count() == 1


def test_a_relative_outside_the_matter_learns_neither_number_nor_name_of_it(world, desk):
    daughter = factories.person("王小妹", date(1985, 1, 1), home=world.village)
    factories.kin(daughter, world.mother)
    case = world.apply()
    desk("counter").get(f"/desk/cases/{case.number}/household/")
    use = DataUse.objects.get(person=daughter)
    assert use.purpose == "查看家里人或亲属的办件"
    assert use.case is None


def test_nobody_finds_out_that_somebody_of_the_family_asked_for_help(world, desk):
    """What concerns one person alone is told to that one."""
    item = next(
        one for one in items().values()
        if one.apply and one.apply.subject == "person" and one.apply.data == "sensitive"
        and not one.apply.secret and "counter" in one.apply.channels
    )  # fmt: skip
    request = Request(item, world.mother, "counter", place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    desk("counter").get(f"/desk/cases/{case.number}/household/")
    assert not DataUse.objects.filter(person=world.son).exists()
    assert DataUse.objects.filter(person=world.mother).exists()


def test_whoever_opens_a_record_says_why_without_being_asked(world, desk):
    desk("counter").get(f"/desk/people/{world.mother.pk}/")
    assert "查看: 窗口接待" in reads(world.mother)
    desk("clerk").get(f"/desk/people/{world.mother.pk}/")
    assert "查看: 履行职责(" in reads(world.mother)
    desk("clerk").get(f"/desk/people/{world.mother.pk}/?for=2026-999000000-000001")
    assert "查看: 办件 2026-999000000-000001" in reads(world.mother)


def test_a_code_that_opens_her_affairs_is_told_to_its_owner(world):
    accounts.issue_code(person=world.mother, actor=Actor.of(world.counter), at=at(MONDAY))
    assert "给您发了登录码" in reads(world.mother)


MONEY = "登记的收入、财产等"


def looks_at_what_was_declared(world, desk, case) -> set[str]:
    """Facts of which the page says that somebody looked; of the applicant."""
    DataUse.objects.all().delete()
    assert desk("counter").get(f"/desk/cases/{case.number}/answers/").status_code == 200
    return set(DataUse.objects.filter(person=world.mother).values_list("fact", flat=True))


def test_who_was_shown_a_birth_date_is_not_said_to_have_seen_incomes(world, desk):
    item = items()["eldercare/senior_allowance"]
    answers = known.prefill(item.apply, world.mother, MONDAY)
    request = Request(item, world.mother, "counter", answers, place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    facts = looks_at_what_was_declared(world, desk, case)
    assert "登记的出生日期" in facts
    assert MONEY not in facts


def test_what_waits_for_a_signature_was_not_shown_and_is_not_noted(world, desk):
    case = world.apply()
    for one in case.answers["members"]:
        del one["signed"]
    case.save()
    assert MONEY not in looks_at_what_was_declared(world, desk, case)
    assert not DataUse.objects.filter(person=world.son, fact=MONEY).exists()
    assert DataUse.objects.filter(person=world.son, fact="登记的出生日期").exists()


def test_the_first_page_of_a_case_notes_nothing_that_it_does_not_show(world, desk):
    case = world.apply()
    DataUse.objects.all().delete()
    desk("counter").get(f"/desk/cases/{case.number}/")
    assert not DataUse.objects.exists()
