"""What a decision rests on is what is paid by."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY
from tests.kernel.cases.conftest import world as world  # noqa: PLC0414 - the fixture
from tests.kernel.payments.conftest import CLERK, at, computed
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.cases import known, verified
from yingzhou.kernel.cases.models import Decision
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.reopening import reopen
from yingzhou.kernel.cases.services.verifying import Found, verify
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.models import Award, AwardFact, PayeeAccount
from yingzhou.kernel.payments.services import awards
from yingzhou.kernel.payments.services.established import keep_by_decision
from yingzhou.kernel.payments.services.payees import take_account
from yingzhou.kernel.people.models import CareLevel, FactChange, Household, Income

pytestmark = pytest.mark.django_db(transaction=True)
PHASEOUT = "relief/dibao_phaseout"
APRIL = date(2026, 4, 1)


@pytest.fixture
def granted(world, settings, tmp_path):
    """She found work in February, says so, and goes on for a while; somebody is in no household."""
    settings.VAR_DIR = tmp_path
    settings.SEALED_ROOT = tmp_path / "sealed"
    for name in ("陆甲", "陆乙"):
        factories.person(name, home=world.village).memberships.all().delete()
    item = items()[PHASEOUT]
    found = known.prefill(item.apply, world.mother, MONDAY)
    found["values"] |= {"before": 120_000, "homes": 0, "savings": 100_000, "vehicle": False,
                        "premises": False, "consent": True}  # fmt: skip
    for member in found["members"]:
        works = member["person"] == world.son.pk
        member["values"] |= {"consent": True, "employed": works, "wage": 900_000 if works else 0,
                             "pension": 0, "other_income": 0}  # fmt: skip
        member["values"] |= {"new_job": True, "since": "2026-02-10"} if works else {}
        member["signed"] = "窗口看过"
    found["papers"] = [paper.key for paper in item.apply.materials]
    request = Request(item, world.mother, "counter", found, place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    world.step(case, "accept", world.counter, MONDAY)
    settle(world, case, date(2026, 3, 3))
    world.step(case, "propose", world.clerk, date(2026, 3, 3))
    world.step(case, "grant", world.approver, date(2026, 3, 4))
    assert case.outcome == "granted"
    return case


def settle(world, case, day: date) -> None:
    """The town has seen the wage slip and the bank book: what she says counts, not the register."""
    apply = items()[PHASEOUT].apply
    told = verified.registers(apply, case, day)
    seen = {
        one.key: Found(verified.DECLARED, why="看过工资条、存折")
        for one in verified.unsettled(apply, case.answers, told)
    }
    verify(case=case.pk, user=world.clerk, found=seen, at=at(day))
    case.refresh_from_db()


def test_what_no_register_holds_stays_with_the_award_and_is_paid_by(granted, world):
    facts = {one.name: one for one in AwardFact.objects.filter(award__benefit=PHASEOUT)}
    assert facts["就业前低保金"].value == 120_000
    assert facts["就业日期"].person == world.son
    line = computed(APRIL).lines.get(benefit=PHASEOUT)
    assert line.amount == 120_000


@pytest.fixture
def on_dibao(world) -> Award:
    """Paid to the son, who has the account."""
    return awards.begin(
        benefit=benefits()["relief/dibao"], holder=Household.objects.get(number="H1"),
        payee=world.son, since=date(2025, 12, 9), actor=CLERK, at=at(MONDAY),
    )  # fmt: skip


def test_it_goes_to_whom_the_benefit_was_paid_that_it_takes_the_place_of(on_dibao, granted):
    assert granted.applicant != on_dibao.payee
    assert Award.objects.get(benefit=PHASEOUT).payee == on_dibao.payee


def test_opened_again_it_goes_on_until_the_new_decision_and_ends_with_a_refusal(
    granted, world, stop_clock
):
    """Nobody loses anything before it is decided; and nothing is paid for ever by what fell."""
    later = date(2026, 4, 10)
    stop_clock(at(later))
    approver = factories.user_with("approver", world.town)
    reopen(case=granted.pk, user=approver, stage="check", words="工作单位弄错了", at=at(later))
    award = Award.objects.get(case=granted)
    assert award.valid_to == FOREVER
    why = "工作从去年起就有, 不是新就业, 不符合渐退的条件"
    world.step(granted, "propose_refuse", world.clerk, later, words=why)
    world.step(granted, "refuse", world.approver, later, words=why)
    award.refresh_from_db()
    assert (award.valid_to, granted.outcome) == (date(2026, 5, 1), "refused")
    assert granted.number in award.ended_why


def test_checked_figures_go_into_the_register(granted, world):
    wage = Income.objects.on(date(2026, 3, 5)).get(person=world.son)
    assert wage.wage == 900_000
    assert granted.number in wage.source


def test_a_level_of_care_that_was_gone_by_goes_into_the_register_once(granted, world):
    """As a decision on 养老服务补贴 has it among its facts; a level that is known is let be."""
    made = Decision.objects.get(case=granted, result="grant")
    for member in made.inputs["members"]:
        if member["person"] == world.son.pk:
            member["facts"]["照护等级"] = 4
    Decision.objects.filter(pk=made.pk).update(inputs=made.inputs)
    for _ in range(2):
        keep_by_decision(case=granted.pk, seq=made.step)
    row = CareLevel.objects.get(person=world.son)
    assert (row.level, row.valid_from) == (4, MONDAY), "the day it is, in this story"
    assert granted.number in row.source
    assert FactChange.objects.get(what="照护等级").person == world.son


def test_it_ends_by_itself_when_its_time_is_over(granted):
    december = date(2026, 12, 1)
    assert not computed(december).lines.filter(benefit=PHASEOUT).exists()
    assert Award.objects.filter(benefit=PHASEOUT).exists()


def test_the_account_that_was_named_is_kept_once_and_sealed(world):
    who = {"bank": "", "since": MONDAY, "actor": CLERK, "at": at(MONDAY)}
    take_account(person=world.mother, number="6222 0000 1111 2222", **who)
    take_account(person=world.mother, number="6222000011112222", **who)
    take_account(person=world.mother, number="6222000011113333", **who | {"since": APRIL})
    rows = PayeeAccount.objects.order_by("valid_from").values_list("tail", "valid_to")
    assert list(rows) == [("2222", APRIL), ("3333", FOREVER)]
