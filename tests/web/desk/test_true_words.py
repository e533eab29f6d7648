"""Officers read the true reason, what time alone will do, and no offer at the wrong moment."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY
from tests.kernel.cases.test_apart import _complains
from tests.web.desk.test_case_page import address, confirming, text
from tests.web.desk.test_confidence import child, report
from tests.web.desk.test_counter import arrive
from yingzhou.kernel.catalogue.items import items

__all__ = ["child", "report"]
AREA, OFFICE = "不在您负责的区划内", "这件事不由您的岗位办, 按规定只给办它的人看"


def refusal(client, case) -> str:
    answer = client.get(address(case))
    assert answer.status_code == 403
    return text(answer)


def test_of_another_towns_family_it_is_the_place(world, desk):
    other = factories.user_with("town", factories.town("别处镇"))
    seen = refusal(desk(other), world.apply())
    assert AREA in seen
    assert OFFICE not in seen


def test_of_what_is_set_apart_or_kept_it_is_not_the_place_and_nothing_is_given_away(
    world, desk, report
):
    """Neither the window that is complained about, nor the counter that took a report in."""
    complaint = _complains(world)
    for who, case in (("counter", complaint), ("clerk", complaint)):
        seen = refusal(desk(who), case)
        assert OFFICE in seen
        assert AREA not in seen
        assert "投诉" not in seen.partition("<h1>")[2]
    far = factories.user_with("counter", report.place)
    seen = refusal(desk(far), report)
    assert OFFICE in seen
    assert "报告" not in seen.partition("<h1>")[2]


def test_what_a_role_does_not_open_in_its_own_village_is_not_elsewhere(world, desk):
    cadre = factories.user_with("village", world.village)
    assert OFFICE in refusal(desk(cadre), world.apply())


def test_where_time_alone_goes_on_it_is_said_when_and_where_to(world, desk):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    world.visited(case, world.clerk, date(2026, 3, 9))
    page = text(desk("clerk").get(address(case)))
    assert "公示到2026年3月16日期满, 之后系统自动转到“审核确认”; 这期间不用人动手" in page
    assert "到期自动转下一步" in page


def test_where_somebody_must_act_nothing_is_said_of_time(world, desk):
    assert "系统自动" not in text(desk("approver").get(address(confirming(world))))


@pytest.mark.parametrize(
    ("item", "offers"), [("children/report", False), ("oversight/complaint", False),
                         ("relief/dibao", True)],
)  # fmt: skip
def test_who_reports_or_complains_is_not_asked_what_else_they_may_get(world, desk, item, offers):
    assert items()[item].is_word is not offers
    client = desk("counter")
    came = arrive(client, world.mother)
    if item == "relief/dibao":
        case = world.apply()
    elif item == "children/report":
        form = {"f-what-shown": "1", "f-what": ["没人照料"], "f-where": "启瀛村 5 组", "f-now": "0",
                "f-who": "邻居", "f-village": "庙镇启瀛村", "anyway": "1"}  # fmt: skip
        client.post(f"{came}{item}/", form)
        case = world.mother.cases.get()
    else:
        form = {"f-kind": "养老机构", "f-who": "某院", "f-what": "饭菜差", "anyway": "1"}
        client.post(f"{came}{item}/", form)
        case = world.mother.cases.get()
    also = f"{came}also/{case.number}/"
    done = client.get(f"{came}done/{case.number}/")
    assert ("这一家还符合" in text(done)) is offers
    assert client.get(also).status_code == (200 if offers else 404)
