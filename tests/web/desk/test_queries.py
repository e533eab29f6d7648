"""No page of the workbench asks more than a dozen questions, whatever stands on it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.kernel.cases.conftest import DIBAO, MONDAY, at
from tests.web.desk.test_case_page import PARTS, confirming
from tests.web.desk.test_counter import arrive, filled
from yingzhou.kernel.cases.models import Case, Consultation

MOST = 12
MARKS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def asked(client, address: str) -> list[str]:
    """The questions of a second visit: the first may build what is then kept."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, address
    found = [query["sql"] for query in captured.captured_queries]
    return [sql[:140] for sql in found if not sql.startswith(MARKS)]


def within(client, address: str) -> None:
    found = asked(client, address)
    assert len(found) <= MOST, f"{address}: {len(found)}\n" + "\n".join(found)


@pytest.mark.parametrize("part", ["", *(f"{part}/" for part in PARTS)])
@pytest.mark.parametrize("stage", ["received", "supplement", "confirm", "granted"])
def test_a_case(world, desk, part, stage):
    """Parts as the page asks for them: with its token."""
    case = _at(world, stage)
    client = desk("approver" if stage in ("confirm", "granted") else "counter")
    page = client.get(f"/desk/cases/{case.number}/").content.decode()
    seen = page.partition("?seen=")[2].partition('"')[0]
    within(client, f"/desk/cases/{case.number}/{part}" + (f"?seen={seen}" if part else ""))


def _at(world, stage: str) -> Case:
    if stage in ("confirm", "granted"):
        case = confirming(world)
        if stage == "granted":
            world.step(case, "grant", world.approver, date(2026, 3, 18))
        return case
    case = world.apply(phone=None if stage == "supplement" else "13900000000")
    if stage == "supplement":
        world.step(case, "ask", world.counter, MONDAY)
    return case


def test_the_counter(world, desk):
    client = desk("counter")
    address = arrive(client, world.mother)
    within(client, "/desk/counter/")
    within(client, address)
    within(client, f"{address}?q=低保")
    within(client, f"{address}entitled/")
    within(client, f"{address}{DIBAO}/")
    client.post(f"{address}{DIBAO}/", filled())
    case = Case.objects.get()
    within(client, f"{address}done/{case.number}/")
    within(client, f"{address}also/{case.number}/")


def test_search_substitutes_and_opinions(world, desk):
    case = world.apply()
    for typed in ("王秀英", "低保", "2026"):
        within(desk("clerk"), f"/desk/search/?q={typed}")
    within(desk("approver"), "/desk/substitutes/")
    row = Consultation.objects.create(
        case=case, kind="joint", unit="区医保局", desk=world.district,
        permission="cases.opinion", question="核对大病登记", asked_at=at(MONDAY),
    )  # fmt: skip
    client = desk(factories.user_with("department"))
    within(client, "/desk/opinions/")
    within(client, f"/desk/opinions/{row.pk}/")


def test_a_case_that_is_to_be_visited(world, desk):
    """Whether a relative of the staff lives there is asked of the register."""
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    within(desk("clerk"), f"/desk/cases/{case.number}/")
