"""A claim on 生态惠民保险: from the counter to the insurer over HTTP, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

import pytest

from tests import factories
from tests.programmes.assistance.relief.conftest import CLERK, at
from tests.support.simulators import Running, running
from yingzhou.core import clock
from yingzhou.demo.simulators.parts.insurer import fate_of
from yingzhou.kernel.cases.events import CaseMoved
from yingzhou.kernel.cases.models import Case, Decision
from yingzhou.kernel.catalogue import versions
from yingzhou.kernel.catalogue.models import ItemVersion
from yingzhou.kernel.notices import services as notices
from yingzhou.kernel.notices.models import Message
from yingzhou.kernel.people.models import Person
from yingzhou.programmes.assistance.relief import chores, handlers, insurer, invariants
from yingzhou.programmes.assistance.relief.faults import InsuranceFault
from yingzhou.programmes.assistance.relief.models import Claim
from yingzhou.programmes.assistance.relief.services import claims

MONDAY = date(2026, 11, 23)
State = Claim.State
_numbers = count(1)


@pytest.fixture(scope="module")
def simulators() -> Iterator[Running]:
    with running() as service:
        yield service


@pytest.fixture
def office(simulators, settings) -> Running:
    settings.INSURER = {
        "url": f"{simulators.url}/insurer", "token": simulators.token, "timeout": 2,
    }  # fmt: skip
    simulators.faults("insurer")
    return simulators


@pytest.fixture
def old(db, stop_clock) -> Person:
    stop_clock(at(MONDAY))
    person = factories.person("黄福根", date(1948, 3, 1), 1, home=factories.village())
    notices.set_contact(
        person=person, channel="sms", address="13900000000", actor=CLERK, at=at(MONDAY)
    )
    return person


def number_with(fate: str) -> int:
    """A running number of a case whose claim the insurer will treat so."""
    while True:
        running_number = next(_numbers)
        if fate_of(f"LP2026-310151101-{running_number:06d}") == fate:
            return running_number


def granted(person: Person, fate: str = "settled", **said) -> Claim:
    """A matter that the town let through, as the event tells it."""
    versions.sync(at(MONDAY))
    running_number = number_with(fate)
    home = person.residences.first().division
    case = Case.objects.create(
        number=f"2026-310151101-{running_number:06d}", place=home, year=2026,
        running=running_number, item=claims.ITEM, applicant=person, home=home,
        channel="counter", stage="closed", by="", is_open=False, outcome="granted",
        version=ItemVersion.objects.filter(code=claims.ITEM).first(),
        received_at=at(MONDAY), stage_since=at(MONDAY), only_one=False,
        answers={"values": {"what": "意外受伤", "when": "2026-11-10", "spent": 120_000} | said},
    )  # fmt: skip
    Decision.objects.create(
        case=case, step=5, result="grant", reason="", article="", made_at=at(MONDAY)
    )
    event = CaseMoved(case.pk, claims.ITEM, 5, "grant", "closed", "granted")
    handlers.a_claim_that_was_let_through_goes_to_the_insurer(event)
    handlers.a_claim_that_was_let_through_goes_to_the_insurer(event)
    return Claim.objects.get(case=case)


def talk(claim: Claim, hours: float = 0) -> Claim:
    """What the worker does so many hours later."""
    chores.talk_to_the_insurer(at(MONDAY) + timedelta(hours=hours))
    claim.refresh_from_db()
    return claim


def told(person: Person) -> list[str]:
    return list(Message.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def words(claim: Claim) -> str:
    return "\n".join(claim.notes.values_list("words", flat=True))


def test_what_was_let_through_is_sent_decided_and_paid(old, office):
    claim = granted(old)
    assert (claim.state, claim.kind, claim.spent) == (State.FILED, "injury", 120_000)
    assert talk(claim).state == State.SENT
    assert claim.due_on == MONDAY + timedelta(days=30)
    talk(claim, 1)
    assert talk(claim, 2).state == State.SETTLED
    assert (claim.amount, claim.settled_on) == (84_000, MONDAY)
    assert "已赔付 840.00 元" in told(old)[0]
    assert not list(invariants.claims_end_properly())
    assert talk(claim, 3).notes.count() == 3, "and then nothing more"


def test_a_no_says_why_to_whoever_asked(old, office):
    claim = granted(old, "refused")
    for hours in range(3):
        talk(claim, hours)
    assert claim.state == State.REFUSED
    assert "不在保险责任" in claim.reason
    assert "不予赔付, 原因" in told(old)[0]


def test_papers_are_asked_for_and_the_clock_stands_still_until_they_are_there(old, office):
    claim = granted(old, "papers")
    for hours in range(3):
        talk(claim, hours)
    assert (claim.state, claim.due_on) == (State.ASKED, None)
    assert "要补: 出院小结、费用明细清单" in told(old)[0]
    claims.remind_overdue(at=at(MONDAY + timedelta(days=8)))
    assert len(told(old)) == 2, "again after a week"
    claims.supplied(claim=claim.pk, actor=CLERK, at=at(MONDAY, 15))
    claim.refresh_from_db()
    assert (claim.state, claim.papers) == (State.SENT, "")
    assert claim.due_on == MONDAY + timedelta(days=30)
    assert talk(claim, 9).state == State.SETTLED
    with pytest.raises(InsuranceFault, match="不用补材料"):
        claims.supplied(claim=claim.pk, actor=CLERK, at=at(MONDAY))


@pytest.mark.parametrize("fault", ["busy", "closed", "malformed"])
def test_an_insurer_that_is_not_there_is_asked_again_and_later_each_time(old, office, fault):
    claim = granted(old)
    office.faults("insurer", {"kind": fault, "times": 2})
    assert talk(claim).tries == 1
    assert "会自动再试" in words(claim)
    first = claim.next_try
    assert talk(claim, 0.001).tries == 1, "not before its time"
    assert talk(claim, 1).tries == 2
    assert claim.next_try - (at(MONDAY) + timedelta(hours=1)) > first - at(MONDAY)
    assert talk(claim, 2).state == State.SENT
    assert claim.tries == 0


def test_an_amount_that_cannot_be_is_not_taken_over(old, office):
    claim = granted(old)
    talk(claim)
    office.faults("insurer", {"kind": "too_much"})
    assert talk(claim, 1).state == State.SENT
    assert "金额不合理" in words(claim)


def test_an_insurer_that_forgot_gets_the_claim_again(old, office):
    claim = granted(old)
    talk(claim)
    Claim.objects.filter(pk=claim.pk).update(reference="TP-OTHER", next_try=at(MONDAY))
    assert talk(claim, 1).state == State.FILED
    assert "重新送一次" in words(claim)
    assert talk(claim, 2).state == State.SENT


def test_who_lets_thirty_days_pass_is_reminded_once_a_day(old, office):
    claim = granted(old)
    talk(claim)
    late = at(MONDAY + timedelta(days=31))
    assert claims.remind_overdue(at=at(MONDAY + timedelta(days=30))) == 0
    assert claims.remind_overdue(at=late) == 1
    assert claims.remind_overdue(at=late) == 0
    assert "催办" in words(claim)


def test_without_an_address_claims_wait(old, settings):
    settings.INSURER = {"url": "", "token": "", "timeout": 1}
    claim = granted(old)
    assert talk(claim).state == State.FILED
    with pytest.raises(insurer.NotThere):
        insurer.look("x")


def test_what_happened_to_somebody_who_was_not_covered_then_is_pointed_out(old, office):
    young = factories.person("中年人", date(1966, 11, 20), home=factories.village())
    claim = granted(young, when="2026-11-10")
    assert "那天不在参保名单上" in words(claim)
    assert "不在参保名单上" not in words(granted(old))


def test_a_refused_matter_is_no_claim(old, office):
    assert clock.today() == MONDAY
    claim = granted(old)
    Decision.objects.filter(case=claim.case).update(result="refuse")
    claim.notes.all().delete()
    claim.delete()
    assert claims.file_by_decision(case=claim.case_id, seq=5, at=at(MONDAY)) is None


def test_a_number_of_the_insurer_on_two_claims_is_found(old, office):
    one, other = granted(old), granted(old)
    Claim.objects.filter(pk__in=(one.pk, other.pk)).update(reference="TP1")
    assert "保险公司编号 TP1: 用了 2 次" in "".join(invariants.claims_end_properly())
