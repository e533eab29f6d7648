"""The month's round: who is entitled and does not ask is found once, with the reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.programmes.assistance.relief.discovery.conftest import (
    APRIL,
    DIBAO,
    MONDAY,
    at,
    poor,
    round_on,
)
from yingzhou.core import audit
from yingzhou.kernel.cases.models import DataUse
from yingzhou.kernel.catalogue import district
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.models import RunLine
from yingzhou.kernel.payments.services import awards
from yingzhou.kernel.payments.services.computing import ask as ask_run
from yingzhou.kernel.payments.services.computing import compute
from yingzhou.kernel.people.models import Household
from yingzhou.kernel.people.services import record_life_event
from yingzhou.kernel.visits.models import Visit
from yingzhou.programmes.assistance.relief.discovery import chores
from yingzhou.programmes.assistance.relief.discovery.faults import DiscoveryFault
from yingzhou.programmes.assistance.relief.discovery.files import house
from yingzhou.programmes.assistance.relief.discovery.models import Finding, Round
from yingzhou.programmes.assistance.relief.discovery.services import keeping, rounds, visiting


def test_who_could_have_dibao_and_never_asked_is_found_with_the_reason(world):
    row = round_on(MONDAY)
    finding = world.finding()
    assert (row.state, row.people, row.new) == ("done", 3, Finding.objects.count())
    assert (finding.household, finding.person, finding.item) == (world.home, None, "relief/dibao")
    assert finding.amount > 0
    told = dict(finding.facts)
    assert told["家庭月收入"].startswith("600.00")
    assert "低于低保标准" in told["人均月收入"]
    assert not Finding.objects.filter(person=world.widow, what__startswith="benefit:").exists()


def test_it_becomes_a_visit_of_the_village_with_a_last_day_and_a_reason(world):
    round_on(MONDAY)
    finding = world.finding()
    visit = finding.visit
    assert (finding.state, visit.kind, visit.user) == ("visiting", "discovery", world.officer)
    assert (visit.due_on, visit.confidence) == (date(2026, 3, 30), "unverified")
    assert "最低生活保障" in visit.reason
    assert visit.asked_by == f"discovery:{finding.pk}"


def test_the_round_done_again_finds_nothing_twice(world):
    round_on(MONDAY)
    before = list(Finding.objects.values_list("pk", "visit"))
    row = round_on(date(2026, 3, 9))
    assert list(Finding.objects.values_list("pk", "visit")) == before
    assert (row.found, row.new) == (len(before), len(before))
    assert Visit.objects.count() == Finding.objects.exclude(visit=None).count()


def test_next_month_it_is_still_the_same_finding(world):
    round_on(MONDAY)
    row = round_on(APRIL)
    assert row.new == 0
    assert world.finding().seen == row
    assert world.finding().round.month == date(2026, 3, 1)


def test_a_round_that_broke_off_is_taken_up_again(world, monkeypatch):
    row = rounds.ask(month=date(2026, 3, 1), by="bureau", at=at(MONDAY))
    with monkeypatch.context() as patch:
        patch.setattr(visiting, "send", lambda **_: 1 / 0)
        chores.look_through(at(MONDAY))
    row.refresh_from_db()
    assert (row.state, row.phase) == ("failed", "division by zero")
    assert world.finding().state == "waiting"  # what was found is kept
    rounds.ask(month=date(2026, 3, 1), by="bureau", at=at(MONDAY))
    chores.look_through(at(MONDAY))
    row.refresh_from_db()
    assert row.state == "done"
    assert Finding.objects.filter(what=DIBAO).count() == 1
    assert world.finding().state == "visiting"


def test_who_has_an_award_is_not_found(world):
    awards.begin(
        benefit=benefits()["relief/dibao"],
        holder=world.home,
        payee=world.mother,
        since=date(2026, 2, 9),
        actor=audit.Actor(1, "计算甲"),
        at=at(MONDAY),
    )
    round_on(MONDAY)
    assert not Finding.objects.filter(what=DIBAO).exists()


def test_what_holds_no_more_is_closed_and_the_visit_called_off(world):
    round_on(MONDAY)
    finding = world.finding()
    awards.begin(
        benefit=benefits()["relief/dibao"],
        holder=world.home,
        payee=world.mother,
        since=date(2026, 3, 9),
        actor=audit.Actor(1, "计算甲"),
        at=at(MONDAY),
    )
    row = round_on(APRIL)
    finding.refresh_from_db()
    assert (finding.state, finding.closed_on) == ("gone", APRIL)
    assert finding.visit.state == "called_off"
    assert row.gone >= 1


def test_who_died_since_the_first_of_the_month_is_not_found(world):
    old = poor(world.village, "陈独生", "ALONE")
    district.district_on(date(2026, 3, 1))  # read before it happened
    asked = rounds.ask(month=date(2026, 3, 1), by="bureau", at=at(MONDAY))
    record_life_event(
        person=old, kind="death", on=MONDAY, source="死亡证明", actor=audit.SYSTEM, at=at(MONDAY)
    )
    rounds.work(row=asked, at=at(MONDAY))
    home = Household.objects.get(number="ALONE")
    assert not Finding.objects.filter(household=home).exists()


def test_a_village_gets_no_more_visits_a_month_than_it_can_bear(world):
    for number in range(5):
        poor(world.village, "刘" + "甲乙丙丁戊"[number], f"MORE{number}", wage=50_000 + number)
    round_on(MONDAY)
    assert Finding.objects.filter(state="visiting").count() == house().of_village
    waiting = Finding.objects.filter(state="waiting").order_by("-rank")
    sent = Finding.objects.filter(state="visiting").order_by("rank")
    assert sent[0].rank >= waiting[0].rank  # the most urgent go first
    chores.go_on(at(date(2026, 3, 20)))
    assert Finding.objects.filter(state="visiting").count() == house().of_village
    chores.go_on(at(APRIL))  # there is room again
    assert Finding.objects.filter(state="visiting").count() == 2 * house().of_village


def test_nobodys_door_is_knocked_at_twice_at_once(world):
    factories.person("张大爷", date(1938, 1, 1), home=world.village, household="POOR")
    round_on(MONDAY)
    homes = Finding.objects.filter(state="visiting").values_list("home", flat=True)
    assert len(set(homes)) == len(homes)


def test_only_this_month_can_be_looked_through(world):
    with pytest.raises(DiscoveryFault, match="只能找当月"):
        rounds.ask(month=date(2026, 2, 1), by="bureau", at=at(MONDAY))
    row = round_on(MONDAY)
    with pytest.raises(DiscoveryFault, match="已经找完了"):
        keeping.keep(row=row, found=[], at=at(MONDAY))


def test_the_month_begins_by_itself_on_its_first_workday(world):
    chores.begin_the_month(at(date(2026, 3, 1)))  # a Sunday
    assert not Round.objects.exists()
    chores.begin_the_month(at(MONDAY))
    chores.begin_the_month(at(MONDAY, 11))
    (row,) = Round.objects.all()
    assert (row.state, row.month) == ("asked", date(2026, 3, 1))
    assert "第一个工作日" in row.asked_by


def test_whose_registers_were_looked_at_for_it_can_read_that(world):
    round_on(MONDAY)
    uses = DataUse.objects.filter(fact="主动发现", purpose__contains="最低生活保障")
    assert set(uses.values_list("person", flat=True)) == {world.mother.pk, world.child.pk}
    assert all(one.is_look for one in uses)


def test_money_of_the_registers_that_came_back_is_found_too(world):
    """老年综合津贴 is paid to whoever the registers show; nobody asks. The bank sent it back."""
    run = ask_run(month=date(2026, 3, 1), actor=audit.Actor(1, "计算甲"), at=at(MONDAY))
    compute(run=run, at=at(MONDAY))
    lines = RunLine.objects.filter(benefit="eldercare/senior_allowance", holder=world.widow.pk)
    assert lines.count() == 1
    run.refresh_from_db()
    run.approved_by, run.approved_at = "审批乙", at(MONDAY)
    run.save()
    round_on(MONDAY)
    what = "benefit:eldercare/senior_allowance"
    assert not Finding.objects.filter(what=what).exists()  # it is on its way
    lines.update(state=RunLine.State.FAILED)
    round_on(date(2026, 3, 9))
    found = world.finding(what)
    assert found.person == world.widow
    assert ["上次没有到账", "2026年3月"] in found.facts


@given(st.lists(st.integers(min_value=0, max_value=7), max_size=120))
def test_whatever_comes_in_whatever_order_nobody_is_asked_for_too_much(order):
    """Eight villages of two towns, asked for in any order."""
    room = visiting.Room(_tree())
    taken = [place for place in order if room.take(100 + place)]
    for village in range(8):
        assert taken.count(village) == min(order.count(village), house().of_village)
    for town in (range(4), range(4, 8)):
        assert sum(taken.count(village) for village in town) <= house().of_town


def _tree():
    from types import SimpleNamespace

    nodes = {number: SimpleNamespace(id=number, level=2) for number in (1, 2)}
    nodes |= {100 + n: SimpleNamespace(id=100 + n, level=3) for n in range(8)}
    return SimpleNamespace(
        home={}, nodes=nodes, path=lambda one: [nodes[1 if one < 104 else 2], nodes[one]]
    )
