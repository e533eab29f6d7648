"""A case's own household visit: asked for when the case comes to it, signed by two, put into it."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.kernel.cases.conftest import DIBAO, MONDAY, at, world  # noqa: F401 - the fixture
from tests.kernel.visits.conftest import BACKEND, JPEG
from yingzhou.kernel.accounts.models import Assignment
from yingzhou.kernel.cases.guards import GUARDS, Asked
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.visits import casework
from yingzhou.kernel.visits.faults import VisitFault
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.services import (
    carrying,
    closing,
    forgetting,
    photos,
    reporting,
    settling,
)

pytestmark = pytest.mark.django_db(transaction=True)
TUESDAY = date(2026, 3, 3)
FOUND = {"living": "平房两间, 无收入", "matches": "1"}


@pytest.fixture
def case(world, stop_clock, settings, tmp_path) -> Case:  # noqa: F811
    """At the stage of the visit, with a second clerk who may come along."""
    settings.MEDIA_ROOT = tmp_path
    stop_clock(at(TUESDAY, 9))
    made = world.apply()
    world.step(made, "accept", world.counter, MONDAY)
    world.step(made, "survey", world.clerk, MONDAY)
    return made


@pytest.fixture
def second(world):  # noqa: F811
    from tests import factories

    user = factories.user_with("town", world.town)
    user.name = "李四"
    user.save()
    return user


def told(world, visit, second, **more):  # noqa: F811
    known = {"uuid": uuid.uuid4(), "how": "done", "visited_on": TUESDAY, "seen": visit.changes,
             "values": FOUND, "second": second}  # fmt: skip
    made = reporting.report(
        visit=visit.pk,
        told=reporting.Told(**(known | more)),
        user=world.clerk,
        at=at(TUESDAY, 11),
    )
    visit.refresh_from_db()
    return made


def test_a_case_that_comes_to_its_visit_asks_for_one(world, case):  # noqa: F811
    visit = Visit.objects.get()
    assert visit.asked_by == f"case:{case.pk}:visit:{case.steps_taken}"
    assert (visit.kind, visit.people, visit.desk) == ("case", 2, world.town)
    assert visit.household.number
    assert case.number in visit.reason
    assert {one.key for one in casework.form_of(visit).fields} == {"living", "matches", "differs"}


def test_the_clerk_finds_the_way_from_the_case_to_the_visit(world, case):  # noqa: F811
    client = Client()
    client.force_login(world.clerk, backend=BACKEND)
    page = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert '列在<a href="/desk/visits/">走访</a>里的' in page
    assert case.number in client.get("/desk/visits/").content.decode()


def test_two_signatures_take_the_step_of_the_case(world, case, second):  # noqa: F811
    visit = Visit.objects.get()
    made = told(world, visit, second)
    case.refresh_from_db()
    assert case.stage == "visit"  # one signature moves nothing
    settling.confirm(record=made.pk, user=second, agrees=True, words="", at=at(TUESDAY, 14))
    visit.refresh_from_db()
    case.refresh_from_db()
    assert (visit.state, visit.carry) == ("done", "")
    assert case.stage == "publicity"
    step = case.steps.get(transition="visit")
    assert step.user == world.clerk
    assert step.data["visitors"] == f"{world.clerk}、{second}"
    assert step.data["visited_on"] == TUESDAY.isoformat()
    assert Visit.objects.count() == 1


def test_what_the_case_still_lacks_is_said_and_nobody_fills_it_in_again(world, case, second):  # noqa: F811
    visit = Visit.objects.get()
    made = told(world, visit, second, values=FOUND | {"matches": "0", "differs": "多了一个儿子"})
    settling.confirm(record=made.pk, user=second, agrees=True, words="", at=at(TUESDAY, 14))
    visit.refresh_from_db()
    case.refresh_from_db()
    assert (visit.state, case.stage) == ("done", "visit")
    assert "还没有写明核实的是多少" in visit.carry
    with pytest.raises(VisitFault, match="还没有写明核实"):
        carrying.carry_again(visit=visit.pk, user=world.clerk, at=at(TUESDAY, 15))
    visit.refresh_from_db()
    assert visit.carry


def test_the_paper_way_is_open_and_nobody_has_to_go_any_more(world, case):  # noqa: F811
    world.visited(case, world.clerk, TUESDAY)
    visit = Visit.objects.get()
    assert (visit.state, visit.why) == ("called_off", "办件已经往下办了")


def test_who_visited_and_may_not_take_the_step_lets_the_other_take_it(world, case, second):  # noqa: F811
    Assignment.objects.filter(user=second).update(role="village", division=world.village)
    visit = Visit.objects.get()
    second.forget_assignments()
    made = reporting.report(
        visit=visit.pk,
        told=reporting.Told(
            uuid.uuid4(), "done", TUESDAY, visit.changes, FOUND, second=world.clerk
        ),
        user=_sees(visit, second),
        at=at(TUESDAY, 11),
    )
    settling.confirm(record=made.pk, user=world.clerk, agrees=True, words="", at=at(TUESDAY, 14))
    case.refresh_from_db()
    assert case.steps.get(transition="visit").user == world.clerk


def _sees(visit, user):
    """Asked along by the town: a village does not open such matters by itself."""
    visit.user = user
    visit.save()
    return user


def test_who_went_along_does_not_decide(world, case, second):  # noqa: F811
    visit = Visit.objects.get()
    made = told(world, visit, second)
    settling.confirm(record=made.pk, user=second, agrees=True, words="", at=at(TUESDAY, 14))
    case.refresh_from_db()
    item = item_of_version(case.version)
    grant = item.apply.process.transitions["grant"]

    def lacks(user):
        asked = Asked(case, item, item.apply, grant, user, {}, "", TUESDAY)
        return GUARDS["other_person"](asked, "visit")

    assert lacks(second) == ["这家是您去入户的, 这一步要由没有去过的人办"]
    assert "是您办的" in lacks(world.clerk)[0]
    assert lacks(world.approver) == []


def test_what_was_found_goes_with_the_papers_of_the_case(world, case, second):  # noqa: F811
    visit = Visit.objects.get()
    picture = SimpleUploadedFile("p.jpg", JPEG)
    made = told(world, visit, second, photos=[picture])
    settling.confirm(record=made.pk, user=second, agrees=True, words="", at=at(TUESDAY, 14))
    file = photos._path(made.photos.get().file)
    assert forgetting.forget_destroyed() == 0
    Case.objects.update(destroyed_at=at(TUESDAY, 16))
    assert forgetting.forget_destroyed() == 1
    made.refresh_from_db()
    assert (made.content["asked"], made.photos.count(), file.exists()) == ([], 0, False)
    assert forgetting.forget_destroyed() == 0


def test_a_withdrawn_case_calls_its_visit_off(world, case):  # noqa: F811
    came = "本人3月3日到场提出撤回, 核对了身份证"
    world.step(case, "withdraw", world.clerk, TUESDAY, words=came)
    assert Visit.objects.get().state == "called_off"


def test_a_missed_visit_of_a_case_is_not_silent(world, case):  # noqa: F811
    visit = Visit.objects.get()
    Visit.objects.update(due_on=date(2025, 12, 1))
    assert closing.miss_overdue(at(TUESDAY, 16)) == 1
    visit.refresh_from_db()
    assert visit.state == "missed"
    assert case.item == DIBAO
