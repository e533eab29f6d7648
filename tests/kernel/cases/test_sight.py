"""What a role may see of cases: by the class of what they tell, or because it has a part in them;
a page and a list say the same."""

from __future__ import annotations

import pytest

from tests import factories
from tests.kernel.cases.conftest import DIBAO, MONDAY, at
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.rights import may_see
from yingzhou.kernel.cases.selectors.sight import condition
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items

PERSONAL, SENSITIVE = "neighbourhoods/cert_residence", "relief/tekun"
ENROLLED, ORPHAN, REPORT = "children/left_behind", "children/orphan", "children/report"
ALL = (PERSONAL, SENSITIVE, ENROLLED, ORPHAN, REPORT)


@pytest.fixture
def cases(world):
    """One of each, taken in by nobody in particular at the town's counter."""
    made = {}
    for code in ALL:
        answers = {"values": {"village": "庙镇启瀛村"}}
        request = Request(items()[code], world.mother, "district", answers, place=world.town)
        made[code] = intake(request=request, user=None, at=at(MONDAY))
    return made


def _seen(cases, user) -> set[str]:
    """As the page of each case says; the list must say the same."""
    found = {code for code, case in cases.items() if may_see(user, case)}
    listed = set(Case.objects.filter(condition(user)).values_list("item", flat=True))
    assert listed == found
    return found


def test_a_village_sees_what_is_its_own_to_do(world, cases):
    own = factories.user_with("village", world.village)
    assert _seen(cases, own) == {PERSONAL, ENROLLED}
    other = factories.user_with("village", factories.village("别处村", world.town))
    assert _seen(cases, other) == set()


def test_a_counter_sees_children_only_where_it_takes_them_in(world, cases):
    assert _seen(cases, world.counter) == {PERSONAL, SENSITIVE, ORPHAN}


@pytest.mark.parametrize("role", ["town", "approver"])
def test_a_town_sees_all_of_its_own(world, cases, role):
    assert _seen(cases, factories.user_with(role, world.town)) == set(ALL)
    assert _seen(cases, factories.user_with(role, factories.town("别处镇"))) == set()


def test_the_town_that_only_took_it_in_reads_nothing_when_its_part_is_done(world):
    """Anybody is served anywhere; income and savings are for the town of the family."""
    there = factories.town("城桥镇")
    staff = {role: factories.user_with(role, there) for role in ("counter", "town", "approver")}
    request = Request(items()[DIBAO], world.mother, "counter", world.answers(), place=there)
    case = intake(request=request, user=staff["counter"], at=at(MONDAY))
    listed = {role: _listed(user) for role, user in staff.items()}
    assert listed == {"counter": {DIBAO}, "town": {DIBAO}, "approver": set()}  # who may take it in
    world.step(case, "accept", staff["counter"], MONDAY)
    assert (case.desk, case.home) == (world.town, world.village)
    seen = {role for role, user in staff.items() if may_see(user, case)}
    assert seen == {"counter"}
    assert not _listed(staff["town"]) | _listed(staff["approver"])
    assert _listed(world.clerk) == _listed(world.approver) == {DIBAO}


def _listed(user) -> set[str]:
    return set(Case.objects.filter(condition(user)).values_list("item", flat=True))


def test_the_bureau_sees_all_and_the_auditor_nothing(world, cases):
    assert _seen(cases, factories.user_with("bureau")) == set(ALL)
    assert _seen(cases, factories.user_with("auditor")) == set()
    assert _seen(cases, factories.user_with("leader")) == set()


def test_a_leader_who_counts_them_all_reads_only_what_is_personal(world, cases):
    leader = factories.user_with("leader")
    rows = Case.objects.filter(condition(leader, "cases.supervise"))
    assert set(rows.values_list("item", flat=True)) == {PERSONAL}


def test_who_took_it_in_sees_it_to_the_end(world, cases):
    officer = factories.user_with("village", world.village)
    case = cases[SENSITIVE]
    case.owner = officer
    case.save()
    assert may_see(officer, case)


def test_two_roles_open_what_either_does(world, cases):
    both = factories.user_with("village", world.village)
    both.assignments.create(role="town", division=factories.town("别处镇"), valid_from=MONDAY)
    both.forget_assignments()
    assert _seen(cases, both) == {PERSONAL, ENROLLED}  # the other town's clerk opens nothing here
