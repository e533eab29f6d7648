"""A hospital's bill, settled at its counter: how much, why, once, never beyond the year's cap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from tests.programmes.assistance.relief.conftest import (
    CLERK,
    FRIDAY,
    YUAN,
    World,
    at,
    bill,
    hospital_with_token,
)
from tests.support.parallel import at_once, on_disk
from yingzhou.core import audit
from yingzhou.kernel.cases.models import Case, DataUse, Decision
from yingzhou.kernel.ledger import selectors as ledger
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.services import awards
from yingzhou.kernel.people.models import Household, LifeEvent
from yingzhou.kernel.people.services import leave, record_life_event
from yingzhou.programmes.assistance.relief.faults import NotSettled, OtherBill
from yingzhou.programmes.assistance.relief.models import Settlement, YearTotal
from yingzhou.programmes.assistance.relief.selectors.classes import standing_on

TOGETHER = 8


def words_of(row: Settlement) -> str:
    return " ".join(sentence for step in row.why for sentence in step["sentences"])


def test_who_is_on_the_roll_pays_a_tenth_of_what_is_theirs_and_reads_why(world):
    row = world.settle(bill(own=10_000)).row
    assert (row.paid, row.left) == (9_000 * YUAN, 1_500 * YUAN), "and what is outside the catalogue"
    assert row.cap_left == 121_000 * YUAN
    assert "在低保名册上(自 2020-01-01 起)" in words_of(row)
    assert "90%" in words_of(row)
    assert any("条例" in step["article"] for step in row.why)
    assert "医疗救助.年限额" in [name for step in row.why for name in step["unverified"]]


def test_the_books_know_it_in_the_same_breath(world):
    world.settle(bill(own=10_000))
    owed = ledger.balances("hospital/")
    assert owed == {"hospital/XH/2026-11": -9_000 * YUAN}
    assert list(ledger.balances("spent/relief/medical/").values()) == [9_000 * YUAN]


def test_the_patient_can_read_who_asked_what_kind_their_family_is(world):
    row = world.settle(bill()).row
    use = DataUse.objects.get(person=world.widow)
    assert (use.fact, use.user_name) == ("救助对象类别", "崇明第一医院")
    assert row.receipt in use.purpose
    world.settle(bill())
    assert DataUse.objects.count() == 1, "asked again, nothing was looked up again"


def test_an_outpatient_has_a_smaller_share_and_a_smaller_cap(world):
    visit = {"kind": "outpatient", "since": FRIDAY}
    first = world.settle(bill("M1", own=3_000, **visit)).row
    second = world.settle(bill("M2", own=3_000, **visit)).row
    assert (first.paid, second.paid) == (1_500 * YUAN, 500 * YUAN), "half, and 2,000 a year"
    year = YearTotal.objects.get()
    assert (year.given, year.given_outpatient) == (2_000 * YUAN, 2_000 * YUAN)


def test_the_last_bill_of_the_year_gets_what_is_left_and_the_next_nothing(world):
    world.settle(bill("Z1", own=140_000))
    last = world.settle(bill("Z2", own=10_000, since=FRIDAY - timedelta(days=3))).row
    after = world.settle(bill("Z3", own=10_000, since=FRIDAY - timedelta(days=1))).row
    assert (last.paid, last.cap_left) == (4_000 * YUAN, 0)
    assert (after.paid, after.left) == (0, 10_500 * YUAN)
    assert "较高者" in words_of(after), "it says that nothing is left of the cap"


def test_a_new_year_begins_anew(world):
    world.settle(bill("Z1", own=140_000 + 10_000))
    earlier = date(2025, 12, 20)
    row = world.settle(bill("Z0", since=earlier - timedelta(days=3), until=earlier)).row
    assert (row.year, row.paid) == (2025, 9_000 * YUAN)


def test_whoever_is_given_in_full_has_no_cap(world):
    awards.begin(
        benefit=benefits()["relief/tekun"],
        holder=world.neighbour,
        payee=world.neighbour,
        since=date(2026, 3, 1),
        actor=CLERK,
        at=at(date(2026, 3, 2)),
    )
    row = world.settle(bill(own=150_000), world.neighbour).row
    assert (row.paid, row.cap, row.cap_left) == (150_000 * YUAN, None, None)
    assert row.category == "特困"


def test_a_family_burdened_by_its_expenses_gets_half_of_a_stay(world):
    awards.begin(
        benefit=benefits()["relief/rigid"],
        holder=Household.objects.get(memberships__person=world.neighbour),
        payee=world.neighbour,
        since=date(2026, 3, 1),
        actor=CLERK,
        at=at(date(2026, 3, 2)),
    )
    assert world.settle(bill(own=10_000), world.neighbour).row.paid == 5_000 * YUAN
    visit = bill("M1", own=1_000, kind="outpatient", since=FRIDAY)
    assert world.settle(visit, world.neighbour).row.paid == 0


def test_what_counts_is_the_day_of_the_discharge(world):
    leave(roll="dibao", holder=world.widow, on=date(2026, 11, 1), actor=audit.SYSTEM, at=at(FRIDAY))
    assert standing_on(world.widow, date(2026, 10, 31)).category == "低保"
    with pytest.raises(NotSettled, match="不是特困、低保、低保边缘或支出型"):
        world.settle(bill())
    before = bill(since=date(2026, 10, 1), until=date(2026, 10, 31))
    assert world.settle(before).row.paid == 9_000 * YUAN


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"until": FRIDAY + timedelta(days=1)}, "在今天以后"),
        ({"since": FRIDAY, "until": FRIDAY - timedelta(days=1)}, "在出院日期以后"),
        ({"kind": "outpatient"}, "同一天"),
        ({"basic": 30_000 * YUAN}, "超过了总费用"),
        ({"since": date(1940, 1, 1), "until": date(1940, 1, 2)}, "出生以前"),
    ],
)
def test_a_bill_that_cannot_be_says_what_is_wrong(world, more, says):
    with pytest.raises(NotSettled, match=says):
        world.settle(bill(**more))
    assert not Settlement.objects.exists()


def test_asked_again_the_answer_is_the_same_and_nothing_is_given_twice(world):
    first, again = world.settle(bill()), world.settle(bill())
    assert (first.replayed, again.replayed) == (False, True)
    assert first.row == again.row
    assert YearTotal.objects.get().given == 9_000 * YUAN


def test_the_same_number_for_another_bill_is_refused(world):
    world.settle(bill())
    with pytest.raises(OtherBill, match="已经结算过"):
        world.settle(bill(own=9_999))
    with pytest.raises(OtherBill):
        world.settle(bill(), world.neighbour)


def test_another_hospital_may_use_the_same_number(world):
    world.settle(bill())
    other, client, _ = hospital_with_token("SH", "崇明第二医院")
    theirs = World(world.widow, world.neighbour, other, client, "")
    assert not theirs.settle(bill()).replayed


def test_a_stay_is_not_settled_again_under_another_number(world):
    world.settle(bill("Z1"))
    with pytest.raises(NotSettled, match="已经用单号“Z1”结算过"):
        world.settle(bill("Z2"))


def test_what_is_taken_back_frees_the_cap_and_stands_in_the_books(world):
    row = world.settle(bill("Z1", own=140_000)).row
    back = world.reverse(row).row
    assert (back.paid, back.reverses) == (-126_000 * YUAN, row)
    assert back.cap_left == 130_000 * YUAN
    assert ledger.balances("hospital/") == {}
    assert world.reverse(row).replayed, "asked again, the same answer"
    with pytest.raises(OtherBill, match="请用新的单号"):
        world.settle(bill("Z1", own=140_000))
    assert world.settle(bill("Z2", own=10_000)).row.paid == 9_000 * YUAN
    with pytest.raises(NotSettled, match="不能再撤销"):
        world.reverse(back)


def test_the_last_stay_of_who_died_in_it_is_settled_as_it_stood_on_admission(world):
    record_life_event(
        person=world.widow,
        kind=LifeEvent.Kind.DEATH,
        on=FRIDAY - timedelta(days=2),
        source="医院",
        actor=audit.SYSTEM,
        at=at(FRIDAY),
    )
    world.widow.refresh_from_db()
    assert world.settle(bill()).row.paid == 9_000 * YUAN
    with pytest.raises(NotSettled, match="已经去世"):
        world.settle(bill("M1", kind="outpatient", since=FRIDAY))


def test_what_was_granted_at_the_counter_counts_under_the_same_cap(world, monkeypatch):
    from yingzhou.programmes.assistance.relief.services import settling

    counter = {"relief/medical": 125_000 * YUAN, "relief/medical_outpatient": 0}
    monkeypatch.setattr(settling, "given_at_the_counter", lambda *_: counter)
    assert world.settle(bill(own=10_000)).row.paid == 5_000 * YUAN


def test_a_settlement_is_not_rewritten_in_the_database(world):
    row = world.settle(bill()).row
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Settlement.objects.filter(pk=row.pk).update(paid=1)


def test_the_database_itself_refuses_more_than_the_cap(world):
    world.settle(bill())
    with pytest.raises(IntegrityError, match="year_total_cap"), transaction.atomic():
        YearTotal.objects.update(given=200_000 * YUAN, capped=200_000 * YUAN)


def test_many_at_the_same_moment_for_one_person_stop_at_the_cap(transactional_db, world, tmp_path):
    """Sixteen stays of 9,000 each, of which fourteen and a part have room."""
    bills = [bill(f"Z{n}", since=FRIDAY - timedelta(days=n + 1)) for n in range(2 * TOGETHER)]
    with on_disk(tmp_path):
        paid = at_once([lambda one=one: world.settle(one).row.paid for one in bills])
        total = at_once([lambda: YearTotal.objects.get().given])[0]
    assert sorted(paid)[-14:] == [9_000 * YUAN] * 14
    assert sum(paid) == total == 130_000 * YUAN, connection.vendor


def test_the_same_bill_from_many_at_once_is_one_settlement(transactional_db, world, tmp_path):
    with on_disk(tmp_path):
        found = at_once([lambda: world.settle(bill()).row.pk] * TOGETHER)
        kept = at_once([lambda: (Settlement.objects.count(), YearTotal.objects.get().given)])
    assert len(set(found)) == 1
    assert kept == [(1, 9_000 * YUAN)]


def test_a_decision_on_the_edge_of_poverty_is_a_standing_too(world):
    village = world.neighbour.residences.first().division
    case = Case(
        number="2026-1-1", place=village, year=2026, running=1, item="relief/dibao_edge",
        applicant=world.neighbour, home=village, channel="counter", stage="closed", by="",
        is_open=False, outcome="granted", received_at=at(FRIDAY), stage_since=at(FRIDAY),
        answers={}, version=_version(),
    )  # fmt: skip
    case.save()
    Decision.objects.create(
        case=case, step=1, result="grant", reason="", article="", made_at=at(date(2026, 5, 1))
    )
    assert standing_on(world.neighbour, FRIDAY).category == "低收入"
    assert standing_on(world.neighbour, date(2026, 4, 30)) is None
    assert world.settle(bill(own=10_000), world.neighbour).row.paid == 8_000 * YUAN


def _version():
    from yingzhou.kernel.catalogue import versions
    from yingzhou.kernel.catalogue.models import ItemVersion

    versions.sync(at(FRIDAY))
    return ItemVersion.objects.filter(code="relief/dibao_edge").first()
