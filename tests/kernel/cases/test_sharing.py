"""Longer periods, standing still, handing over and standing in, where two of them meet."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.web.desk.conftest import signed_in
from tests.web.desk.test_queue import another, text
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case, Clock, ClockPause, Correction, Delegation
from yingzhou.kernel.cases.services import work
from yingzhou.kernel.notices.models import Message
from yingzhou.kernel.notices.services import set_contact

TUESDAY, FRIDAY = date(2026, 3, 3), date(2026, 3, 6)
LATE = date(2026, 8, 3)


def accepted(world) -> tuple[Case, Clock]:
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    return case, Clock.objects.get(case=case, key="total")


def extend(world, clock: Clock, day: date, length: int = 5):
    return work.ask_extension(
        clock=clock.pk, user=world.clerk, length=length, reason="等外省核对", at=at(day)
    )


def test_a_period_that_is_over_is_made_longer_by_nobody(world):
    """Asked in time and granted too late is too late (行政许可法 第四十二条)."""
    case, total = accepted(world)
    asked = extend(world, total, TUESDAY)
    with pytest.raises(CaseFault, match="已经过了"):
        work.answer_extension(extension=asked.pk, user=world.approver, grants=True, at=at(LATE))
    work.answer_extension(extension=asked.pk, user=world.approver, grants=False, at=at(LATE))
    with pytest.raises(CaseFault, match="已经过了"):
        extend(world, total, LATE)
    total.refresh_from_db()
    assert (total.extended, total.is_late(at(LATE))) == (0, True)
    assert Case.objects.get(pk=case.pk).due_on < LATE


def test_who_is_told_of_a_longer_period_that_stands_still_reads_no_day(world):
    """Nobody knows it before the pause is over: the old one would be first."""
    set_contact(
        person=world.mother, channel="sms", address="13912345678", actor=SYSTEM, at=at(MONDAY)
    )
    _, total = accepted(world)
    asked = extend(world, total, TUESDAY)
    ClockPause.objects.create(clock=total, since=TUESDAY, reason="等异议核实")
    Clock.objects.filter(pk=total.pk).update(due_on=None)
    work.answer_extension(extension=asked.pk, user=world.approver, grants=True, at=at(FRIDAY))
    said = Message.objects.latest("pk").text
    assert "最晚" not in said
    assert "比原来多5 个工作日" in said
    total.refresh_from_db()
    assert (total.extended, total.due_on) == (5, None)


def test_what_was_late_before_more_was_asked_for_stays_late(world, stop_clock):
    """To wait for the applicant does not wash an overdue period clean; they still get their
    days."""
    case = world.apply(phone=None)
    first = Clock.objects.get(case=case, key="receive")
    late = date(2026, 9, 1)
    stop_clock(at(late))
    assert first.is_late(at(late))
    world.step(case, "ask", world.counter, late)
    first.refresh_from_db()
    assert first.is_late(at(late))
    assert not first.pauses.exists()
    assert Correction.objects.get().due_on > late


def test_what_waits_for_the_applicant_is_handed_only_to_who_will_go_on_with_it(world):
    case = world.apply(phone=None)
    world.step(case, "ask", world.counter, MONDAY)
    assert case.desk_id is None
    giving = {"case": case.pk, "giver": world.counter, "reason": "调去别的窗口", "at": at(TUESDAY)}
    with pytest.raises(CaseFault, match="不办这一步"):
        work.hand_over(receiver=world.approver, **giving)
    colleague = factories.user_with("counter", world.town)
    made = work.hand_over(receiver=colleague, **giving)
    work.answer_handover(handover=made.pk, user=colleague, accepts=True, words="", at=at(TUESDAY))
    assert Case.objects.get(pk=case.pk).owner == colleague


def test_whoever_offered_a_matter_reads_in_their_queue_that_it_was_declined(world):
    case, _ = accepted(world)
    work.take_up(case=case.pk, user=world.clerk)
    colleague = factories.user_with("town", world.town)
    made = work.hand_over(
        case=case.pk, giver=world.clerk, receiver=colleague, reason="外出", at=at(MONDAY)
    )
    before = text(signed_in(world.clerk).get("/desk/"))
    work.answer_handover(
        handover=made.pk, user=colleague, accepts=False, words="手里已有二十件", at=at(TUESDAY)
    )
    assert "没有接手" not in before
    assert "没有接手: 手里已有二十件" in text(signed_in(world.clerk).get("/desk/"))


def test_two_never_stand_in_for_each_other_on_the_same_days(world):
    """Also where both absences are still to come."""
    colleague = factories.user_with("town", world.town)
    days = {"reason": "年假", "at": at(MONDAY)}
    work.delegate(
        absent=world.clerk, substitute=colleague, since=date(2026, 3, 9), until=date(2026, 3, 14),
        user=world.clerk, **days,
    )  # fmt: skip
    back = {"absent": colleague, "substitute": world.clerk, "user": colleague, **days}
    with pytest.raises(CaseFault, match="不能互相替"):
        work.delegate(since=date(2026, 3, 13), until=date(2026, 3, 20), **back)
    work.delegate(since=date(2026, 3, 14), until=date(2026, 3, 20), **back)


def test_a_supervisor_names_and_ends_substitutes_only_within_their_own_divisions(world):
    """Else the work, and the rights, of another town could be given to anybody."""
    elsewhere = factories.user_with("approver", factories.town("堡镇"))
    days = {"since": TUESDAY, "until": FRIDAY, "reason": "年假", "at": at(MONDAY)}
    with pytest.raises(NotYours, match="自己区划内"):
        work.delegate(absent=world.approver, substitute=elsewhere, user=elsewhere, **days)
    made = work.delegate(absent=world.clerk, substitute=world.counter, user=world.approver, **days)
    with pytest.raises(NotYours, match="自己区划内"):
        work.end_delegation(delegation=made.pk, user=elsewhere, today=MONDAY)
    assert Delegation.objects.filter(pk=made.pk).exists()


def test_together_nothing_is_done_that_a_colleague_has_just_taken_up(world):
    first, second = world.apply(), another(world)
    colleague = factories.user_with("counter", world.town)
    work.take_up(case=second.pk, user=colleague)
    chosen = {"case": [first.number, second.number], "transition": "accept", "go": "1"}
    steps = {f"steps-{case.number}": case.steps_taken for case in (first, second)}
    report = text(signed_in(world.counter).post("/desk/batch/", chosen | steps))
    assert "办成 1 件, 没办成 1 件" in report
    assert "正在办这件事, 没有一起办" in report
    second.refresh_from_db()
    assert second.stage == "received"
