"""Who is complained about neither takes it in, nor sees it, nor answers it (首问负责 begins where
somebody impartial is asked first)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.places import who_acts
from yingzhou.kernel.cases.selectors import queue
from yingzhou.kernel.cases.selectors.rights import may_see
from yingzhou.kernel.cases.services import doubts
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items

COMPLAINT = "oversight/complaint"
WINDOW, HOME = "对窗口和工作人员不满意", "养老机构"


def _complains(world, kind=WINDOW, who="那个戴眼镜的", channel="online", user=None, **said) -> Case:
    values = {"kind": kind, "who": who, "what": "叫我跑了三趟", "open": False} | said
    request = Request(items()[COMPLAINT], world.mother, channel,
                      forms.empty() | {"values": values}, place=world.town)  # fmt: skip
    own = resident_account(person=world.mother, actor=SYSTEM, at=at(MONDAY))
    return intake(request=request, user=user or own, at=at(MONDAY))


@pytest.fixture
def bureau(world):
    return factories.user_with("bureau")


def test_a_complaint_about_the_window_goes_past_the_window_to_the_bureau(world, bureau):
    cadre = factories.user_with("village", world.village)
    case = _complains(world)
    assert case.desk == case.place == case.home == world.district
    for one in (world.counter, world.clerk, world.approver, cadre):
        assert not may_see(one, case), one
        assert case not in queue.todo(one)
        with pytest.raises(PermissionDenied):
            world.step(case, "answer_here", one, MONDAY, "已向您道歉")
    assert who_acts(case.by, case.desk_id, MONDAY) == "区民政局"
    assert case in queue.todo(bureau)
    assert case.due_on == MONDAY + timedelta(days=1)  # called within a workday all the same
    world.step(case, "answer_here", bureau, MONDAY, "查过监控, 已换人, 向您道歉")
    assert case.owner == bureau, "who was asked first is the one who handles it"


def test_who_happened_to_take_it_in_does_not_answer_for_it(world, bureau):
    case = _complains(world, channel="counter", user=world.counter)
    assert case.owner is None
    assert not may_see(world.counter, case)
    assert may_see(bureau, case)


@pytest.mark.parametrize(
    "who", ["庙镇社区事务受理服务中心", "庙镇民政办的科长", "启瀛村的书记", "三号窗口", "居委会"]
)
def test_whatever_kind_was_ticked_whoever_is_named_does_not_handle_it(world, bureau, who):
    case = _complains(world, kind="有人骗领救助补贴", who=who)
    assert not may_see(world.counter, case)
    assert not may_see(world.clerk, case)
    assert may_see(bureau, case)


def test_the_accounts_of_a_village_are_not_answered_by_the_village(world):
    cadre = factories.user_with("village", world.village)
    assert not may_see(cadre, _complains(world, kind="村居公开和收支", who="不知道"))


def test_it_is_not_handed_down_to_where_it_came_from(world, bureau):
    case = _complains(world)
    for way in ("to_town", "to_village"):
        with pytest.raises(CaseFault, match="不能转下去"):
            world.step(case, way, bureau, MONDAY, "请你们看看")
    world.step(case, "to_district", bureau, MONDAY, "要查一查")
    assert case.desk == world.district


def test_not_even_the_answer_of_the_applicant_is_put_down_at_the_window(world, bureau):
    case = _complains(world)
    world.step(case, "answer_here", bureau, MONDAY, "已道歉")
    with pytest.raises(NotYours):
        world.step(case, "settle", world.counter, MONDAY)
    with pytest.raises(NotYours, match="解决没解决由本人说"):
        world.step(case, "settle", bureau, MONDAY)  # who answered does not say that it is settled
    other = factories.user_with("bureau", world.district)
    with pytest.raises(CaseFault, match="怎样说已经解决"):
        world.step(case, "settle", other, MONDAY)
    world.step(case, "settle", other, MONDAY, "本人 3 月 2 日来电话, 说已经解决")
    assert case.outcome == "done"


def test_an_officer_who_is_named_leaves_it_to_a_colleague(world, bureau):
    colleague = factories.user_with("bureau")
    bureau.name, colleague.name = "钱守正", "孙为民"
    bureau.save()
    colleague.save()
    case = _complains(world, who="区民政局的钱守正")
    assert not may_see(bureau, case)
    with pytest.raises(NotYours, match="回避"):
        world.step(case, "answer_here", bureau, MONDAY, "没有的事")
    world.step(case, "answer_here", colleague, MONDAY, "已批评教育")


def test_a_complaint_about_anybody_else_is_still_whoevers_was_asked_first(world):
    case = _complains(world, kind=HOME, who="某院", channel="counter", user=world.counter)
    assert (case.desk, case.owner) == (world.town, world.counter)


def test_who_names_the_matter_complains_of_those_who_dealt_with_it(world, bureau):
    case = _complains(world, kind="其他", who="不知道是谁", about="B-210230-2026-000001")
    assert not may_see(world.counter, case)
    assert case in queue.todo(bureau)


def test_who_was_asked_first_and_did_not_settle_it_is_not_asked_again(world, bureau):
    """The letter of the answer says so: another officer looks into it anew."""
    case = _complains(world)
    world.step(case, "answer_here", bureau, MONDAY, "已提醒窗口注意态度")
    mother = resident_account(person=world.mother, actor=SYSTEM, at=at(MONDAY))
    world.step(case, "unsettled", mother, MONDAY, still="第二天还是一样")
    with pytest.raises(CaseFault, match="要由另一个人办"):
        world.step(case, "answer_again", bureau, MONDAY, "已再次提醒")
    other = factories.user_with("bureau")
    world.step(case, "answer_again", other, MONDAY, "已换人, 窗口负责人来道歉")
    assert case.stage == "closed"


def test_a_correction_that_a_complaint_brought_up_does_not_lead_back_to_who_complained(world):
    """The counter that passes the correction on reads a name; it must not read of a complaint."""
    case = _complains(world)
    made = _corrects(world, case)
    assert may_see(world.counter, made)
    assert made.previous is None
    named = _corrects(world, _complains(world, who="停车场收费", kind="其他", open=True))
    assert named.previous is not None


def _corrects(world, case: Case) -> Case:
    doubt = doubts.Doubt("电话", "联系方式登记", "13900000000", "13900000001")
    own = resident_account(person=world.mother, actor=SYSTEM, at=at(MONDAY))
    made = doubts.correction(
        person=world.mother, doubt=doubt, previous=case, user=own, at=at(MONDAY)
    )
    assert made is not None
    return made
