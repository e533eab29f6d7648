"""In whose hands a matter is, and who can be given it."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors import queue
from yingzhou.kernel.cases.selectors.rights import rated
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.work import answer_handover, hand_over
from yingzhou.kernel.catalogue.items import items

TUESDAY = date(2026, 3, 3)


@pytest.fixture
def checked(world) -> Case:
    """Help that the clerk of the town has in hand."""
    item = items()["relief/comprehensive"]
    found = known.prefill(item.apply, world.mother, MONDAY)
    found["values"] |= {
        "account": "6222000011112222", "phone": "13900000000", "need": ["看病"],
        "story": "老伴住院", "cost": 500_000,
    }  # fmt: skip
    found["papers"] = [paper.key for paper in item.apply.materials]
    request = Request(item, world.mother, "counter", found, place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    world.step(case, "accept", world.counter, MONDAY)
    return case


def test_what_was_proposed_waits_in_the_queue_of_who_decides(world, checked):
    assert queue.counts(world.clerk).todo == 1
    assert queue.counts(world.approver).todo == 0
    world.step(checked, "propose", world.clerk, TUESDAY)
    assert checked.handler is None
    assert queue.counts(world.clerk).todo == 0
    assert queue.counts(world.approver).todo == 1


def test_a_matter_is_given_only_to_whose_work_it_is(world, checked):
    colleague = factories.user_with("town", world.town)
    checked.handler = world.clerk
    checked.save()
    assert queue.receivers(checked, MONDAY) == [colleague]
    giving = {"case": checked.pk, "giver": world.clerk, "reason": "外出培训", "at": at(TUESDAY)}
    with pytest.raises(CaseFault, match="不办这一步"):
        hand_over(receiver=world.approver, **giving)
    made = hand_over(receiver=colleague, **giving)
    answer_handover(handover=made.pk, user=colleague, accepts=True, words="", at=at(TUESDAY))
    assert queue.counts(colleague).todo == 1
    assert queue.counts(world.clerk).todo == 0


def test_nobody_is_offered_their_own_and_nobody_takes_over_what_is_closed(world, checked):
    colleague = factories.user_with("town", world.town)
    checked.owner, checked.handler = world.clerk, None
    checked.save()
    assert queue.receivers(checked, MONDAY, world.clerk) == [colleague]
    giving = {"case": checked.pk, "giver": world.clerk, "reason": "外出培训", "at": at(TUESDAY)}
    with pytest.raises(CaseFault, match="不能移交给自己"):
        hand_over(receiver=world.clerk, **giving)
    made = hand_over(receiver=colleague, **giving)
    world.step(checked, "propose", world.clerk, TUESDAY)
    with pytest.raises(CaseFault, match="已经到了下一步"):
        answer_handover(handover=made.pk, user=colleague, accepts=True, words="", at=at(TUESDAY))
    world.step(checked, "grant", world.approver, TUESDAY, amount="3000")
    made.refresh_from_db()
    assert (made.state, made.answer) == ("taken_back", "已办结")
    assert queue.counts(colleague).offered == 0
    with pytest.raises(CaseFault, match="已经有结果"):
        answer_handover(handover=made.pk, user=colleague, accepts=True, words="", at=at(TUESDAY))


def test_a_bad_rating_is_not_given_to_whom_it_is_about(world):
    """The clerks of the matter neither mend what was rated nor are offered it."""
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    item = items()["counters/rectification"]
    request = Request(item, None, "district", place=world.town, home=world.town,
                      previous=case, reason="差评整改")  # fmt: skip
    mended = intake(request=request, user=None, at=at(TUESDAY))
    colleague = factories.user_with("counter", world.town)
    mended.desk, mended.task = world.town, "cases.receive"
    mended.save()
    assert rated(mended) == {world.counter.pk}
    assert world.counter not in queue.receivers(mended, TUESDAY)
    assert colleague in queue.receivers(mended, TUESDAY)
    with pytest.raises(CaseFault, match="评的就是"):
        hand_over(case=mended.pk, giver=factories.user_with("bureau"), receiver=world.counter,
                  reason="外出", at=at(TUESDAY))  # fmt: skip


def test_an_illness_that_no_register_knows_spares_no_paper(world):
    item = items()["relief/dibao"]
    said = known.prefill(item.apply, world.mother, MONDAY)["known"]
    assert "material:illness" not in said
    assert "material:identity" in said
