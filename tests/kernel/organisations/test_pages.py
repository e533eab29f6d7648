"""/desk/places/: counts, lists, Excel, and single records."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.organisations import services
from yingzhou.kernel.organisations.selectors import LISTS
from yingzhou.kernel.organisations.services.beds import BedType
from yingzhou.kernel.organisations.services.certificates import NewCertificate
from yingzhou.kernel.organisations.services.organisations import Income

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)


@pytest.fixture(autouse=True)
def _today(stop_clock):
    stop_clock(TODAY)


@pytest.fixture
def home():
    """An elder home with an operator, beds, a caregiver and a certificate."""
    who = {"actor": SYSTEM, "at": clock.now()}
    facility = factories.facility("瀛东养老院")
    facility.operator = factories.organisation(home=facility.division)
    facility.save()
    services.file_annual_report(
        organisation=facility.operator, year=2024, income=Income(1_000_000, 0, 0), **who
    )
    services.add_beds(
        facility=facility,
        numbers=["1-1", "1-2"],
        bed_type=BedType("institution", nursing=True),
        since=date(2019, 1, 1),
        **who,
    )
    services.set_capacity(facility=facility, unit="seats", amount=30, since=date(2019, 1, 1), **who)
    services.take_post(
        person=factories.person("施海燕", home=facility.division),
        kind="caregiver",
        division=facility.division,
        facility=facility,
        since=date(2020, 1, 1),
        **who,
    )
    certificate = NewCertificate("standard_home", "BZ-1", facility.division, facility)
    services.grant_certificate(certificate=certificate, since=date(2021, 1, 1), **who)
    return facility


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_overview_counts_and_leads_to_the_list(client_as, home):
    content = page(client_as("bureau"), "/desk/places/?on=2025-01-01")
    assert "/desk/places/facilities/?on=2025-01-01&amp;kind=elder_home" in content
    assert "trait=nursing" in content


def test_before_the_facility_there_is_nothing_and_the_page_says_what_to_do(client_as, home):
    assert "换一个日期或区划" in page(client_as("bureau"), "/desk/places/?on=2011-01-01")


@pytest.mark.parametrize(
    ("name", "shows"),
    [
        ("facilities", "瀛东养老院"),
        ("beds", "1-2"),
        ("posts", "施海燕"),
        ("certificates", "BZ-1"),
        ("organisations", "瀛洲社工服务中心"),
    ],
)
def test_a_list_and_its_excel_show_the_same(client_as, home, name, shows):
    client = client_as("town", home.division)
    assert shows in page(client, f"/desk/places/{name}/")
    response = client.get(f"/desk/places/{name}/excel/")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == LISTS[name].columns
    assert any(shows in row for row in rows[1:])
    entry = AuditEntry.objects.get(action="places.export")
    assert entry.detail == {"what": name, "rows": len(rows) - 1, "day": "2025-06-30"}


def test_a_list_is_searched_by_name_and_an_empty_one_says_what_to_do(client_as, home):
    client = client_as("bureau")
    assert "瀛东养老院" in page(client, "/desk/places/facilities/?name=养老院&kind=elder_home")
    assert "没有符合的设施" in page(client, "/desk/places/facilities/?name=幼儿园")


def test_a_list_turns_pages_within_few_queries(client_as, django_assert_max_num_queries):
    village = factories.village()
    for n in range(60):
        factories.facility(f"睦邻点{n:02d}", "neighbour_point", village)
    client = client_as("bureau")
    page(client, "/desk/places/facilities/")
    with django_assert_max_num_queries(12):
        first = client.get("/desk/places/facilities/")
    second = page(client, f"/desk/places/facilities/?after={first.context['page'].after}")
    assert "睦邻点49" in first.content.decode()
    assert "睦邻点50" in second
    assert "睦邻点49" not in second


def test_the_overview_takes_few_queries(client_as, home, django_assert_max_num_queries):
    client = client_as("bureau")
    page(client, "/desk/places/")
    with django_assert_max_num_queries(12):
        page(client, "/desk/places/")


def test_a_facility_shows_operator_capacity_beds_certificates_and_staff(client_as, home):
    content = page(client_as("village", home.division), f"/desk/places/facility/{home.pk}/")
    for text in ("瀛洲社工服务中心", "30 座", "护理型", "BZ-1", "施海燕", "2024-12-31"):
        assert text in content, text


def test_an_organisation_shows_its_reports_and_facilities(client_as, home):
    content = page(client_as("bureau"), f"/desk/places/organisation/{home.operator.pk}/")
    for text in (home.operator.uscc, "10,000.00", "瀛东养老院"):
        assert text in content, text


def test_outside_the_scope_there_is_a_refusal_with_a_trace(client_as, home):
    client = client_as("village", factories.village("别村"))
    assert client.get(f"/desk/places/facility/{home.pk}/").status_code == 403
    assert AuditEntry.objects.get(action="places.refused").subject_id == home.pk
    assert "瀛东养老院" not in page(client, "/desk/places/facilities/")


@pytest.mark.parametrize("query", ["on=2999-01-01", "on=x", "on=2020-13-45", "at=nowhere"])
def test_a_day_or_place_that_makes_no_sense_is_explained(client_as, home, query):
    assert "下面按" in page(client_as("bureau"), f"/desk/places/?{query}")


def test_an_unknown_list_is_not_found(client_as):
    assert client_as("bureau").get("/desk/places/spaceships/").status_code == 404
