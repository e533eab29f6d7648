"""特困: the case asks for the assessment by itself, waits for it, and decides with what it says."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at, world  # noqa: F401 - the fixture
from tests.support.residents import signed_in
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.services import ask_for_assessment, assessing, disputing
from yingzhou.kernel.cases import known, verified
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.reckoning import reckon
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.verifying import Found, verify
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.notices.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)
TEKUN = "relief/tekun"
TUESDAY = date(2026, 3, 3)
DEGREE = ["eats", "dresses", "rises", "toilet", "walks", "bathes"]


@pytest.fixture
def old(world):  # noqa: F811
    """He lives alone, has nothing, and says that he manages by himself."""
    man = factories.person("陈阿根", date(1945, 5, 1), 1, home=world.village, household="ALONE")
    factories.income(man, since=date(2025, 7, 1))
    from yingzhou.kernel.people.models import Household

    home = Household.objects.get(number="ALONE")
    factories.assets(home, since=date(2025, 7, 1), money=1_000_000, homes=0, floor_area=0)
    return man


@pytest.fixture
def pair(world):  # noqa: F811
    return [factories.user_with("town", world.town) for _ in range(4)]


@pytest.fixture
def case(world, old, stop_clock) -> Case:  # noqa: F811
    stop_clock(at(TUESDAY, 9))
    answers = known.prefill(items()[TEKUN].apply, old, MONDAY)
    answers["values"] |= {
        "consent": True, "no_obligor": True, "schooling": "无", "place": "在家里",
        "account": "6222000011112222", "registered": True,
        **dict.fromkeys(DEGREE, True),
    }  # fmt: skip
    for member in answers["members"]:
        member["values"] |= {"consent": True}
        member["signed"] = "窗口看过"
    answers["papers"] = [one.key for one in items()[TEKUN].apply.materials]
    request = Request(items()[TEKUN], old, "counter", answers, place=world.town)
    made = intake(request=request, user=world.counter, at=at(MONDAY))
    world.step(made, "accept", world.counter, MONDAY)
    world.step(made, "survey", world.clerk, MONDAY)
    return made


def assessed(task, first, second, **not_alone) -> Assessment:
    values = dict.fromkeys(DEGREE, "能") | not_alone
    sheet = assessing.Sheet(uuid.uuid4(), TUESDAY, values, "家里", second=second)
    made = assessing.assess(task=task.pk, sheet=sheet, user=first, at=at(TUESDAY, 11))
    return assessing.confirm(
        assessment=made.pk, user=second, agrees=True, words="", at=at(TUESDAY, 12)
    )


def test_a_case_that_comes_to_it_asks_for_its_assessment(world, old, case):  # noqa: F811
    task = Task.objects.get()
    assert (task.person, task.instrument, task.state) == (old, "self_care", "open")
    assert case.number in task.reason
    assert task.due_on == case.due_on


def test_the_case_does_not_go_on_without_one(world, case):  # noqa: F811
    with pytest.raises(CaseFault, match="还没有有效的生活自理能力评估"):
        world.visited(case, world.clerk, TUESDAY)


def test_what_two_found_counts_in_the_place_of_what_he_said(world, old, case, pair):  # noqa: F811
    item = items()[TEKUN]
    before = reckon(item, old, case.answers, TUESDAY)
    assert before.beside.startswith("特困照料护理费每月 ")
    assessed(Task.objects.get(), pair[0], pair[1], bathes="不能", walks="不能")
    case.refresh_from_db()
    entry = case.answers[verified.VERIFIED]["bathes"]
    assert (entry["value"], entry["by"]) == (False, "assessed")
    assert "部分丧失" in entry["why"]
    after = reckon(item, old, case.answers, TUESDAY)
    assert after.beside != before.beside
    line = next(one for one in after.inputs["grounds"] if one["label"] == "自主洗澡")
    assert (line["value"], line["by"]) == ("否", "按评估")


def test_nobody_puts_another_value_over_it(world, case, pair):  # noqa: F811
    assessed(Task.objects.get(), pair[0], pair[1], bathes="不能")
    found = {"bathes": Found(verified.VISIT, "1", "我看他能洗")}
    with pytest.raises(CaseFault, match="以两人评估的为准"):
        verify(case=case.pk, user=world.clerk, found=found, at=at(TUESDAY, 13))
    found = {"eats": Found(verified.ASSESSED, "0", "冒充评估")}
    with pytest.raises(CaseFault):
        verify(case=case.pk, user=world.clerk, found=found, at=at(TUESDAY, 13))


def test_the_degree_decides_the_care_money_of_the_letter(world, case, pair):  # noqa: F811
    assessed(Task.objects.get(), pair[0], pair[1], bathes="不能")
    case.refresh_from_db()
    world.visited(case, world.clerk, TUESDAY)
    assert case.stage == "publicity"
    world.step(case, "publicity_over", None, date(2026, 3, 11))
    world.step(case, "grant", world.approver, date(2026, 3, 12))
    decision = case.decisions.get()
    assert decision.inputs["beside"] == "特困照料护理费每月 685.00 元"
    letter = Letter.objects.get(title="特困人员认定书")
    assert "照料护理费每月 685.00 元" in letter.content
    page = signed_in(case.applicant).get("/my/household/").content.decode()
    assert [kind in page for kind in ("特困基本生活金", "特困照料护理费")] == [True, True]


def test_one_that_counts_already_is_taken_over(world, old, pair, request):  # noqa: F811
    task = ask_for_assessment(
        kind="self_care", subject=old, asked_by="before", reason="以前评的", at=at(TUESDAY, 8)
    )
    made = assessed(task, pair[0], pair[1], eats="不能")
    case = request.getfixturevalue("case")
    case.refresh_from_db()
    assert case.answers[verified.VERIFIED]["eats"]["assessment"] == made.pk
    assert Task.objects.count() == 1


def test_assessed_again_by_others_the_new_one_counts_in_the_case(world, case, pair):  # noqa: F811
    made = assessed(Task.objects.get(), pair[0], pair[1])
    task = disputing.dispute(
        assessment=made.pk, words="洗澡要人扶", user=pair[2], at=at(TUESDAY, 13)
    )
    assessed(task, pair[2], pair[3], bathes="不能")
    case.refresh_from_db()
    assert case.answers[verified.VERIFIED]["bathes"]["value"] is False


def test_a_case_that_is_over_needs_none_any_more(world, case):  # noqa: F811
    came = "本人3月3日到场提出撤回, 核对了身份证"
    world.step(case, "withdraw", world.clerk, TUESDAY, words=came)
    assert Task.objects.get().state == "called_off"
