"""A child in danger is found again: known to the register before the case ends, and visited as
often as the danger asks, by somebody and by a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at, world
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case, Party
from yingzhou.kernel.cases.selectors.rights import is_recused
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.reopening import reopen
from yingzhou.kernel.cases.services.work import answer_consultation
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.people.models import Residence
from yingzhou.kernel.visits.models import Round, Visit
from yingzhou.kernel.visits.services import closing, rounds

__all__ = ["world"]
FRIDAY, NEXT = date(2026, 3, 6), date(2026, 3, 9)
SEEN = {
    "visited_on": "2026-03-02",
    "visitors": "张敏、李静",
    "state": "身上有伤",
    "measure": "外婆家",
}
TOLD = {"told_how": "电话", "told_on": "2026-03-09"}
LINKED = {"child": "陈小明 2018-05-01"}


@pytest.fixture
def child(world):
    return factories.person("陈小明", date(2018, 5, 1), home=world.village, household="H2")


@pytest.fixture
def officer(world):
    return factories.user_with("village", world.village)


@pytest.fixture
def bureau(world):
    return factories.user_with("bureau")


@pytest.fixture
def case(world, child, officer) -> Case:
    """Reported, seen, answered by the departments: to be assessed."""
    found = forms.empty() | {"values": {
        "what": ["被打骂虐待"], "where": "启瀛村 5 组", "village": "庙镇启瀛村", "now": True,
        "who": "邻居", "phone": "13912345678",
    }}  # fmt: skip
    request = Request(items()["children/report"], world.mother, "counter", found, place=world.town)
    made = intake(request=request, user=world.counter, at=at(MONDAY))
    world.step(made, "dispatch", world.clerk, MONDAY)
    world.step(made, "in_danger", world.clerk, MONDAY, **SEEN)
    for one in made.consultations.all():
        department = factories.user_with("department", unit=one.unit)
        answer_consultation(
            consultation=one.pk, user=department, agrees=None, answer="属实", at=at(MONDAY)
        )
    return made


def assess(world, case, risk: str = "高", **more) -> None:
    found = {"visited_on": "2026-03-06", "visitors": "张敏、李静", "kind": "监护不当", "risk": risk}
    world.step(case, "assess", world.clerk, FRIDAY, **found, **more)


def plan(world, case, user, often: str, day: date = NEXT, words: str = "", **more) -> None:
    world.step(
        case, "plan", user, day, words, plan="村里上门", visits=often, **TOLD, **more
    )  # fmt: skip


def own(case) -> list[Visit]:
    keys = [f"round:{pk}" for pk in case.rounds.values_list("pk", flat=True)]
    return list(Visit.objects.filter(asked_by__in=keys).order_by("due_on"))


def test_the_decision_itself_asks_for_the_visit(
    world, case, bureau, django_capture_on_commit_callbacks
):
    assess(world, case, **LINKED)
    with django_capture_on_commit_callbacks(execute=True):
        plan(world, case, bureau, "每周")
    assert len(own(case)) == 1


def test_a_child_at_high_risk_is_visited_every_week_by_somebody_and_by_a_day(
    world, case, child, bureau, officer
):
    assess(world, case, **LINKED)
    for seldom in ("每月", "每季", "不用再上门"):
        with pytest.raises(CaseFault, match="风险评为“高”的至少每周上门看一次"):
            plan(world, case, bureau, seldom)
    plan(world, case, bureau, "每周")
    follow(case)
    (visit,) = own(case)
    assert (visit.person, visit.due_on, visit.data) == (child, NEXT + timedelta(7), "children")
    assert (visit.user, visit.desk_id) == (officer, world.village.pk)
    assert "待核实" in visit.basis
    assert (visit.confidence, visit.state) == ("unverified", "assigned")


def follow(case: Case) -> None:
    """What is done with the event."""
    step = case.steps.order_by("-seq").first()
    rounds.decided(case=case.pk, seq=step.seq, transition=step.transition)


def test_week_after_week_there_is_one_and_none_is_forgotten(world, case, bureau):
    assess(world, case, **LINKED)
    plan(world, case, bureau, "每周")
    follow(case)
    rounds.plan(at(NEXT))
    assert len(own(case)) == 1, "heard or planned twice, it is one visit"
    day = NEXT + timedelta(8)
    rounds.plan(at(day))
    assert [one.due_on for one in own(case)] == [NEXT + timedelta(7), NEXT + timedelta(14)]
    closing.miss_overdue(at(NEXT + timedelta(10)))
    assert [one.state for one in own(case)] == ["missed", "assigned"]


@pytest.mark.parametrize(
    ("risk", "often", "due"),
    [("中", "每月", date(2026, 4, 9)), ("低", "每季", date(2026, 6, 9)),
     ("低", "每周", date(2026, 3, 16))],
)  # fmt: skip
def test_less_danger_may_be_looked_at_less_often(world, case, bureau, risk, often, due):
    assess(world, case, risk, **LINKED)
    plan(world, case, bureau, often)
    follow(case)
    assert [one.due_on for one in own(case)] == [due]


def test_nothing_ends_before_it_is_known_which_child_it_is(world, case, child, bureau):
    with pytest.raises(CaseFault, match="孩子是登记里的哪一位"):
        assess(world, case)
    with pytest.raises(CaseFault, match="登记里没有这个人"):
        assess(world, case, child="陈大明 2018-05-01")
    with pytest.raises(CaseFault, match="已满 18 岁"):
        assess(world, case, child="王建国 1980-05-01")
    assess(world, case, child=str(child.id_number))
    assert Party.objects.get(case=case, role="subject").person == child
    kept = case.steps.get(transition="assess").data
    assert str(child.id_number) not in str(kept)
    assert kept["child"] == child.pk


def test_the_childs_own_people_do_not_handle_it_from_then_on(world, case, child):
    uncle = factories.person("陈强", date(1985, 5, 1))
    factories.kin(child, uncle)
    world.clerk.person = uncle
    world.clerk.save()
    assert not is_recused(world.clerk, Case.objects.get(pk=case.pk))
    assess(world, case, **LINKED)
    world.clerk.__dict__.pop("_kin", None)
    assert is_recused(world.clerk, Case.objects.get(pk=case.pk))


def test_of_a_child_whom_no_register_knows_somebody_writes_why_and_who_looks_after_it(
    world, case, bureau
):
    with pytest.raises(CaseFault, match="写得太短"):
        assess(world, case, unlinked="不知道")
    assess(world, case, unlinked="公安查过户籍和指纹, 孩子的身份还没有查明")
    with pytest.raises(CaseFault, match="系统排不了走访"):
        plan(world, case, bureau, "每周")
    plan(world, case, bureau, "每周", words="由镇里儿童督导员张敏每周一去看, 从下周起")
    follow(case)
    assert not Round.objects.exists()


def test_who_does_not_live_here_is_not_forgotten_in_silence(world, case, child, bureau):
    Residence.objects.filter(person=child).delete()
    assess(world, case, **LINKED)
    with pytest.raises(CaseFault, match="不住在本区"):
        plan(world, case, bureau, "每周")


def test_another_plan_takes_the_place_of_the_first(world, case, bureau):
    assess(world, case, **LINKED)
    plan(world, case, bureau, "每周")
    follow(case)
    later = date(2026, 4, 1)
    reopen(case=case.pk, user=bureau, stage="assessing", words="家里好转了, 重新评估",
           at=at(later))  # fmt: skip
    found = {"visited_on": later.isoformat(), "visitors": "张敏、李静", "kind": "监护不当"}
    world.step(case, "assess", world.clerk, later, **found, risk="已经没有")
    plan(world, case, bureau, "不用再上门", later)
    follow(case)
    assert [one.state for one in own(case)] == ["called_off"]
    assert case.rounds.get().valid_to == later
    assert rounds.plan(at(later)) == 0
