"""From one star to the call back: 1, 5 and 15 workdays, and four eyes (D13)."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at, called
from tests.programmes.affairs.counters.conftest import signed_in
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case, Rating
from yingzhou.kernel.cases.services import ratings
from yingzhou.kernel.notices.models import Letter

TUESDAY = date(2026, 3, 3)


@pytest.fixture
def bad(world, resident) -> Case:
    """The case that one star began on Monday."""
    case = world.apply()
    world.step(case, "not_accept", world.counter, MONDAY, words="本人的情况不在受理范围内")
    made = ratings.rate(
        case=case.pk, user=resident, stars=1, words="等了很久", channel="online", at=at(MONDAY, 16)
    )
    return made.rectification


@pytest.fixture
def bureau(world):
    return [factories.user_with("bureau"), factories.user_with("bureau")]


def test_one_star_is_called_back_within_a_workday_and_mended_within_five(world, bad, bureau):
    assert (bad.stage, bad.desk_id, bad.due_on) == ("contact", world.town.pk, TUESDAY)
    assert bad.answers["values"]["stars"] == "1 星"
    world.step(bad, "as_simple", world.clerk, TUESDAY, words="本人说等了一个小时, 属实")
    assert bad.due_on == date(2026, 3, 9)  # five workdays from the rating
    mended = {"what": "中午增开一个窗口", "told_on": "2026-03-05"}
    world.step(bad, "fixed", world.clerk, date(2026, 3, 5), words="已增开窗口", **mended)
    assert bad.by == "district"
    heard = called(date(2026, 3, 6), "还是慢")
    world.step(bad, "unsatisfied", bureau[0], date(2026, 3, 6), words="再加一个窗口", **heard)
    world.step(bad, "fixed", world.clerk, date(2026, 3, 9), words="又加一个窗口", **mended)
    heard = called(date(2026, 3, 10))
    world.step(bad, "satisfied", bureau[0], date(2026, 3, 10), **heard)
    assert (bad.is_open, bad.outcome) == (False, "done")
    assert Letter.objects.filter(about=f"case:{bad.pk}").count() == 2
    assert Rating.objects.get().rectification == bad


def test_the_complex_has_fifteen(world, bad):
    world.step(bad, "as_complex", world.clerk, TUESDAY, words="要改排班")
    assert bad.due_on == date(2026, 3, 23)


def test_whether_it_was_a_slip_is_judged_by_the_bureau(world, bad, bureau):
    world.step(bad, "dispute", world.clerk, TUESDAY, words="本人说点错了")
    assert bad.by == "district"
    world.step(bad, "exclude", bureau[0], TUESDAY, words="电话核实, 本人说点错")
    assert (bad.is_open, bad.outcome) == (False, "ended")


def test_the_list_filters_and_shows_how_the_rectification_stands(world, bad, bureau, stop_clock):
    stop_clock(at(date(2026, 3, 5)))
    client = signed_in(bureau[0])
    for show, there in (("", True), ("bad", True), ("open", True), ("late", True), ("done", False)):
        page = client.get(f"/desk/ratings/?show={show}").content.decode()
        assert ("等了很久" in page) == there, show
    assert "超期" in client.get("/desk/ratings/?show=open").content.decode()


def test_what_does_not_count_has_a_reason_and_is_not_judged_by_whom_it_is_about(world, bad, bureau):
    rating = Rating.objects.get()
    client = signed_in(bureau[0])
    address = f"/desk/ratings/{rating.pk}/exclude/"
    assert "依据" in client.get(address).content.decode()
    assert client.post(address, {"why": " "}).status_code == 422
    assert client.post(address, {"why": "本人来电: 点错"}).status_code == 302
    rating.refresh_from_db()
    assert rating.excluded == "本人来电: 点错"
    Case.objects.filter(pk=rating.case_id).update(owner=bureau[1])
    with pytest.raises(CaseFault, match="自己"):
        ratings.exclude(rating=rating.pk, user=bureau[1], why="x", at=at(TUESDAY))


def test_a_supervisor_of_another_town_sees_nothing_of_it(world, bad):
    stranger = factories.user_with("approver", factories.town("新河镇"))
    client = signed_in(stranger)
    assert "等了很久" not in client.get("/desk/ratings/").content.decode()
    rating = Rating.objects.get()
    assert client.get(f"/desk/ratings/{rating.pk}/exclude/").status_code == 404
