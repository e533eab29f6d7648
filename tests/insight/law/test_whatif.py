"""The what-if room: what a higher standard costs, whom it helps, and that it leaves no trace."""

from __future__ import annotations

import re

import pytest

from yingzhou.core import clock
from yingzhou.insight.law.selectors import whatif, whatif_page
from yingzhou.insight.law.selectors.levers import figures, levers, offered
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.catalogue import district, prepare
from yingzhou.kernel.catalogue.book import this_month

pytestmark = pytest.mark.district
MONTH = this_month()
DAY = district.day_of(MONTH)


@pytest.fixture
def room(db):
    prepare.now(DAY)
    return whatif.room(MONTH)


@pytest.fixture
def leader(client, stop_clock, db):
    stop_clock(clock.now())
    user = User.objects.get(username="leader")
    client.force_login(user, backend="yingzhou.kernel.accounts.backend.StaffBackend")
    return client


def test_the_law_as_it_stands_changes_nothing(room):
    found = whatif.answer(room, {})
    assert found.effects == ()
    assert found.net.winners.sum() == found.net.losers.sum() == 0


def test_a_higher_standard_costs_more_and_hurts_nobody_on_dibao(room):
    found = whatif.answer(room, {"低保.标准": (200_000,)})
    dibao = next(one for one in found.effects if one.key == whatif.DIBAO)
    assert found.cost_after > found.cost_before > 0
    assert dibao.cases_after.sum() >= dibao.cases_before.sum() > 0
    assert dibao.losers.sum() == 0
    assert found.dibao_persons[1] >= found.dibao_persons[0]


def test_towns_and_benefits_add_up_to_the_whole(room):
    found = whatif.answer(room, {"低保.标准": (150_000,)})
    change = found.cost_after - found.cost_before
    assert change < 0
    assert sum(line["change"] for line in whatif_page.by_benefit(found)) == change
    assert sum(line["change"] for line in whatif_page.by_town(found)) == change
    assert sum(line["losers"] for line in whatif_page.by_town(found)) == found.net.losers.sum() > 0


def test_one_trial_does_not_leak_into_the_next(room):
    before = whatif.answer(room, {"低保.标准": (180_000,)}).cost_after
    whatif.answer(room, {"低保.标准": (300_000,)})
    assert whatif.answer(room, {"低保.标准": (180_000,)}).cost_after == before
    fresh = room.runner.month(MONTH)
    assert all((fresh[key] == room.before[key]).all() for key in room.before.values)


def test_the_curve_rises_with_the_standard(room):
    costs = [
        cost for _, cost, _ in whatif.curve(room, "低保.标准", [150_000, 170_000, 190_000], {})
    ]
    assert costs == sorted(costs)
    assert costs[0] < costs[-1]


def test_what_is_typed_is_read_exactly_or_refused_in_words():
    good, low, bad, far = (
        levers({"v1": typed}, DAY)[0] for typed in ("1800.50", "1,700", "很多", "999999")
    )
    assert figures([good]) == {"低保.标准": (180_050,)}
    assert figures([low]) == {"低保.标准": (170_000,)}
    assert bad.value is None
    assert "“很多”不是数字" in bad.fault
    assert "超出可以试的范围" in far.fault


def test_several_levers_move_together_and_no_table_is_offered():
    found = levers({"v1": "1700", "p2": "低保.标准", "p3": offered()[0], "v3": ""}, DAY)
    assert [one.name for one in found][:1] == ["低保.标准"]
    assert len({one.name for one in found}) == len(found)


def test_a_leader_reads_cost_towns_and_doubts(leader, room):
    page = leader.get("/desk/policy/whatif/", {"v1": "1800"}).content.decode()
    for text in ("每月支出", "受益家庭", "指标1", "城桥镇", "未核实", "只能看趋势"):
        assert text in page, text
    assert int(re.search(r"用了 (\d+) 毫秒", page)[1]) < 1000
    assert "低保标准" in leader.get("/desk/policy/whatif/curve/", {"v1": "1800"}).content.decode()


def test_a_page_does_not_wait_for_the_registry(leader, monkeypatch):
    monkeypatch.setattr(prepare, "is_ready", lambda _: False)
    monkeypatch.setattr(prepare, "start", lambda _: None)
    page = leader.get("/desk/policy/whatif/").content.decode()
    assert "正在取全区的数据" in page
    assert 'hx-trigger="every 2s"' in page


def test_the_registry_is_read_anew_when_asked(leader, room, monkeypatch):
    started = []
    monkeypatch.setattr(prepare, "start", started.append)
    assert district.is_kept(DAY)
    leader.post("/desk/policy/whatif/refresh/")
    assert started == [DAY]
    assert not district.is_kept(DAY)


def test_a_village_officer_does_not_enter(client, db):
    user = User.objects.get(username="village")
    client.force_login(user, backend="yingzhou.kernel.accounts.backend.StaffBackend")
    assert client.get("/desk/policy/whatif/").status_code == 403
