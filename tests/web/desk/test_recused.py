"""A matter of one's own family is for colleagues: whoever has married into it counts as well, on
every page and in every list (公务员法 第七十六条)."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.web.desk.test_case_page import PARTS, address
from tests.web.desk.test_queries import within
from tests.web.desk.test_queue import another, text
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.cases.models import Case, Party
from yingzhou.kernel.cases.services import recusal, work
from yingzhou.kernel.people.models import Kinship, Person


@pytest.fixture
def bride(world) -> Person:
    """The clerk, as the register knows them; nobody's relative yet."""
    made = factories.person("林小红", date(1985, 5, 1), home=world.village)
    world.clerk.person = made
    world.clerk.save()
    return made


def married(one: Person, other: Person) -> None:
    for left, right in ((one, other), (other, one)):
        factories.kin(left, right, Kinship.Kind.SPOUSE)


def with_the_clerk(world):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    work.take_up(case=case.pk, user=world.clerk)
    return case


def test_who_marries_into_the_family_leaves_what_they_have_in_hand(world, desk, bride):
    """The son married the clerk after she had taken up his mother's matter."""
    case = with_the_clerk(world)
    assert desk("clerk").get(address(case)).status_code == 200
    married(bride, world.son)
    client = desk("clerk")
    for part in ("", *(f"{part}/" for part in PARTS)):
        refused = client.get(address(case, part))
        assert (refused.status_code, "回避" in text(refused)) == (403, True), part
    for act in ("take/survey/", "take-up/", "hand-over/", "documents/", "preview/survey/"):
        assert client.post(address(case, act), {"seen": case.steps_taken}).status_code == 403, act
    for page in ("/desk/", "/desk/?tab=owned", "/desk/search/?q=王秀英", "/desk/search/?q=低保"):
        assert case.number not in text(client.get(page)), page
    together = {"case": [case.number], "transition": "survey", "go": "1", "words": "一起办"}
    client.post("/desk/batch/", together)
    taken = case.steps_taken
    case.refresh_from_db()
    assert case.steps_taken == taken


def test_a_relative_who_only_lives_there_keeps_the_matter_out_of_every_list(world, desk, bride):
    """Somebody else of the household asked for it."""
    case = with_the_clerk(world)
    lodger = factories.person("陆阿根", date(1980, 5, 1), 1)
    Party.objects.create(case=case, person=lodger, role=Party.Role.MEMBER)
    assert case.number in text(desk("clerk").get("/desk/"))
    married(bride, lodger)
    client = desk("clerk")
    assert client.get(address(case)).status_code == 403
    for page in ("/desk/", "/desk/search/?q=王秀英", f"/desk/search/?q={case.number[:8]}"):
        assert case.number not in text(client.get(page)), page


@pytest.mark.parametrize("who", ["counter", "clerk", "approver"])
def test_an_officer_with_a_family_asks_no_more_than_a_dozen_questions(world, desk, who):
    case = world.apply(phone=None)
    world.step(case, "ask", world.counter, MONDAY)
    user = getattr(world, who)
    user.person = factories.person("施国强", date(1980, 5, 1), 1)
    user.save()
    for name in ("施大伯", "顾阿婆"):
        factories.kin(user.person, factories.person(name, date(1950, 5, 1)))
    client = desk(user)
    for page in ("/desk/", "/desk/?tab=owned", "/desk/search/?q=王秀英", address(case)):
        within(client, page)


def test_what_they_had_in_hand_is_found_by_their_colleagues(world, desk, bride):
    """In the name of somebody who may not open it any more it would lie until it is late."""
    case = with_the_clerk(world)
    Case.objects.filter(pk=case.pk).update(owner=world.clerk)
    colleague = factories.user_with("town", world.town)
    other = with_another_applicant(world)
    married(bride, world.son)
    assert case.number not in text(desk(colleague).get("/desk/"))
    assert recusal.let_go(at(MONDAY)) == 1
    assert recusal.let_go(at(MONDAY)) == 0
    case.refresh_from_db()
    other.refresh_from_db()
    assert (case.handler, case.owner, other.handler) == (None, None, world.clerk)
    assert case.number in text(desk(colleague).get("/desk/"))
    assert AuditEntry.objects.get(action="case.let_go").detail["username"] == world.clerk.username


def with_another_applicant(world) -> Case:
    case = another(world)
    world.step(case, "accept", world.counter, MONDAY)
    work.take_up(case=case.pk, user=world.clerk)
    return case
