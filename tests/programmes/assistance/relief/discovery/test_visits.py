"""What is found at the door goes on: an application, a no, or nothing; and tells whether the way
was worth it."""

from __future__ import annotations

from datetime import date

import pytest

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
from yingzhou.core.consequences import CONSEQUENCES, Event
from yingzhou.core.invariants import check_all
from yingzhou.kernel.cases.models import Case, DataUse
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import item_on
from yingzhou.kernel.people.models import Household, Income, LifeEvent
from yingzhou.kernel.people.services import (
    move,
    record_life_event,
    reverse_life_event,
    take_away,
)
from yingzhou.kernel.visits import chores as visit_chores
from yingzhou.kernel.visits.services import closing, settling
from yingzhou.programmes.assistance.relief.discovery import chores
from yingzhou.programmes.assistance.relief.discovery.models import Decline, Finding
from yingzhou.programmes.assistance.relief.discovery.services import (
    acting,
    applying,
    following,
)

pytestmark = pytest.mark.django_db(transaction=True)


def faults() -> list[str]:
    return [f"{one.name}: {fault}" for one in check_all() for fault in one.faults]


def test_who_is_willing_gets_the_application_opened_and_filled_in(world):
    round_on(MONDAY)
    finding = world.finding()
    world.report(finding, "愿意申请")
    case = finding.case
    assert (finding.state, finding.willing_on) == ("applying", MONDAY)
    assert (case.item, case.applicant, case.channel) == ("relief/dibao", world.mother, "village")
    assert case.owner == world.officer
    assert {one["name"] for one in case.answers["members"]} == {"张秀英", "张小明"}
    signed = [one.get("values", {}).get("consent") for one in case.answers["members"]]
    assert signed == [None, None]  # nobody has agreed for anybody
    used = DataUse.objects.filter(case=case, person=world.mother)
    assert used.exists()
    assert not faults()


def test_a_grant_is_a_hit_and_a_refusal_is_not_asked_again_for_a_while(world):
    round_on(MONDAY)
    finding = world.finding()
    world.report(finding, "愿意申请")
    ends(finding.case, "granted")
    finding.refresh_from_db()
    assert finding.state == "granted"
    ends(finding.case, "refused")  # taken up again, and decided otherwise
    finding.refresh_from_db()
    assert (finding.state, finding.quiet_until) == ("refused", date(2026, 9, 2))
    assert round_on(APRIL).held == 1
    ends(finding.case, "")
    finding.refresh_from_db()
    assert finding.state == "applying"


def ends(case: Case, outcome: str) -> None:
    Case.objects.filter(pk=case.pk).update(is_open=not outcome, outcome=outcome)
    following.after_case(case=case.pk, outcome=outcome, at=at(MONDAY))


def test_who_does_not_want_it_is_left_in_peace_for_a_year(world):
    round_on(MONDAY)
    finding = world.finding()
    world.report(finding, "不愿意")
    assert (finding.state, finding.quiet_until) == ("declined", date(2027, 3, 2))
    assert (finding.decline.reason, finding.decline.household) == ("怕麻烦", world.home)
    row = round_on(APRIL)
    assert (row.new, row.held) == (0, 1)
    assert Finding.objects.filter(what=DIBAO).count() == 1
    assert not faults()


def test_a_no_at_the_door_counts_the_same_and_may_be_taken_back(world):
    round_on(MONDAY)
    finding = world.finding()
    world.report(finding, "", how="declined", why="不想让邻居知道", values={})
    assert finding.decline.reason == "不想让邻居知道"
    closing.welcome_again(
        refusal=finding.visit.refusal.pk, user=world.officer, at=at(date(2026, 3, 20))
    )
    chores.go_on(at(date(2026, 3, 21)))
    assert round_on(APRIL).new == 1  # found anew: the month's key is another
    assert world.finding().pk != finding.pk


def test_something_more_urgent_is_asked_for_all_the_same(world):
    """They declined 低保; what is found then is of a higher class."""
    round_on(MONDAY)
    finding = world.finding()
    world.report(finding, "不愿意")
    Decline.objects.update(rank=3)
    Finding.objects.filter(pk=finding.pk).update(quiet_until=None)
    row = round_on(APRIL)
    assert row.new == 1
    assert not faults()


def test_they_change_their_mind_and_come_before_all_others(world):
    round_on(MONDAY)
    finding = world.finding()
    world.report(finding, "不愿意")
    done, words = acting.act(finding=finding.pk, act="welcome", user=world.officer, at=at(APRIL))
    assert done, words
    finding.refresh_from_db()
    assert (finding.state, finding.rank) == ("waiting", 9999)
    chores.go_on(at(APRIL))
    finding.refresh_from_db()
    assert (finding.state, finding.sent) == ("visiting", 2)
    world.report(finding, "愿意申请", APRIL)
    assert finding.state == "applying"
    assert not Decline.objects.filter(finding=finding, valid_to__gt=APRIL).exists()


@pytest.mark.parametrize(
    ("wish", "state"), [("不符合", "not_fit"), ("已在办", "already"), ("找不到人", "not_found")]
)
def test_other_ends(world, wish, state):
    round_on(MONDAY)
    finding = world.finding()
    world.report(finding, wish)
    assert (finding.state, finding.closed_on) == (state, MONDAY)
    assert finding.notes.last().words == f"{wish}: 怕麻烦"


def test_who_was_not_met_is_gone_to_again_and_then_given_up(world):
    round_on(MONDAY)
    finding = world.finding()
    for number, day in enumerate((MONDAY, date(2026, 3, 6), date(2026, 3, 10))):
        assert (finding.state, finding.closed_on) == ("visiting", None), number
        world.report(finding, "", day, how="unmet", why="没有人应门", values={})
    assert (finding.state, finding.closed_on) == ("not_found", date(2026, 3, 10))
    assert finding.visited_on is None


def test_what_cannot_be_opened_is_kept_until_it_can(world, monkeypatch):
    round_on(MONDAY)
    finding = world.finding()
    with monkeypatch.context() as patch:
        patch.setattr(applying, "applicant_of", lambda *_: None)
        world.report(finding, "愿意申请")
        assert (finding.state, finding.case) == ("willing", None)
        assert "没有能申请的人" in finding.trouble
        done, words = acting.act(finding=finding.pk, act="open", user=world.officer, at=at(MONDAY))
        assert not done
        assert "还是没有开成" in words
    done, words = acting.act(finding=finding.pk, act="open", user=world.officer, at=at(MONDAY))
    finding.refresh_from_db()
    assert done
    assert finding.case.number in words
    assert (finding.state, finding.trouble) == ("applying", "")


def test_who_comes_to_the_counter_meanwhile_needs_no_visit(world):
    round_on(MONDAY)
    finding = world.finding()
    case = intake(
        request=Request(item_on("relief/dibao", MONDAY), world.mother, "counter"),
        user=world.clerk,
        at=at(MONDAY),
    )
    finding.refresh_from_db()
    finding.visit.refresh_from_db()
    assert (finding.state, finding.case, finding.visit.state) == ("applying", case, "called_off")
    assert not faults()


def test_a_case_of_the_neighbour_is_not_theirs(world):
    poor(world.village, "李邻居", "NEXT")
    round_on(MONDAY)
    finding = Finding.objects.get(what=DIBAO, household=world.home)
    home = Household.objects.get(number="NEXT")
    person = home.memberships.get().person
    intake(
        request=Request(item_on("relief/dibao", MONDAY), person, "counter"),
        user=world.clerk,
        at=at(MONDAY),
    )
    finding.refresh_from_db()
    assert finding.case is None
    assert Finding.objects.get(what=DIBAO, household=home).state == "applying"


def test_a_missed_visit_comes_in_line_again_when_it_is_answered_for(world):
    round_on(MONDAY)
    finding = world.finding()
    late = date(2026, 5, 6)
    visit_chores.miss_overdue(at(late))
    finding.visit.refresh_from_db()
    assert finding.visit.state == "missed"
    closing.answer_for(
        visit=finding.visit_id, words="人手不够", again_by=None, user=world.clerk, at=at(late)
    )
    chores.go_on(at(late))
    finding.refresh_from_db()
    assert (finding.state, finding.sent) == ("visiting", 2)
    assert finding.visit.is_open


def test_nobody_goes_to_the_dead_and_a_mistake_is_undone(world):
    old = poor(world.village, "陈独生", "ALONE")
    round_on(MONDAY)
    home = Household.objects.get(number="ALONE")
    finding = Finding.objects.get(household=home, what=DIBAO)
    death = record_life_event(
        person=old, kind=LifeEvent.Kind.DEATH, on=MONDAY, source="死亡证明",
        actor=audit.SYSTEM, at=at(MONDAY),
    )  # fmt: skip
    finding.refresh_from_db()
    assert (finding.state, finding.visit.state) == ("gone", "called_off")
    assert not faults()
    reverse_life_event(event=death, reason="登记错了人", actor=audit.SYSTEM, at=at(MONDAY, 12))
    finding = Finding.objects.select_related("visit").get(pk=finding.pk)
    assert (finding.state, finding.visit.is_open, finding.closed_on) == ("visiting", True, None)
    assert not faults()


def test_who_moved_away_is_told_by_the_check_where_it_was_forgotten(world):
    """The event sees to it; were it past the services, the check would tell."""
    round_on(MONDAY)
    finding = world.finding()
    Finding.objects.filter(pk=finding.pk).update(visit=None)
    assert any("没有走访" in one for one in faults())
    Finding.objects.filter(pk=finding.pk).update(
        visit=finding.visit_id, household=None, person=world.widow
    )
    world.widow.residences.update(valid_to=MONDAY)
    assert any("已不在本区" in one for one in faults())
    world.widow.death_date = MONDAY
    world.widow.save()
    assert any("已去世, 还在等上门" in one for one in faults())


def test_the_finding_of_a_person_moves_along(world):
    other = factories.village("合中村", world.town)
    round_on(MONDAY)
    finding = world.finding()
    Finding.objects.filter(pk=finding.pk).update(household=None, person=world.widow)
    move(
        person=world.widow, division=other, on=MONDAY, address="合中1号", source="户籍迁移",
        kinds=(1, 2), household_number="MOVED", actor=audit.SYSTEM, at=at(MONDAY),
    )  # fmt: skip
    finding.refresh_from_db()
    assert finding.division_id == other.pk


def test_nobody_goes_to_who_was_taken_to_prison_and_the_event_says_so(world):
    couple = [
        factories.person("宋老伯", date(1945, 3, 1), sex=1, home=world.village, household="TWO"),
        factories.person("宋阿婆", date(1947, 3, 1), home=world.village, household="TWO"),
    ]
    record_life_event(
        person=couple[0], kind="death", on=date(2026, 2, 20), source="死亡证明",
        actor=audit.SYSTEM, at=at(MONDAY),
    )  # fmt: skip
    round_on(MONDAY)
    finding = world.finding("signal:alone")
    event = take_away(
        person=couple[1], kind="sentence", on=MONDAY, source="判决书", actor=audit.SYSTEM,
        at=at(MONDAY),
    )  # fmt: skip
    finding.refresh_from_db()
    assert (finding.state, finding.visit.state) == ("gone", "called_off")
    (told,) = CONSEQUENCES["主动发现"](
        Event(event.pk, event.kind, couple[1].pk, MONDAY, is_undone=False, effects=None)
    )
    assert told.what == "老人突然独居: 不再上门"
    row = round_on(date(2026, 3, 9))
    assert (row.state, Finding.objects.filter(what="signal:alone").count()) == ("done", 1)
    assert not faults()


def test_what_was_said_at_the_door_without_a_connection_is_not_lost(world):
    """The registers changed, the visit was called off; the phone of who had been there was offline.
    The record lies beside and somebody chooses it."""
    round_on(MONDAY)
    finding = world.finding()
    begun = finding.visit.changes
    Income.objects.filter(person=world.mother).update(wage=900_000)
    round_on(date(2026, 3, 9))
    finding.refresh_from_db()
    assert finding.state == "gone"
    record = world.report(finding, "愿意申请", date(2026, 3, 6), seen=begun)
    assert record.state == "beside"
    settling.choose(
        visit=finding.visit_id, record=record.pk, words="当时是去过的", user=world.clerk,
        at=at(date(2026, 3, 10)),
    )  # fmt: skip
    finding.refresh_from_db()
    assert (finding.state, finding.willing_on) == ("applying", date(2026, 3, 6))


def test_a_finding_is_not_opened_beside_a_newer_one_of_the_same(world):
    round_on(MONDAY)
    old = world.finding()
    world.report(old, "愿意申请")
    ends(old.case, "refused")
    Finding.objects.filter(pk=old.pk).update(quiet_until=None)
    round_on(APRIL)
    assert world.finding().pk != old.pk
    ends(old.case, "")  # an appeal takes the old matter up again
    old.refresh_from_db()
    assert old.state == "refused"
