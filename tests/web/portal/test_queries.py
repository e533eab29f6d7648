"""Pages of a resident that need a matter at hand keep to the budget of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel.cases.conftest import MONDAY
from tests.web.portal.conftest import DIBAO, photo, supplementing
from yingzhou.kernel.cases.models import DataUse
from yingzhou.kernel.notices.models import Letter

pytestmark = pytest.mark.django_db
MOST = 12
MARKS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def asked(client, address: str) -> list[str]:
    """Of a second visit: the first may build what is then kept."""
    client.get(address).getvalue()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        answer.getvalue()
        found = [query["sql"] for query in captured.captured_queries]
    assert answer.status_code == 200, f"{address} answers {answer.status_code}"
    return [sql for sql in found if not sql.startswith(MARKS)]


def keep_to_it(client, *addresses: str) -> None:
    over = [
        (address, found) for address in addresses if len(found := asked(client, address)) > MOST
    ]
    told = [
        f"{a}: {len(found)}\n    " + "\n    ".join(sql[:150] for sql in found) for a, found in over
    ]
    assert not over, "\n".join(told)


def acting(client, person) -> None:
    client.post("/my/acting/", {"for": str(person.pk)})


def test_an_application_that_is_being_filled_in(son, mandate, world):
    mandate(world.son)
    acting(son.client, world.mother)
    son.sees_what_is_known()
    start = f"{DIBAO}apply/"
    keep_to_it(son.client, DIBAO, "/services/?topic=困难救助", "/services/?q=低保", "/progress/")
    pages = ("", "known/", "ask/savings/", "ask/m1-wage/", "ask/members/", "papers/", "discard/")
    keep_to_it(son.client, *(start + page for page in pages), "/my/")
    page = son.fill()
    kept = son.says(son.get(f"{start}papers/"), disability=photo(), do="keep")
    file = kept.context["here"].files[0]
    keep_to_it(son.client, f"{start}papers/{file.pk}/", page.request["PATH_INFO"])


def test_a_matter_with_everything_in_it_seen_by_who_acts_for_its_person(son, mandate, world):
    mandate(world.son)
    acting(son.client, world.mother)
    case = son.apply()
    supplementing(world, case)
    here = f"/my/cases/{case.number}/"
    son.post(f"{here}papers/", material="disability", file=photo())
    file = case.documents.get()
    keep_to_it(son.client, here, f"{here}papers/{file.pk}/", f"{here}do/withdraw/", "/my/")
    letter, use = Letter.objects.get(), DataUse.objects.filter(person=world.mother).first()
    keep_to_it(son.client, "/my/letters/", f"/my/letters/{letter.pk}/")
    keep_to_it(son.client, "/my/uses/", f"/my/uses/{use.pk}/", f"{here}received/")


def test_a_matter_that_is_over(son, mandate, world):
    mandate(world.son)
    acting(son.client, world.mother)
    case = world.apply()
    world.step(case, "not_accept", world.counter, MONDAY, "户口和住处都在外区, 不在本区受理")
    here = f"/my/cases/{case.number}/"
    keep_to_it(
        son.client, here, f"{here}rate/", f"/services/counters/appeal/apply/?about={case.number}"
    )
