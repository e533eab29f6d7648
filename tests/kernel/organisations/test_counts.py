"""How many on that day: facilities, beds, posts, certificates, organisations."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.timeline import Refused
from yingzhou.kernel.organisations import selectors, services
from yingzhou.kernel.organisations.models import Bed, BedTerm, Capacity, Facility, Post
from yingzhou.kernel.organisations.services.beds import BedType
from yingzhou.kernel.organisations.services.certificates import NewCertificate
from yingzhou.kernel.organisations.services.facilities import NewFacility
from yingzhou.kernel.organisations.services.organisations import Income
from yingzhou.kernel.people import services as people

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)
OPENED = date(2020, 1, 1)
INSTITUTION = BedTerm.Setting.INSTITUTION


@pytest.fixture(autouse=True)
def _today(stop_clock):
    stop_clock(TODAY)


def who() -> dict:
    return {"actor": SYSTEM, "at": clock.now()}


def home_with_beds(count: int = 3, **changes) -> Facility:
    home = factories.facility(since=OPENED, **changes)
    services.add_beds(
        facility=home,
        numbers=[f"1-{n}" for n in range(count)],
        bed_type=BedType(INSTITUTION),
        since=OPENED,
        **who(),
    )
    return home


def beds(day: date, trait: str = "", within=None) -> int:
    return selectors.beds_on(day, INSTITUTION, within, trait).count()


def test_a_bed_that_becomes_a_nursing_bed_is_one_from_that_day_on():
    home_with_beds()
    bed = Bed.objects.order_by("number").first()
    services.convert_bed(
        bed=bed, bed_type=BedType(INSTITUTION, nursing=True), since=date(2022, 1, 1), **who()
    )
    assert (beds(date(2021, 12, 31)), beds(date(2021, 12, 31), "nursing")) == (3, 0)
    assert (beds(date(2022, 1, 1)), beds(date(2022, 1, 1), "nursing")) == (3, 1)


def test_a_retired_bed_counts_up_to_the_day_before():
    home_with_beds()
    services.retire_bed(bed=Bed.objects.order_by("pk")[0], on=date(2023, 1, 1), **who())
    assert (beds(date(2022, 12, 31)), beds(date(2023, 1, 1))) == (3, 2)


def test_a_bed_has_one_type_at_a_time():
    home_with_beds()
    bed = Bed.objects.order_by("pk")[0]
    with pytest.raises(Refused, match="已经是这个类型"):
        services.convert_bed(
            bed=bed, bed_type=BedType(INSTITUTION), since=date(2021, 1, 1), **who()
        )
    with pytest.raises(Refused, match="当日或之后已有一条床位类型记录"):
        services.convert_bed(
            bed=bed, bed_type=BedType(INSTITUTION, nursing=True), since=OPENED, **who()
        )


def test_a_bed_number_is_used_once_in_a_facility():
    home = home_with_beds()
    with pytest.raises(Refused, match="床位号已有: 1-0"):
        services.add_beds(
            facility=home,
            numbers=["1-0"],
            bed_type=BedType(INSTITUTION),
            since=TODAY,
            **who(),
        )


def test_closing_a_facility_ends_what_is_in_it():
    home = home_with_beds()
    services.set_capacity(facility=home, unit="seats", amount=40, since=OPENED, **who())
    closed = date(2024, 1, 1)
    services.close_facility(facility=home, on=closed, **who())
    for day, expected in ((date(2023, 12, 31), 1), (closed, 0)):
        assert selectors.count_on(day, "facilities", "elder_home") == expected
        assert beds(day) == 3 * expected
        assert Capacity.objects.on(day).count() == expected
    with pytest.raises(Refused, match="已于 2024-01-01 关闭"):
        services.close_facility(facility=home, on=TODAY, **who())


def test_a_capacity_replaces_the_one_before():
    home = factories.facility(since=OPENED)
    for amount, since in ((40, OPENED), (60, date(2023, 1, 1))):
        services.set_capacity(facility=home, unit="seats", amount=amount, since=since, **who())
    assert Capacity.objects.on(date(2022, 6, 1)).get().amount == 40
    assert Capacity.objects.on(TODAY).get().amount == 60


def test_a_facility_opens_under_a_number_of_its_own():
    wanted = NewFacility("C1", "新村助餐点", Facility.Kind.MEAL_SITE, factories.village())
    services.open_facility(facility=wanted, since=OPENED, **who())
    with pytest.raises(Refused, match="C1 已有设施使用"):
        services.open_facility(facility=wanted, since=OPENED, **who())
    with pytest.raises(Refused, match="晚于今天"):
        services.open_facility(facility=wanted, since=date(2025, 7, 1), **who())


def test_counts_keep_to_the_part_of_the_district():
    here, there = factories.village("启瀛村"), factories.village("鳌山村")
    home_with_beds(2, home=here)
    home_with_beds(5, home=there)
    assert beds(TODAY, within={here.pk}) == 2
    assert selectors.count_on(TODAY, "facilities", within={there.pk}) == 1
    assert selectors.count_on(TODAY, "beds", within=set()) == 0


def test_the_overview_counts_every_kind_in_five_queries(django_assert_num_queries):
    home_with_beds()
    with django_assert_num_queries(5):
        found = selectors.overview(TODAY)
    assert {line.kind for line in found.facilities} == set(Facility.Kind.values)
    assert (found.beds[-1].label, found.beds[-1].total) == ("合计", 3)


def test_a_post_is_held_once_at_a_time():
    person, home = factories.person(), factories.facility(since=OPENED)
    given = {"person": person, "kind": Post.Kind.CAREGIVER, "division": home.division}
    post = services.take_post(**given, facility=home, since=OPENED, **who())
    with pytest.raises(Refused, match="养老护理员记录"):
        services.take_post(**given, since=TODAY, **who())
    services.leave_post(post=post, on=date(2024, 1, 1), **who())
    services.take_post(**given, since=date(2024, 1, 1), **who())
    assert selectors.count_on(TODAY, "posts", "caregiver") == 1


def test_the_dead_leave_their_posts_and_come_back_with_the_event(
    django_capture_on_commit_callbacks,
):
    person = factories.person()
    services.take_post(
        person=person,
        kind=Post.Kind.CAREGIVER,
        division=factories.village(),
        since=OPENED,
        **who(),
    )
    with django_capture_on_commit_callbacks(execute=True):
        death = people.record_life_event(
            person=person, kind="death", on=date(2025, 3, 1), source="医学证明", **who()
        )
    assert selectors.count_on(TODAY, "posts") == 0
    with django_capture_on_commit_callbacks(execute=True):
        people.reverse_life_event(event=death, reason="登记错人", **who())
    assert selectors.count_on(TODAY, "posts") == 1


def test_a_certificate_holds_until_it_expires_or_is_withdrawn():
    new = NewCertificate(
        "caregiver", "HL-1", factories.village(), factories.person(), until=date(2024, 1, 1)
    )
    services.grant_certificate(certificate=new, since=OPENED, **who())
    assert selectors.count_on(date(2023, 12, 31), "certificates", "caregiver") == 1
    assert selectors.count_on(date(2024, 1, 1), "certificates", "caregiver") == 0
    with pytest.raises(Refused, match="已登记"):
        services.grant_certificate(certificate=new, since=OPENED, **who())


def test_an_organisation_needs_a_right_code_and_is_dissolved_after_its_facilities():
    village = factories.village()
    given = {"name": "某某协会", "kind": "association", "division": village, "since": OPENED}
    with pytest.raises(ValueError, match="18位"):
        services.found_organisation(code="123", **given, **who())
    organisation = factories.organisation()
    home = factories.facility(since=OPENED)
    home.operator = organisation
    home.save()
    with pytest.raises(Refused, match="1 处设施在运营"):
        services.dissolve_organisation(organisation=organisation, on=TODAY, **who())
    services.close_facility(facility=home, on=TODAY, **who())
    services.dissolve_organisation(organisation=organisation, on=TODAY, **who())
    assert selectors.count_on(TODAY, "organisations") == 0


def test_a_yearly_report_adds_up():
    organisation = factories.organisation()
    with pytest.raises(Refused, match="请核对"):
        services.file_annual_report(
            organisation=organisation, year=2024, income=Income(100, 80, 30), **who()
        )
    for total in (100, 200):
        services.file_annual_report(
            organisation=organisation, year=2024, income=Income(total, 50, 30), **who()
        )
    assert organisation.annual_reports.get().total_income == 200
