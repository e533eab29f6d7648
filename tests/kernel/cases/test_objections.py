"""Somebody objects to what is shown: one act answers it, and what was objected to with reason is
not granted without being looked into and shown again."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.kernel.cases.conftest import MONDAY, NOT_AS_DECLARED, at
from tests.kernel.visits.conftest import BACKEND
from yingzhou.kernel.cases.faults import CaseFault, Moved
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.cases.services.consequences import CORRECTED
from yingzhou.kernel.cases.services.tend import fire_ended
from yingzhou.kernel.cases.services.verifying import Found, verify
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.disclosure.models import Objection, PublicNotice
from yingzhou.kernel.disclosure.services import file_objection
from yingzhou.kernel.notices.models import Message

SHOWN, OBJECTED, ANSWERED = date(2026, 3, 9), date(2026, 3, 11), date(2026, 3, 16)


@pytest.fixture
def objected(world):
    """A family shown to its neighbours, of whom one says something."""
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    world.visited(case, world.clerk, SHOWN)
    notice = PublicNotice.objects.get(about=f"case:{case.pk}")
    file_objection(notice=notice, words="他家在镇上有店面", at=at(OBJECTED))
    case.refresh_from_db()
    return case


def _shown_again(world, case, day: date, **more) -> None:
    world.visited(case, world.clerk, day, **more)
    fire_ended(at(date(day.year, day.month, day.day + 8)))
    case.refresh_from_db()


def test_dismissing_it_answers_it_and_the_notice_goes_on(world, objected):
    world.step(objected, "dismiss", world.clerk, ANSWERED, "店面是租给别人的, 不是他家的")
    notice, objection = PublicNotice.objects.get(), Objection.objects.get()
    assert (objection.state, objection.answer) == ("dismissed", "店面是租给别人的, 不是他家的")
    assert objected.stage == "publicity"
    assert notice.state == "shown"
    assert notice.until == objected.due_on == date(2026, 3, 23)


def test_where_it_is_contested_the_village_weighs_it_before_the_town_answers(world, objected):
    """民主评议: not a must; who was there is put down, and both clocks stand still meanwhile."""
    was = objected.clocks.get(key="objection", ended_at=None).due_on
    world.step(objected, "to_village", world.clerk, ANSWERED, "邻居说法不一")
    assert (objected.stage, objected.by) == ("deliberate", "town")
    assert Objection.objects.get().state == "filed"  # nobody has answered the neighbour yet
    standing = objected.clocks.filter(ended_at=None, due_on=None)
    assert set(standing.values_list("key", flat=True)) == {"objection", "publicity"}
    told = {"met_on": "2026-03-18", "heard": "是", "agreed": "4", "opposed": "1",
            "opinion": "店面租给了别人, 租金归他弟弟; 一人认为应当查清"}  # fmt: skip
    day = date(2026, 3, 18)
    with pytest.raises(CaseFault, match="3人以上"):
        world.step(objected, "deliberated", world.clerk, day, present="王甲、李乙", **told)
    people = "王甲、李乙、陈丙、赵丁、钱戊"
    before = told | {"met_on": OBJECTED.isoformat(), "present": people}
    with pytest.raises(CaseFault, match="早于请村居来议的日子"):
        world.step(objected, "deliberated", world.clerk, day, **before)
    world.step(objected, "deliberated", world.clerk, day, present=people, **told)
    assert objected.stage == "objection"
    assert objected.clocks.get(key="objection", ended_at=None).due_on > was
    world.step(
        objected, "dismiss", world.clerk, date(2026, 3, 19), "评议四人认为符合, 店面不是他家的"
    )
    assert objected.stage == "publicity"
    said = Objection.objects.get()
    assert (said.state, said.answer) == ("dismissed", "评议四人认为符合, 店面不是他家的")
    assert PublicNotice.objects.get().until == objected.due_on


def test_what_was_objected_to_with_reason_is_not_granted(world, objected):
    world.step(objected, "uphold", world.clerk, ANSWERED, "店面是他家的, 每月收租")
    assert Objection.objects.get().state == "upheld"
    assert PublicNotice.objects.get().state == "withdrawn"
    with pytest.raises(CaseFault, match="异议成立"):
        world.step(objected, "grant", world.approver, ANSWERED, "家里困难")
    objected.refresh_from_db()
    world.step(objected, "refuse", world.approver, ANSWERED, "核实有一间店面出租, 财产超过标准")
    assert objected.outcome == "refused"


def test_what_is_right_in_part_is_corrected_and_shown_again(world, objected):
    """The shop is theirs, the rent is not what the neighbour thinks: neither yes nor no."""
    with pytest.raises(CaseFault, match="按异议更正了什么"):
        world.step(objected, "partly", world.clerk, ANSWERED, "店面是他家的, 没有出租")
    world.step(objected, "partly", world.clerk, ANSWERED, "店面是他家的, 没有出租",
               corrected="财产加上店面一间")  # fmt: skip
    objection = Objection.objects.get()
    assert (objection.state, objection.corrected) == ("partly", "财产加上店面一间")
    notice = PublicNotice.objects.get()
    assert (notice.state, notice.ended_why) == ("withdrawn", "异议部分成立, 更正后重新公示")
    assert objected.stage == "visit"
    with pytest.raises(CaseFault, match="写了要更正“财产加上店面一间”, 还没有改一个数"):
        world.visited(objected, world.clerk, ANSWERED)
    objected.refresh_from_db()
    found = {"savings": Found("visit", "12000", "店里的存折")}
    verify(case=objected.pk, user=world.clerk, found=found, at=at(ANSWERED))
    _shown_again(world, objected, ANSWERED, **NOT_AS_DECLARED)
    assert PublicNotice.objects.filter(state="shown").count() + PublicNotice.objects.filter(
        state="ended"
    ).count() == 1  # fmt: skip
    world.step(objected, "grant", world.approver, date(2026, 3, 25))
    assert objected.outcome == "granted"


def test_what_changes_no_number_is_explained_and_whoever_decides_reads_why(world, objected):
    """To decide once more for what counted before is no correction."""
    world.step(objected, "partly", world.clerk, ANSWERED, "店面是他家的, 没有出租",
               corrected="店面写进财产")  # fmt: skip
    same = {"savings": Found("register")}
    verify(case=objected.pk, user=world.clerk, found=same, at=at(ANSWERED))
    with pytest.raises(CaseFault, match="还没有改一个数"):
        world.visited(objected, world.clerk, ANSWERED)
    why = "店面是住房的一间, 面积已经算在里面"
    assert "为什么不影响计算" in page(world.clerk, objected)
    _shown_again(world, objected, ANSWERED, unchanged=why)
    assert f"入户的人写的原因: {why}" in page(world.approver, objected)


def test_where_nobody_objected_nobody_is_asked_why_nothing_changed(world):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    assert "为什么不影响计算" not in page(world.clerk, case)


def page(user, case) -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.get(f"/desk/cases/{case.number}/").content.decode()


def test_wherever_objections_are_looked_into_one_may_be_right_in_part():
    for code, item in items().items():
        process = item.apply.process if item.apply else None
        stage = process.transitions["objected"].target if process and (
            "objected" in process.transitions) else ""  # fmt: skip
        if not stage:
            continue
        ways = process.ways_from(stage)
        corrects = [way for way in ways if any(one.key == CORRECTED for one in way.asks)]
        again = [way for way in ways if way.publicity == "withdraw" and not way.closes]
        assert corrects or again, code


def test_looked_into_and_shown_again_it_may_be_granted(world, objected):
    world.step(objected, "uphold", world.clerk, ANSWERED, "店面是他家的, 每月收租")
    world.step(objected, "back", world.approver, ANSWERED, "租金多少要查清")
    _shown_again(world, objected, ANSWERED)
    world.step(objected, "grant", world.approver, date(2026, 3, 25))
    assert objected.outcome == "granted"


def test_what_was_shown_before_it_was_sent_back_does_not_count(world, objected):
    """The first round was shown to its end; the second found against it and was not shown."""
    world.step(objected, "dismiss", world.clerk, ANSWERED, "店面不是他家的")
    fire_ended(at(date(2026, 3, 24)))
    objected.refresh_from_db()
    world.step(objected, "back", world.approver, date(2026, 3, 24), "存款要再核对")
    seen = {"visited_on": "2026-03-24", "visitors": "张三、李四"}
    world.step(objected, "refuse_early", world.clerk, date(2026, 3, 24), "存款超过标准", **seen)
    with pytest.raises(CaseFault, match="没有公示过"):
        world.step(objected, "grant", world.approver, date(2026, 3, 25), "家里困难")


def test_nobody_answers_an_objection_that_they_have_not_read(world, objected):
    seen = objected.steps_taken
    file_objection(notice=PublicNotice.objects.get(), words="他家还有一辆车", at=at(ANSWERED))
    with pytest.raises(Moved):
        advance(case=objected.pk, transition="dismiss", user=world.clerk, at=at(ANSWERED),
                words="店面不是他家的", seen=seen)  # fmt: skip
    assert set(Objection.objects.values_list("state", flat=True)) == {"filed"}
    world.step(objected, "dismiss", world.clerk, ANSWERED, "店面和车都不是他家的")
    assert set(Objection.objects.values_list("state", flat=True)) == {"dismissed"}
    assert PublicNotice.objects.get().state == "shown"


def test_who_objects_hears_of_it_when_the_applicant_takes_the_matter_back(world, stop_clock):
    """Nobody looks into it any more: it is not left unanswered for ever."""
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    world.visited(case, world.clerk, date(2026, 3, 9))
    wednesday = at(date(2026, 3, 11))
    stop_clock(wednesday)
    row = file_objection(
        notice=PublicNotice.objects.get(), words="他家有两套房子出租", contact="13912345678",
        at=wednesday,
    )  # fmt: skip
    world.step(case, "withdraw", world.counter, date(2026, 3, 12), "本人到场, 看过身份证, 不申请了")
    row.refresh_from_db()
    assert (row.state, row.answered_at is None) == ("moot", False)
    told = Message.objects.get(key=row.message_key).text
    assert "这件事已经终止, 公示已经撤下, 不再核实" in told
