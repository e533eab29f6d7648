"""No page asks the database more than a dozen questions, however many rows it lists.

Every address that answers a GET is visited in the synthetic district, so that a list which asks
once a row is found. A new address with arguments needs an example here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.architecture.test_access_matrix import addresses, holder
from tests.core.sheets.toy import book
from tests.kernel.test_imports_people import HEADS, line
from tests.support import residents
from yingzhou.core import clock
from yingzhou.core.access import RESIDENT, declared, may_enter
from yingzhou.core.models import ImportBatch
from yingzhou.core.sheets import SHEETS
from yingzhou.insight.plan_files import default_plan
from yingzhou.insight.relations import RELATIONS, Covered, Flow, Stock
from yingzhou.kernel.accounts.models import Mandate, User
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.catalogue import district, prepare
from yingzhou.kernel.catalogue.book import this_month
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.organisations.models import Facility, Organisation
from yingzhou.kernel.organisations.selectors import LISTS
from yingzhou.kernel.people.models import LifeEvent, Person, Residence
from yingzhou.programmes.affairs.counters import devices

pytestmark = pytest.mark.district

MOST = 12
MARKS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
"""Where a transaction starts and ends: they ask nothing."""
WITH_A_MATTER = ("/my/cases/<", "/my/letters/<", "/my/uses/<", "/services/<slug:programme>/")
"""Visited in tests/web/portal/test_queries.py, with a draft or a matter at hand."""
SECOND_FACTOR = "/accounts/2fa/"
"""Its pages are there only on the way in, or for who has switched it on."""
COUNTED_THERE = "counted with its token or record (tests/web/api)"
COUNTED_AT_THE_DESK = "counted beside its pages, with a case at hand (tests/web/desk)"
COUNTED_IN_THE_HALL = "counted with its records (tests/programmes/affairs/counters)"
COUNTED_WITH_A_RUN = "counted with a run at hand (tests/kernel/payments)"
COUNTED_WITH_A_VISIT = "counted with a visit at hand (tests/kernel/visits)"
COUNTED_WITH_ONE = "counted with an assessment at hand (tests/kernel/assessments)"
COUNTED_WITH_A_PLAN = "counted with a plan at hand (tests/programmes/assistance/advising)"
COUNTED_WITH_A_REPORT = "counted with a report (tests/kernel/people/test_death_pages.py)"
COUNTED_WITH_A_BILL = "counted with a bill at hand (tests/programmes/assistance/relief)"
COUNTED_WITH_A_FINDING = "counted with a finding at hand (tests/programmes/assistance/relief)"
ASIDE = {
    "/desk/exits/<int:pk>/": "counted with a family at hand (tests/programmes/assistance/relief)",
    "/desk/cases/<slug:number>/preview/<slug:transition>/": "a GET leads back to the case",
    "/desk/discovery/ask/": "takes no GET",
    "/desk/discovery/rounds/<int:pk>/": COUNTED_WITH_A_FINDING,
    "/desk/discovery/findings/<int:pk>/": COUNTED_WITH_A_FINDING,
    "/desk/discovery/findings/<int:pk>/reason/": COUNTED_WITH_A_FINDING,
    "/desk/discovery/findings/<int:pk>/<slug:act>/": "takes no GET",
    "/my/found/<int:pk>/<slug:act>/": "takes no GET",
    "/desk/medical/<int:pk>/": COUNTED_WITH_A_BILL,
    "/desk/insurance/claims/<int:pk>/": COUNTED_WITH_A_BILL,
    "/desk/insurance/claims/<int:pk>/supplied/": "takes no GET",
    "/desk/medical/hospitals/<int:pk>/": "takes no GET",
    "/desk/medical/months/draw-up/": "takes no GET",
    "/desk/medical/months/<int:pk>/": COUNTED_WITH_A_BILL,
    "/desk/medical/months/<int:pk>/close/": "takes no GET",
    "/api/medical/settlements/": "counted with its token or record (tests/web/api)",
    "/api/deaths/": "counted with its token or record (tests/web/api)",
    "/api/deaths/<receipt>": "counted with its token or record (tests/web/api)",
    "/api/deaths/<receipt>/withdraw": "takes no GET",
    "/desk/people/deaths/<int:report_pk>/": COUNTED_WITH_A_REPORT,
    "/desk/people/deaths/<int:report_pk>/withdraw/": COUNTED_WITH_A_REPORT,
    "/api/medical/settlements/<receipt>": "counted with its token or record (tests/web/api)",
    "/api/medical/settlements/<receipt>/reverse": "takes no GET",
    "/api/medical/statements/<month>": "counted with its token or record (tests/web/api)",
    "/desk/assessments/<int:pk>/": COUNTED_WITH_ONE,
    "/desk/assessments/<int:pk>/confirm/": "takes no GET",
    "/desk/assessments/<int:pk>/dispute/": "takes no GET",
    "/desk/assessments/tasks/<int:pk>/": COUNTED_WITH_ONE,
    "/desk/advising/<int:pk>/": COUNTED_WITH_A_PLAN,
    "/desk/advising/<int:pk>/beside/": COUNTED_WITH_A_PLAN,
    "/desk/advising/<int:pk>/offers/": COUNTED_WITH_A_PLAN,
    "/desk/advising/<int:pk>/letters/<int:letter>/": COUNTED_WITH_A_PLAN,
    "/desk/advising/<int:pk>/<slug:act>/": "takes no GET",
    "/desk/advising/open/": "takes no GET",
    "/desk/advising/referrals/<int:pk>/": "takes no GET",
    "/my/help/<int:pk>/answer/": "takes no GET",
    "/my/assessments/<int:pk>/dispute/": "takes no GET",
    "/desk/visits/<int:pk>/": COUNTED_WITH_A_VISIT,
    "/desk/visits/<int:pk>/photos/<int:photo>/": COUNTED_WITH_A_VISIT,
    "/desk/visits/<int:pk>/<slug:act>/": "takes no GET",
    "/my/mandates/<int:pk>/end/": "counted beside its page (tests/web/residents)",
    "/desk/payments/<int:pk>/": COUNTED_WITH_A_RUN,
    "/desk/payments/<int:pk>/lines/": COUNTED_WITH_A_RUN,
    "/desk/payments/<int:pk>/files/<int:attempt>/": COUNTED_WITH_A_RUN,
    "/desk/payments/people/<int:pk>/": COUNTED_WITH_A_RUN,
    "/desk/payments/<int:pk>/waiting/": COUNTED_WITH_A_RUN,
    "/desk/payments/<int:pk>/waiting/<int:payee>/": "takes no GET",
    "/desk/payments/accounts/<int:pk>/decide/": "takes no GET",
    "/desk/payments/<int:pk>/corrections/": COUNTED_WITH_A_RUN,
    "/desk/payments/<int:pk>/confirming/": COUNTED_WITH_A_RUN,
    "/desk/payments/<int:pk>/confirming/export/": COUNTED_WITH_A_RUN,
    "/desk/payments/recoveries/<int:pk>/": COUNTED_WITH_A_RUN,
    "/desk/payments/recoveries/<int:pk>/say/": "takes no GET",
    "/desk/payments/recoveries/<int:pk>/decide/": "takes no GET",
    "/desk/payments/recoveries/<int:pk>/receive/": "takes no GET",
    "/desk/payments/confirming/<int:pk>/": "takes no GET",
    "/desk/payments/inquiries/<int:pk>/find/": "takes no GET",
    "/desk/payments/inquiries/<int:pk>/repay/": "takes no GET",
    "/my/money/came/<int:pk>/": "takes no GET",
    "/my/money/say/<int:pk>/": "takes no GET",
    "/desk/payments/years/<int:year>/ask/": "takes no GET",
    "/desk/payments/years/<int:year>/seal/": "takes no GET",
    "/desk/payments/<int:pk>/approve/": "takes no GET",
    "/desk/payments/<int:pk>/send_back/": "takes no GET",
    "/desk/payments/<int:pk>/send/": "takes no GET",
    "/desk/payments/<int:pk>/answer/": "takes no GET",
    "/my/consents/<int:pk>/again/": "takes no GET",
    "/my/consents/<int:pk>/withdraw/": "takes no GET",
    "/my/login/<slug:provider_id>/": "takes no GET",
    "/my/login/<slug:provider_id>/back/": "asks the identity service first, the register once",
    "/board/report/<slug:kind>/": "a document of many chapters, made once",
    "/desk/imports/<int:pk>/": "visited below, with an import at hand",
    "/desk/imports/<int:pk>/report/": "visited below, with an import at hand",
    "/desk/imports/<int:pk>/similar/": "visited below, with an import at hand",
    "/desk/imports/<int:pk>/confirm/": "takes no GET",
    "/desk/notices/<int:pk>/retry/": "takes no GET",
    "/desk/substitutes/<int:pk>/end/": "takes no GET",
    "/desk/opinions/<int:pk>/": COUNTED_AT_THE_DESK,
    "/counter/<slug:code>/kiosk/<str:token>/": COUNTED_IN_THE_HALL,
    "/desk/tickets/<slug:act>/": "takes no GET",
    "/desk/tickets/device/<slug:code>/open/": "takes no GET",
    "/desk/tickets/device/<slug:code>/close/": "takes no GET",
    "/desk/ratings/<int:pk>/exclude/": COUNTED_IN_THE_HALL,
    "/desk/archive/<int:pk>/": COUNTED_IN_THE_HALL,
    "/desk/archive/<int:pk>/report/": COUNTED_IN_THE_HALL,
    "/desk/archive/<int:pk>/line/<int:line>/": COUNTED_IN_THE_HALL,
    "/desk/archive/<int:pk>/keep/<int:line>/": "takes no GET",
    "/desk/archive/<int:pk>/<slug:act>/": "takes no GET",
    "/verify/<str:code>/": "counted beside its pages (tests/kernel/notices)",
    "/open/notices/<int:pk>/": "counted beside its pages (tests/kernel/disclosure)",
    "/open/notices/<int:pk>/thanks/": "asks nothing",
    "/desk/imports/<int:pk>/discard/": "takes no GET",
    "/accounts/api/<int:pk>/revoke/": "takes no GET",
    "/accounts/api/<int:pk>/renew/": "takes no GET",
    "/api/cases/": COUNTED_THERE,
    "/api/cases/<number>": COUNTED_THERE,
    "/api/cases/<number>/documents": COUNTED_THERE,
    "/api/cases/<number>/supply": COUNTED_THERE,
    "/api/cases/<number>/withdraw": COUNTED_THERE,
    "/api/ratings": COUNTED_THERE,
    "/api/hsds/services/<id>": COUNTED_THERE,
    "/api/hsds/organizations/<id>": COUNTED_THERE,
    "/api/hsds/service_at_locations/<id>": COUNTED_THERE,
    "/api/hsds/taxonomies/<id>": "asks nothing",
    "/api/hsds/taxonomy_terms/<id>": "asks nothing",
    "/api/letters/<code>": COUNTED_THERE,
    "/api/<path:rest>": "is what is not there",
}


ASIDE |= {
    f"/desk/cases/<slug:number>/{part}": COUNTED_AT_THE_DESK
    for part in (
        "", "household/", "answers/", "side/", "rules/", "letters/", "letters/<int:pk>/",
        "letters/<int:pk>/handed/", "documents/", "documents/<int:pk>/", "complete/",
        "take/<slug:transition>/", "take-up/", "hand-over/", "hand-over/<int:pk>/",
        "extend/<int:pk>/", "extension/<int:pk>/", "objector/<int:pk>/",
        "objector/<int:pk>/told/", "reporter/", "verify/", "consent/", "reopen/",
        "checks/", "checks/withdraw/",
    )
}  # fmt: skip
ASIDE |= {
    f"/desk/counter/{part}": COUNTED_AT_THE_DESK
    for part in (
        "for/<slug:number>/", "p/<str:token>/",
        "p/<str:token>/bring/<slug:number>/", "p/<str:token>/done/<slug:number>/",
        "p/<str:token>/also/<slug:number>/", "p/<str:token>/<slug:programme>/<slug:item>/",
        "p/<str:token>/entitled/",
    )
}  # fmt: skip


def _someone() -> int:
    """Living here today, with a life event."""
    here = Residence.objects.on(clock.today()).filter(person__life_events__isnull=False)
    return here.order_by("person").values_list("person", flat=True)[0]


def _grown_up() -> int:
    """Somebody who gave a mandate."""
    return Mandate.objects.order_by("pk").values_list("principal", flat=True)[0]


def _event(tail: str) -> list[str]:
    event = LifeEvent.objects.filter(person=_someone()).order_by("pk")[0]
    return [f"/desk/people/{event.person_id}/events/{event.pk}/{tail}"]


def _records() -> list[str]:
    return [r.code for r in RELATIONS if isinstance(r, Stock | Flow | Covered)]


def _numbers() -> list[int]:
    return [indicator.number for indicator in default_plan().indicators]


def _division(code: str) -> list[int]:
    return [Division.objects.get(code=code).pk]


def _fill(pattern: str) -> list[str]:
    """Addresses of the standing district for ``pattern``; KeyError where no example is known."""
    if "<" not in pattern and "(" not in pattern:
        return [pattern]
    if "/events/<int:event_pk>/" in pattern:
        return _event(pattern.rpartition("<int:event_pk>/")[2])
    plan = default_plan().code
    filled = pattern.replace("<slug:plan>", plan).replace("<slug:what>", "places")
    for start, name, values in EXAMPLES:
        if filled.startswith(start) and name in filled:
            return [filled.replace(name, str(value)) for value in values()]
    if "<" in filled:
        raise KeyError(pattern)
    return [filled]


Values = Callable[[], list]
EXAMPLES: tuple[tuple[str, str, Values], ...] = (
    ("/api/catalogue/items/", "<programme>/<name>", lambda: ["relief/dibao"]),
    ("/board/indicator/", "<int:number>", _numbers),
    ("/board/records/<slug:relation>/excel/", "<slug:relation>", lambda: ["care_homes"]),
    ("/board/records/", "<slug:relation>", _records),
    (
        "/desk/catalogue/",
        "<slug:programme>/<slug:name>",
        lambda: ["relief/dibao", "guides/medical_code"],
    ),
    ("/counter/", "<slug:code>", lambda: ["310151101000"]),
    ("/desk/exchange/", "<slug:code>", lambda: ["banks", "tax"]),
    (
        "/desk/assessment/",
        "<slug:code>/<slug:measure>",
        lambda: [f"310151101000/{key}" for key in ("promised", "waiting", "stars", "objections")],
    ),
    ("/desk/divisions/<int:pk>/move/", "<int:pk>", lambda: _division("310151101201")),
    ("/desk/divisions/", "<int:pk>", lambda: _division("310151101000")),
    ("/desk/imports/new/", "<slug:kind>", lambda: [sheet.name for sheet in SHEETS]),
    ("/desk/people/<int:pk>/access/", "<int:pk>", lambda: [_grown_up()]),
    ("/desk/people/", "<int:pk>", lambda: [_someone()]),
    ("/desk/places/facility/", "<int:pk>", lambda: [_busiest(Facility, "beds")]),
    ("/desk/places/organisation/", "<int:pk>", lambda: [_busiest(Organisation, "facilities")]),
    ("/desk/places/", "<slug:name>", lambda: list(LISTS)),
    ("/desk/policy/rule/", "<str:entity>/<str:name>", lambda: ["户/低保金", "人/老年综合津贴"]),
    ("/desk/policy/parameter/", "<str:name>", lambda: ["低保.标准", "老年综合津贴.标准"]),
    ("/desk/policy/fact/", "<str:entity>/<str:name>", lambda: ["人/月养老金"]),
    ("/accounts/manage/", "<int:pk>", lambda: [User.objects.get(username="town").pk]),
)


def _busiest(model: type, below: str) -> int:
    """The record with the most rows of its own."""
    from django.db.models import Count

    return model.objects.annotate(n=Count(below)).order_by("-n", "pk")[0].pk  # type: ignore[attr-defined]


def _who(pattern: str, view: Callable) -> str:
    """The bureau where it may enter, otherwise whoever may."""
    if declared(view) == RESIDENT:
        return "resident"
    roles = ["bureau", *ROLES]
    return next(role for role in roles if may_enter(holder(role), declared(view)))


def _visits() -> Iterator[tuple[str, str]]:
    """Address and login of every page."""
    for pattern, view in addresses():
        if pattern in ASIDE or pattern.startswith((SECOND_FACTOR, *WITH_A_MATTER)):
            continue
        for address in _fill(pattern):
            yield address, _who(pattern, view)


@pytest.fixture
def as_login(client, stop_clock, db) -> Callable:
    """Time stands still: once a minute a session notes that it is in use. The what-if room is
    ready, as it is after a build: it would else get ready in the background."""
    stop_clock(clock.now())
    prepare.now(district.day_of(this_month()))
    client.cookies[devices.COOKIE] = signing.get_cookie_signer(
        salt=devices.COOKIE + devices.SALT
    ).sign("310151101000")  # a machine that the hall's staff opened

    def sign_in(username: str):
        if username == "resident":
            return residents.signed_in(Mandate.objects.order_by("pk")[0].agent)
        user = User.objects.get(username=username)
        client.force_login(user, backend="yingzhou.kernel.accounts.backend.StaffBackend")
        return client

    return sign_in


def _asked(client, address: str) -> list[str]:
    """The queries of a second visit: the first may build what is then kept."""
    client.get(address).getvalue()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        answer.getvalue()
        found = [query["sql"] for query in captured.captured_queries]
    found = [sql for sql in found if not sql.startswith(MARKS)]
    assert answer.status_code in (200, 302, 405), f"{address} answers {answer.status_code}"
    return found


def test_every_address_with_arguments_has_an_example():
    missing = []
    for pattern, _ in addresses():
        try:
            if pattern not in ASIDE and not pattern.startswith(WITH_A_MATTER):
                _fill(pattern)
        except KeyError:
            missing.append(pattern)
    assert not missing, "add an example to EXAMPLES for:\n" + "\n".join(missing)


def test_no_page_asks_more_than_its_budget(as_login):
    over = []
    for address, login in _visits():
        found = _asked(as_login(login), address)
        if len(found) > MOST:
            shown = "\n    ".join(sql[:140] for sql in found)
            over.append(f"{address} as {login}: {len(found)} queries\n    {shown}")
    assert not over, "\n".join(over)


@pytest.mark.parametrize("typed", ["李", "李秀珍", "lixiuzhen", "lxz", "lx", "王建国 1950"])
def test_no_search_asks_more_than_its_budget(as_login, typed):
    for login in ("bureau", "town", "village"):
        found = _asked(as_login(login), f"/desk/people/?q={typed}")
        assert len(found) <= MOST, f"{typed} as {login}: {len(found)}\n" + "\n".join(found)


def test_an_import_asks_as_much_for_forty_rows_as_for_one(as_login):
    client = as_login("bureau")
    village = Division.objects.get(code="310151101201")
    names = Person.objects.order_by("pk").values_list("name", "birth_date")[:40]
    rows = [line(village, 姓名=name, 户号=f"新{i}") for i, (name, _) in enumerate(names)]
    file = SimpleUploadedFile("人员.xlsx", book(*rows, heads=HEADS))
    client.post("/desk/imports/new/people/", {"file": file}, follow=True)
    batch = ImportBatch.objects.latest("pk")
    for page in ("", "similar/", "report/"):
        found = _asked(client, f"/desk/imports/{batch.pk}/{page}")
        assert len(found) <= MOST, f"{page}: {len(found)}\n" + "\n".join(found)
