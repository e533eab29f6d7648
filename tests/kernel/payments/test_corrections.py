"""What becomes known late is put right: paid in arrears, or asked back after they were heard."""

from __future__ import annotations

from datetime import date
from unittest import mock

import pytest

from tests import factories
from tests.kernel.payments.conftest import (
    ALLOWANCE,
    APRIL,
    BOSS,
    CLERK,
    DIBAO,
    MARCH,
    at,
    computed,
)
from tests.kernel.payments.test_following import dies, taken_back
from yingzhou.core.invariants import check_all
from yingzhou.kernel.ledger import selectors as books
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.house import rule
from yingzhou.kernel.payments.models import Correction, Recovery, Run, RunLine
from yingzhou.kernel.payments.selectors.paid import net_in
from yingzhou.kernel.payments.services import approving, awards, claiming, recovering
from yingzhou.kernel.people import services as people
from yingzhou.kernel.people.models import Household, Person

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)

pytestmark = pytest.mark.django_db(transaction=True)


def approved(month: date) -> Run:
    run = computed(month)
    return approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(month, 15))


def earns(person: Person, wage: int, since: date, until: date | None = None, on: date = APRIL):
    """Entered on the twentieth of the month before the run that is to find it."""
    span = {} if until is None else {"until": until}
    people.set_income(
        person=person, since=since, figures={"wage": wage}, source="税务比对", actor=CLERK,
        at=at(on, 9), **span,
    )  # fmt: skip


def net(benefit: str, month: date, holder: int) -> int:
    found = net_in(benefit, month, [holder])
    return dict(zip(found.holder.tolist(), found.amount.tolist(), strict=True)).get(holder, 0)


def broken() -> list[str]:
    return [f"{one.name}: {one.faults}" for one in check_all() if one.count]


def test_less_income_found_later_is_paid_in_arrears_as_a_line_of_the_earlier_month(village):
    march = approved(MARCH)
    was = march.lines.get(benefit=DIBAO).amount
    earns(village.mother, 30_000, MARCH)
    april = approved(APRIL)
    line = april.lines.get(benefit=DIBAO, month=MARCH)
    assert (line.correction, line.amount, line.before, line.why) == (1, 300_00, was, "arrears")
    assert line.persons == 0, "who was paid for March is counted there already"
    row = Correction.objects.get()
    assert (row.paid, row.due, row.outcome, row.number) == (was, was + 300_00, "arrears", 1)
    (why,) = row.because
    assert (why["kind"], why["what"], why["by"], why["at"]) == (
        "fact", "收入和支出", CLERK.name, "2026-04-01",
    )  # fmt: skip
    assert "工资 600.00 元/月" in why["before"]
    assert "工资 300.00 元/月" in why["after"]
    assert net(DIBAO, MARCH, village.home.pk) == was + 300_00
    assert april.lines.get(benefit=DIBAO, month=APRIL).amount == was + 300_00
    assert broken() == []


def test_what_was_put_right_is_not_put_right_again(village):
    approved(MARCH)
    earns(village.mother, 30_000, MARCH)
    approved(APRIL)
    may = approved(MAY)
    assert set(may.lines.values_list("month", flat=True)) == {MAY}
    assert Correction.objects.count() == 1


def test_a_second_change_of_the_same_month_is_a_second_correction(village):
    approved(MARCH)
    earns(village.mother, 30_000, MARCH)
    approved(APRIL)
    earns(village.mother, 10_000, MARCH, MAY, on=date(2026, 4, 20))
    may = approved(MAY)
    found = dict(may.lines.filter(benefit=DIBAO).values_list("month", "correction"))
    assert found == {MARCH: 2, APRIL: 1, MAY: 0}
    assert broken() == []


def test_more_income_found_later_takes_nothing_silently(village):
    """The run pays April in full; March's 200 yuan are proposed, told, heard, and then decided."""
    march = approved(MARCH)
    was = march.lines.get(benefit=DIBAO).amount
    earns(village.mother, 80_000, MARCH, APRIL)
    april = approved(APRIL)
    assert april.lines.get(benefit=DIBAO).amount == was
    row = Recovery.objects.get()
    assert (row.state, row.amount, row.payee) == ("proposed", 200_00, village.mother)
    assert books.balance(f"claimed/{DIBAO}") == 0, "nothing is in the books yet"
    assert net(DIBAO, MARCH, village.home.pk) == was - 200_00
    with pytest.raises(PaymentFault, match="还没有说明"):
        claiming.decide(recovery=row.pk, claim=True, why="应退", actor=BOSS, at=at(APRIL, 20))
    claiming.say(recovery=row.pk, text="那个月加了班", actor=CLERK, at=at(APRIL, 16))
    with pytest.raises(PaymentFault, match="计算的人自己"):
        claiming.decide(recovery=row.pk, claim=True, why="应退", actor=CLERK, at=at(APRIL, 20))
    claiming.decide(recovery=row.pk, claim=True, why="收入属实", actor=BOSS, at=at(APRIL, 20))
    assert books.balance(f"claimed/{DIBAO}") == 200_00
    assert sum(books.balances("spent/relief/").values()) == 2 * was - 200_00
    recovering.receive(recovery=row.pk, amount=5_000, day=MAY, actor=CLERK, at=at(MAY))
    row.refresh_from_db()
    assert recovering.owed(row) == 150_00
    assert broken() == []


def test_who_says_nothing_is_waited_for_as_long_as_the_house_says(village):
    approved(MARCH)
    earns(village.mother, 80_000, MARCH, APRIL)
    approved(APRIL)
    row = Recovery.objects.get()
    assert (row.hear_until - APRIL).days == rule("hearing").value
    assert rule("hearing").confidence == "unverified"
    day = date(2026, 4, 12)
    claiming.decide(recovery=row.pk, claim=True, why="没有意见", actor=BOSS, at=at(day))
    row.refresh_from_db()
    assert row.state == Recovery.State.OPEN


def test_what_is_left_to_them_is_not_found_again_and_counts_when_it_was_owed_after_all(village):
    march = approved(MARCH)
    was = march.lines.get(benefit=DIBAO).amount
    earns(village.mother, 80_000, MARCH, APRIL)
    approved(APRIL)
    row = Recovery.objects.get()
    claiming.decide(recovery=row.pk, claim=False, why="我们登记晚了", actor=BOSS, at=at(APRIL, 16))
    earns(village.mother, 60_000, MARCH, APRIL, on=date(2026, 4, 20))
    may = approved(MAY)
    assert not may.lines.filter(month=MARCH).exists(), "she has it already"
    assert Correction.objects.get(run=may).reduced == 200_00
    assert net(DIBAO, MARCH, village.home.pk) == was
    assert broken() == []


def test_a_claim_shrinks_when_the_finding_was_wrong_and_only_the_rest_is_paid(village):
    march = approved(MARCH)
    was = march.lines.get(benefit=DIBAO).amount
    earns(village.mother, 80_000, MARCH, APRIL)
    approved(APRIL)
    row = Recovery.objects.get()
    claiming.say(recovery=row.pk, text="没有这么多", actor=CLERK, at=at(APRIL, 16))
    claiming.decide(recovery=row.pk, claim=True, why="属实", actor=BOSS, at=at(APRIL, 17))
    recovering.receive(recovery=row.pk, amount=150_00, day=APRIL, actor=CLERK, at=at(APRIL, 18))
    earns(village.mother, 60_000, MARCH, APRIL, on=date(2026, 4, 20))
    may = approved(MAY)
    assert may.lines.get(month=MARCH).amount == 150_00, "what she paid back comes again"
    row.refresh_from_db()
    assert (row.state, recovering.owed(row)) == (Recovery.State.SETTLED, 0)
    assert books.balance(f"claimed/{DIBAO}") == 0
    assert net(DIBAO, MARCH, village.home.pk) == was
    assert broken() == []


def test_an_award_that_begins_before_the_month_of_its_decision_is_paid_from_there(village):
    place = village.old.residences.first().division
    late = factories.person("陈阿妹", date(1975, 2, 1), home=place, household="LATE")
    factories.income(late, since=date(2025, 7, 1))
    home = Household.objects.get(number="LATE")
    factories.assets(home, since=date(2025, 7, 1), homes=0, floor_area=0)
    approved(MARCH)
    awards.begin(
        benefit=village.dibao, holder=home, payee=late, since=MARCH, actor=CLERK,
        at=at(date(2026, 4, 2)),
    )  # fmt: skip
    april = approved(APRIL)
    lines = {line.month: line for line in april.lines.filter(holder=home.pk)}
    assert (lines[MARCH].amount, lines[MARCH].correction) == (lines[APRIL].amount, 1)
    assert lines[MARCH].persons == 1, "nobody was counted in March"
    (why,) = Correction.objects.get().because
    assert why["kind"] == "award"
    assert "确定从2026年3月起" in why["what"]
    assert broken() == []


def test_a_certificate_entered_late_is_paid_from_the_month_it_holds(village):
    rule_of = benefits().get("disability/care_allowance")
    code = rule_of.code if rule_of else next(c for c in benefits() if "disab" in c)
    approved(MARCH)
    people.change_disability(
        person=village.mother, category=4, grade=1, on=date(2026, 2, 1), actor=CLERK,
        at=at(APRIL),
    )  # fmt: skip
    april = approved(APRIL)
    found = dict(april.lines.filter(benefit=code).values_list("month", "correction"))
    assert found == {MARCH: 1, APRIL: 0}
    assert broken() == []


def test_who_moved_away_months_ago_gives_nothing_back_without_being_heard(village):
    approved(MARCH)
    people.move(
        person=village.old, kinds=[1, 2], division=None, address="", on=date(2026, 2, 10),
        source="公安", actor=CLERK, at=at(APRIL),
    )  # fmt: skip
    approved(APRIL)
    row = Recovery.objects.get(benefit=ALLOWANCE)
    assert (row.state, row.amount) == ("proposed", 180_00), "a quarter less one month"
    assert broken() == []


def test_a_standard_changed_backwards_is_computed_again_for_everybody(village):
    approved(MARCH)
    stored = Run.objects.get()
    stored.laws[DIBAO][MARCH.isoformat()] = "another law"
    stored.save()
    line = stored.lines.get(benefit=DIBAO)
    RunLine.objects.filter(pk=line.pk).update(amount=line.amount - 100_00)
    april = approved(APRIL)
    assert april.lines.get(month=MARCH).amount == 100_00
    (why,) = Correction.objects.get().because
    assert why["kind"] == "law"
    assert not approved(MAY).corrections.exists()


def test_further_back_than_the_house_looks_nothing_is_computed_again(village):
    approved(MARCH)
    earns(village.mother, 30_000, MARCH)
    with mock.patch("yingzhou.kernel.payments.selectors.reach.rule") as said:
        said.return_value.value = 0
        assert not computed(APRIL).corrections.exists()
    assert computed(APRIL).corrections.exists()


def test_what_the_rules_cannot_tell_is_shown_and_changes_nothing(village):
    march = approved(MARCH)
    place = village.old.residences.first().division
    factories.person("张小妹", date(1990, 5, 1), home=place, household="POOR", since=MARCH)
    april = approved(APRIL)
    row = Correction.objects.get()
    assert (row.outcome, row.due, row.difference) == ("unknown", None, 0)
    assert row.because[-1]["kind"] == "needs"
    assert not april.lines.filter(month=MARCH).exists()
    assert april.lines.get(benefit=DIBAO).why == RunLine.Why.HELD
    assert net(DIBAO, MARCH, village.home.pk) == march.lines.get(benefit=DIBAO).amount


def test_what_went_on_until_a_decision_is_theirs(village):
    """April went on as March, for nobody had heard her yet; that is not too much paid."""
    march = approved(MARCH)
    was = march.lines.get(benefit=DIBAO).amount
    earns(village.mother, 80_000, APRIL)
    april = approved(APRIL)
    assert april.lines.get(benefit=DIBAO).why == RunLine.Why.HELD
    earns(village.mother, 90_000, APRIL, on=date(2026, 4, 20))
    assert not approved(MAY).corrections.exists()
    assert net(DIBAO, APRIL, village.home.pk) == was
    earns(village.mother, 10_000, APRIL, on=date(2026, 5, 20))
    june = approved(JUNE)
    assert june.lines.get(benefit=DIBAO, month=APRIL).amount == 500_00
    assert broken() == []


def test_a_draft_is_computed_as_often_as_one_likes_and_does_nothing_before_approval(village):
    approved(MARCH)
    earns(village.mother, 80_000, MARCH, APRIL)
    computed(APRIL)
    assert Correction.objects.count() == 1
    computed(APRIL)
    assert Correction.objects.count() == 1
    assert not Recovery.objects.exists()
    earns(village.mother, 60_000, MARCH, APRIL)
    assert not computed(APRIL).corrections.exists()


def test_two_drafts_do_not_correct_the_same_month(village):
    approved(MARCH)
    earns(village.mother, 30_000, MARCH)
    april = computed(APRIL)
    may = computed(MAY)
    assert may.corrected is None
    assert not may.corrections.exists()
    approving.approve(run=april.pk, total=april.total, actor=BOSS, at=at(APRIL, 15))
    approving.approve(run=may.pk, total=may.total, actor=BOSS, at=at(MAY, 15))
    assert not approved(JUNE).corrections.exists()
    assert broken() == []


def test_what_moved_between_computing_and_approval_is_computed_anew(village):
    approved(MARCH)
    earns(village.mother, 80_000, MARCH, APRIL)
    april = computed(APRIL)
    dies(village.mother, date(2026, 2, 20))
    assert Recovery.objects.get().amount > 200_00
    with pytest.raises(PaymentFault, match="又有变动"):
        approving.approve(run=april.pk, total=april.total, actor=BOSS, at=at(APRIL, 15))
    april.refresh_from_db()
    assert april.state == Run.State.COMPUTED
    assert not approved(APRIL).lines.filter(benefit=DIBAO).exists()
    assert broken() == []


def test_a_death_that_was_none_gives_the_months_back_that_were_not_paid(village):
    approved(MARCH)
    event = dies(village.mother, date(2026, 3, 20))
    assert not approved(APRIL).lines.filter(benefit=DIBAO).exists()
    taken_back(event)
    may = approved(MAY)
    assert set(may.lines.filter(benefit=DIBAO).values_list("month", "correction")) == {
        (APRIL, 1), (MAY, 0),
    }  # fmt: skip
    assert broken() == []


def test_a_death_asks_back_no_more_than_a_correction_left(village):
    march = approved(MARCH)
    was = march.lines.get(benefit=DIBAO).amount
    earns(village.mother, 80_000, MARCH, APRIL)
    approved(APRIL)
    dies(village.mother, date(2026, 2, 20))
    claims = Recovery.objects.order_by("pk")
    assert [one.amount for one in claims] == [200_00, was - 200_00 + was]
    assert net(DIBAO, MARCH, village.home.pk) == 0
    assert broken() == []
