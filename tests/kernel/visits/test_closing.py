"""Nothing is missed in silence, and nobody goes to the dead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import factories
from tests.kernel.visits.conftest import FIRST, WELL, at
from yingzhou.core.audit import SYSTEM
from yingzhou.core.events import subscribe
from yingzhou.core.invariants import check_all
from yingzhou.core.periods import Period, Unit
from yingzhou.kernel.people import services as people
from yingzhou.kernel.people.models import LifeEvent, Residence
from yingzhou.kernel.visits import chores
from yingzhou.kernel.visits.events import VisitDone
from yingzhou.kernel.visits.faults import NotYours, VisitFault
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.services import ask_for_visit, assigning, closing, settling
from yingzhou.kernel.visits.services.asking import Law

TOLD: list[VisitDone] = []
WEEK = Law(Period(7, Unit.DAYS), "内部规定(待核实)")


@subscribe(VisitDone)
def listen(event: VisitDone) -> None:
    TOLD.append(event)


@pytest.fixture(autouse=True)
def _nothing_told():
    TOLD.clear()


def asked(world, **more) -> Visit | None:
    return ask_for_visit(
        **{"kind": "discovery", "subject": world.mother, "asked_by": "review:7",
           "reason": "可能够条件领困难残疾人补贴", "law": WEEK, "at": at(FIRST)} | more
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_twice_asks_once_and_is_told_how_it_ended(world):
    visit = asked(world)
    assert asked(world) == visit
    assert (visit.due_on, visit.user, visit.data) == (date(2026, 3, 9), world.officer, "sensitive")
    world.report(visit, world.officer, values={"told": "1", "wish": "愿意申请"})
    (event,) = TOLD
    assert (event.asked_by, event.outcome, event.found) == ("review:7", "done", "愿意申请")
    assert event.person_id == world.mother.pk


def test_who_does_not_want_it_is_not_asked_for_a_year(world):
    visit = asked(world)
    world.report(visit, world.officer, how="declined", why="不想让邻居知道", values={})
    assert asked(world, asked_by="discovery:8") is None
    refusal = visit.refusal
    closing.welcome_again(refusal=refusal.pk, user=world.officer, at=at(FIRST + timedelta(days=2)))


def test_what_nobody_did_is_missed_after_its_grace_and_somebody_answers(world):
    world.plan()
    visit = world.visit("alone")
    chores.miss_overdue(at(date(2026, 4, 10)))
    visit.refresh_from_db()
    assert visit.state == "assigned"  # ten days in which it may still be made, late
    chores.miss_overdue(at(date(2026, 4, 11)))
    visit.refresh_from_db()
    assert visit.state == "missed"
    answer = {"visit": visit.pk, "at": at(date(2026, 4, 11))}
    with pytest.raises(NotYours, match="由主管说明"):
        closing.answer_for(words="忘了", again_by=None, user=world.officer, **answer)
    with pytest.raises(VisitFault, match="请写明为什么"):
        closing.answer_for(words="", again_by=None, user=world.clerk, **answer)
    made = closing.answer_for(
        words="丁住院, 没有人替", again_by=date(2026, 4, 15), user=world.clerk, **answer
    )
    assert (made.due_on, made.previous, made.reason[:3]) == (date(2026, 4, 15), visit, "补访:")


@pytest.mark.django_db(transaction=True)
def test_nobody_goes_to_the_dead_and_a_mistake_is_taken_back(world):
    world.plan()
    event = people.record_life_event(
        person=world.old, kind=LifeEvent.Kind.DEATH, on=date(2026, 3, 1), source="村委会报告",
        actor=SYSTEM, at=at(FIRST),
    )  # fmt: skip
    visit = world.visit("alone")
    assert (visit.state, visit.why) == ("called_off", "已去世")
    people.reverse_life_event(event=event, reason="报错了", actor=SYSTEM, at=at(FIRST, 12))
    visit.refresh_from_db()
    assert (visit.state, visit.user) == ("assigned", world.officer)


@pytest.mark.django_db(transaction=True)
def test_who_was_there_the_day_before_the_death_is_heard_and_stays_heard(world):
    world.plan()
    visit = world.visit("alone")
    begun = visit.changes
    event = people.record_life_event(
        person=world.old, kind=LifeEvent.Kind.DEATH, on=FIRST, source="村委会报告",
        actor=SYSTEM, at=at(FIRST),
    )  # fmt: skip
    late = world.report(visit, world.officer, seen=begun)
    assert (visit.state, late.state) == ("called_off", "beside")
    settling.choose(
        visit=visit.pk, record=late.pk, words="去世前一天去过", user=world.clerk, at=at(FIRST, 16)
    )
    people.reverse_life_event(event=event, reason="报错了", actor=SYSTEM, at=at(FIRST, 17))
    visit.refresh_from_db()
    assert visit.state == "done"


@pytest.mark.django_db(transaction=True)
def test_who_moved_is_visited_where_they_live_by_those_who_are_there(world):
    theirs = factories.user_with("village", world.other)
    world.plan()
    people.move(
        person=world.old, kinds=Residence.Kind.values, division=world.other, address="新街2号",
        on=FIRST, source="户口本", household_number="NEW", actor=SYSTEM, at=at(FIRST),
    )  # fmt: skip
    visit = world.visit("alone")
    assert (visit.division, visit.user) == (world.other, theirs)


def test_one_takes_what_lies_at_the_own_desk_and_no_others(world):
    world.plan()
    review = world.visit("dibao_review")
    assert assigning.take_up(visits=[review.pk], user=world.officer) == 0
    assert assigning.take_up(visits=[review.pk], user=world.clerk) == 1
    assert assigning.take_up(visits=[review.pk], user=world.colleague) == 0


def test_a_day_is_put_off_with_a_reason_by_whoever_looks_after_it(world):
    world.plan()
    visit = world.visit("alone")
    later = {"visit": visit.pk, "due_on": date(2026, 4, 5), "at": at(FIRST)}
    with pytest.raises(NotYours):
        assigning.postpone(reason="台风", user=world.officer, **later)
    assert assigning.postpone(reason="台风", user=world.clerk, **later).due_on == date(2026, 4, 5)


def test_what_must_hold_of_visits_holds_and_is_looked_at(world):
    def faults() -> list[str]:
        names = ("两人入户", "去过的走访", "过了期限的走访")
        return [fault for one in check_all() if one.name.startswith(names) for fault in one.faults]

    world.plan()
    world.report(world.visit("alone"), world.officer, values=WELL)
    assert faults() == []
    Visit.objects.filter(kind="alone").update(state="done")
    Visit.objects.filter(kind="dibao_review").update(state="done", due_on=date(2025, 1, 1))
    assert len(faults()) == 1
