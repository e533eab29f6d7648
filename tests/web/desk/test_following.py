"""A closed case whose decision planned visits tells what became of them: how often, when next, who
goes, what was found. Whoever reported the child reads nothing of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests import factories
from tests.kernel.cases.conftest import at
from tests.kernel.catalogue.conftest import shelf
from tests.kernel.visits.conftest import named
from tests.kernel.visits.test_rounds import (
    FRIDAY,
    LINKED,
    NEXT,
    assess,
    bureau,
    case,
    child,
    follow,
    own,
    plan,
)
from tests.support import residents
from tests.web.desk.test_queries import within
from yingzhou.core import clock
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.people.models import Person, Residence
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.services import closing, reporting, rounds
from yingzhou.programmes.welfare import children

__all__ = ["bureau", "case", "child", "shelf"]
HEAD = "后续走访"
TITLE = "以后会有人来看您"
STATES = {"met": True, "carer": "祖父母或外祖父母", "school": "在上学", "parents": "每月都有"}


@pytest.fixture
def officer(world):
    return named("village", world.village, "儿童主任林芳")


@pytest.fixture
def planned(world, case, officer, bureau) -> Case:
    assess(world, case, **LINKED)
    plan(world, case, bureau, "每周")
    follow(case)
    return case


def page(desk, who, case: Case) -> str:
    return desk(who).get(f"/desk/cases/{case.number}/").content.decode()


def visited(visit: Visit, user, state: str) -> None:
    day = visit.due_on - timedelta(1)
    values = STATES | {"state": state} | ({} if state == "平安" else {"trouble": "没有人做饭"})
    told = reporting.Told(
        uuid="6f1b0d1e-0000-4000-8000-000000000001", how="done", visited_on=day,
        seen=visit.changes, values=values,
    )  # fmt: skip
    reporting.report(visit=visit.pk, told=told, user=user, at=at(day, 15))


def test_the_town_reads_how_often_when_next_and_who_goes(world, desk, planned):
    (visit,) = own(planned)
    seen = page(desk, "clerk", planned)
    assert HEAD in seen
    assert "每周一次" in seen
    assert "2026年3月16日" in seen
    assert "儿童主任林芳" in seen
    assert "还没有去过" in seen
    assert f"/desk/visits/{visit.pk}/" in seen
    assert "待核实" in seen, "how often is a house rule, and says so"


def test_what_was_found_last_stands_beside_the_visit_that_follows(
    world, desk, planned, officer, stop_clock
):
    (visit,) = own(planned)
    stop_clock(at(NEXT + timedelta(6), 16))
    visited(visit, officer, "有困难")
    seen = page(desk, "clerk", planned)
    assert "2026年3月15日, 已走访" in seen
    assert "<strong>有困难</strong>" in seen
    back = Visit.objects.get(kind="back")
    assert f"/desk/visits/{back.pk}/" in seen, "the return visit is the next one of this plan"


def test_a_week_in_which_nobody_went_is_said(world, desk, planned, stop_clock):
    late = NEXT + timedelta(10)
    stop_clock(at(late))
    closing.miss_overdue(at(late))
    rounds.plan(at(late))
    seen = page(desk, "clerk", planned)
    assert "<strong>漏访</strong>, 应在 2026年3月16日 以前" in seen
    assert "2026年3月23日" in seen


def test_whoever_is_not_to_read_of_children_reads_no_outcome(world, desk, planned, officer):
    """Who the case is shown to and who opens a visit are two questions."""
    (visit,) = own(planned)
    visited(visit, officer, "有困难")
    Residence.objects.filter(person=visit.person).delete()
    Visit.objects.update(division=factories.village("远村", factories.town("远镇")))
    seen = page(desk, "clerk", planned)
    assert HEAD in seen
    assert "有困难" not in seen
    assert f"/desk/visits/{visit.pk}/" not in seen


def test_where_no_visit_could_be_planned_the_page_does_not_keep_silent(world, desk, planned):
    own(planned)[0].delete()
    assert "没有排出走访" in page(desk, "clerk", planned)


def test_a_case_that_plans_no_visits_has_no_card_and_an_open_one_not_yet(world, desk, case):
    assert HEAD not in page(desk, "clerk", case)
    other = world.apply()
    world.step(other, "withdraw", world.counter, clock.today(), "本人到窗口说不办了, 3月2日")
    assert HEAD not in page(desk, "clerk", other)


def test_the_page_keeps_to_the_budget(world, desk, planned, officer):
    visited(own(planned)[0], officer, "有困难")
    within(desk("clerk"), f"/desk/cases/{planned.number}/")


def test_the_neighbour_who_reported_reads_nothing_of_it(world, planned):
    seen = residents.signed_in(world.mother).get(f"/my/cases/{planned.number}/").content.decode()
    assert "有人负责跟进" in seen
    for word in (TITLE, "林芳", "每周", "3月16日", "陈小明"):
        assert word not in seen


@pytest.fixture
def open_item(shelf) -> str:
    """The same process where nothing is secret, and whoever asks is whom it is about."""
    folder = Path(children.__file__).parent / "items" / "report"
    service = (folder / "service.yaml").read_text(encoding="utf-8")
    shelf("own/looked_after", (folder / "process.yaml").read_text(encoding="utf-8"), "process.yaml")
    shelf("own/looked_after", service.replace("  secret: true\n", ""))
    return "own/looked_after"


def asked_for_oneself(world, code: str, who: Person, bureau) -> Case:
    said = {"what": ["没人照料"], "where": "启瀛村 5 组", "village": "庙镇启瀛村", "now": False,
            "who": "孩子自己"}  # fmt: skip
    request = Request(
        items()[code], who, "counter", forms.empty() | {"values": said}, place=world.town
    )
    made = intake(request=request, user=world.counter, at=at(FRIDAY - timedelta(4)))
    for way in ("dispatch", "in_danger"):
        found = {} if way == "dispatch" else {
            "visited_on": "2026-03-02", "visitors": "张敏、李静", "state": "独居",
            "measure": "在家",
        }  # fmt: skip
        world.step(made, way, world.clerk, FRIDAY - timedelta(4), **found)
    made.consultations.update(answered_at=at(FRIDAY), answer="属实")
    assess(world, made, **LINKED)
    plan(world, made, bureau, "每周")
    follow(made)
    return made


def test_who_is_to_be_visited_reads_when_in_plain_words(world, child, officer, bureau, open_item):
    made = asked_for_oneself(world, open_item, child, bureau)
    address = f"/my/cases/{made.number}/"
    client = residents.signed_in(child)
    seen = client.get(address).content.decode()
    assert TITLE in seen
    assert "每周有人上门看一次" in seen
    assert "下一次最晚 <strong>3月16日</strong>, 由村(居)委会的人来" in seen
    assert "林芳" not in seen, "officers are not named on a resident's page"
    visited(own(made)[0], officer, "有困难")
    seen = client.get(address).content.decode()
    assert "上一次 3月15日: 来看过您" in seen
    assert "有困难" not in seen, "what the visitor thought is asked for at the desk"
