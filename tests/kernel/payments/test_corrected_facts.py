"""What is corrected on the person's page back in time is found by the run of the next month."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.payments.conftest import APRIL, CLERK, DIBAO, MARCH, at, computed
from tests.kernel.payments.test_corrections import BOSS, approved, broken
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.models import Correction, Recovery
from yingzhou.kernel.payments.services import approving, awards
from yingzhou.kernel.people import services as people
from yingzhou.kernel.people.models import Household, Person

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"source": "单位工资单", "reason": "奖金算了两遍", "confirmed": "1"}
ALONE = "relief/dibao_single"


def corrected(client, person: Person, what: str, **typed: str) -> None:
    answer = client.post(f"/desk/people/{person.pk}/{what}/", WORDS | typed, follow=True)
    assert "已更正" in answer.content.decode()


def test_less_income_entered_on_the_page_is_paid_in_arrears_by_the_next_run(office, village):
    """March was paid by 600 yuan of wages. In March still, the clerk of the town learns that it
    was 300 since January; the run of April drafts what March lacks and says who entered it."""
    march = approved(MARCH)
    was = march.lines.get(benefit=DIBAO).amount
    rest = dict.fromkeys(("pension", "other", "medical", "education"), "0")
    corrected(office("town"), village.mother, "income", wage="300", since="2026-01", **rest)
    april = computed(APRIL)
    row = Correction.objects.get(run=april)
    assert (row.month, row.paid, row.due, row.outcome) == (MARCH, was, was + 300_00, "arrears")
    (why,) = row.because
    assert (why["what"], why["by"]) == ("收入和支出", office.users["town"].username)
    assert "工资 300.00 元/月" in why["after"]
    approving.approve(run=april.pk, total=april.total, actor=BOSS, at=at(APRIL, 15))
    assert april.lines.get(benefit=DIBAO, month=MARCH).amount == 300_00
    assert broken() == []


def test_more_property_entered_on_the_page_is_proposed_and_not_taken(office, village):
    march = approved(MARCH)
    was = march.lines.get(benefit=DIBAO).amount
    corrected(
        office("town"), village.mother, "assets", money="900,000", homes="0", floor_area="0",
        since="2026-03",
    )  # fmt: skip
    april = computed(APRIL)
    row = Correction.objects.get(run=april)
    assert (row.paid, row.due, row.outcome) == (was, 0, "clawback")
    assert row.because[0]["what"] == "家庭财产"
    assert not Recovery.objects.exists(), "a draft takes nothing"
    assert april.lines.get(benefit=DIBAO).amount == was, "nor does it stop before they were heard"


@pytest.fixture
def patient(village) -> Person:
    """Has nothing, beside a husband who earns too much for 低保 and little enough for its margin;
    granted 单人户低保 for an illness."""
    place = village.old.residences.first().division
    person = factories.person("施病人", date(1980, 2, 1), home=place, household="ILL")
    factories.income(person, since=date(2025, 7, 1))
    husband = factories.person("施丈夫", date(1979, 2, 1), 1, home=place, household="ILL")
    factories.income(husband, since=date(2025, 7, 1), wage=520_000)
    home = Household.objects.get(number="ILL")
    factories.assets(home, since=date(2025, 7, 1), money=0, homes=0, floor_area=0)
    awards.begin(
        benefit=benefits()[ALONE], holder=person, payee=person, since=date(2025, 12, 9),
        actor=CLERK, at=at(date(2025, 12, 9)),
    )  # fmt: skip
    return person


def test_an_illness_entered_late_is_paid_from_the_month_it_holds(office, village, patient):
    assert not approved(MARCH).lines.filter(benefit=ALONE).exists()
    corrected(office("town"), patient, "illness", is_ill="1", since="2026-02-20")
    april = approved(APRIL)
    assert set(april.lines.filter(benefit=ALONE).values_list("month", "correction")) == {
        (MARCH, 1), (APRIL, 0),
    }  # fmt: skip
    assert Correction.objects.get().because[0]["what"] == "大重病"
    assert broken() == []


def test_a_level_of_care_and_schooling_leave_marks_that_a_run_looks_at(village):
    """The old woman is looked at again; that none of her money depends on it changes nothing."""
    approved(MARCH)
    who = {"source": "评估告知书", "actor": CLERK, "at": at(APRIL)}
    people.set_care_level(person=village.old, level=4, since=MARCH, **who)
    people.set_schooling(person=village.mother, stage=5, since=MARCH, **who)
    april = computed(APRIL)
    assert april.corrected is not None
    assert not april.corrections.exists()
