"""Who gave a bad rating is not read by whom it is about: not on the matter, and not in any list,
search or record by which a supervisor would find it (D13)."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.programmes.affairs.counters.conftest import signed_in
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case, Rating
from yingzhou.kernel.cases.services import ratings
from yingzhou.kernel.notices.models import Message
from yingzhou.kernel.notices.selectors import named
from yingzhou.kernel.notices.services.messages import set_contact
from yingzhou.programmes.affairs.counters.instrument import instrument_on
from yingzhou.web.desk.selectors.finding import token

WEDNESDAY = date(2026, 3, 4)
ANGRY = "那位同志态度很差"


@pytest.fixture
def refused(world) -> Case:
    """What was said no to, and the approver, who also supervises, answers for."""
    case = world.apply()
    Case.objects.filter(pk=case.pk).update(owner=world.approver)
    world.step(case, "not_accept", world.counter, MONDAY, words="本人的情况不在受理范围内")
    return case


@pytest.fixture
def rating(refused, resident, stop_clock) -> Rating:
    made = ratings.rate(
        case=refused.pk, user=resident, stars=1, words=ANGRY, channel="online", at=at(MONDAY, 16)
    )
    stop_clock(at(WEDNESDAY))
    return made


@pytest.fixture
def approvers(world):
    """Whom the rating is about, and a colleague with the same role."""
    return world.approver, factories.user_with("approver", world.town)


def pages(user, *addresses: str) -> str:
    client = signed_in(user)
    return "".join(client.get(one).content.decode() for one in addresses)


def test_the_list_and_the_load_show_it_to_a_colleague_and_not_to_whom_it_is_about(
    rating, approvers
):
    own, colleague = approvers
    for show in ("", "bad", "open", "late"):
        there = f"/desk/ratings/?show={show}"
        assert ANGRY in pages(colleague, there), show
        assert ANGRY not in pages(own, there), show
        assert rating.case.number not in pages(own, there), show
    for show in ("late", "soon"):
        there = f"/desk/load/?show={show}"
        told = pages(colleague, there)
        assert ANGRY in told
        assert rating.rectification.number in told
        assert ANGRY not in pages(own, there)
        assert rating.rectification.number not in pages(own, there)


def test_the_records_of_the_assessment_count_it_and_do_not_name_it(world, rating, approvers):
    base = f"/desk/assessment/{world.town.code}"
    told = {
        one.key: [pages(user, f"{base}/{one.key}/?quarter=2026q1") for user in approvers]
        for one in instrument_on(WEDNESDAY).measures
    }
    for key in ("stars", "bad"):
        assert ANGRY not in told[key][0], key
        assert ANGRY in told[key][1], key
    assert rating.rectification.number not in told["rectified"][0]
    assert rating.rectification.number in told["rectified"][1]


def test_whoever_it_is_about_cannot_judge_it_a_slip_by_its_address_either(rating, approvers):
    own, colleague = approvers
    there = f"/desk/ratings/{rating.pk}/exclude/"
    assert signed_in(own).get(there).status_code == 404
    assert signed_in(colleague).get(there).status_code == 200
    with pytest.raises(CaseFault, match="对自己的评价"):
        ratings.exclude(rating=rating.pk, user=own, why="点错了", at=at(WEDNESDAY))


def test_nothing_follows_the_matter_that_would_give_it_away(refused, rating, approvers):
    own, colleague = approvers
    there = f"/desk/cases/{refused.number}/letters/"
    assert "差评整改" in pages(colleague, there)
    assert "差评整改" not in pages(own, there)
    assert rating.rectification.number not in pages(own, there)


def test_a_clerk_who_was_rated_does_not_read_it_off_the_comers_open_matters(
    world, resident, colleague, stop_clock
):
    case = world.apply()
    world.step(case, "not_accept", world.counter, MONDAY, words="本人的情况不在受理范围内")
    made = ratings.rate(
        case=case.pk, user=resident, stars=1, words=ANGRY, channel="online", at=at(MONDAY, 16)
    )
    for user, told in ((colleague, True), (world.counter, False)):
        page = pages(user, f"/desk/counter/p/{token(user, world.mother.pk)}/")
        assert "正在办的" in page
        assert (made.rectification.number in page) == told


def test_the_outbox_names_nobody_of_a_rating_that_is_put_right(world, rating):
    case = rating.rectification
    set_contact(person=world.mother, channel="sms", address="13912345678", actor=SYSTEM,
                at=at(MONDAY))  # fmt: skip
    world.step(case, "as_simple", world.clerk, WEDNESDAY, words="本人说等了很久, 属实")
    rows = Message.objects.filter(about=f"case:{case.pk}")
    assert rows.exists()
    assert all(world.mother.name not in f"{who}{text}" for _, who, text in named(rows))


def test_praise_is_read_by_whom_it_is_about(refused, resident, approvers):
    ratings.rate(
        case=refused.pk, user=resident, stars=5, words="讲得很清楚", channel="online",
        at=at(MONDAY, 16),
    )  # fmt: skip
    assert "讲得很清楚" in pages(approvers[0], "/desk/ratings/")
