"""The catalogue as open data: valid HSDS 3, the same identifiers every time, nothing invented."""

from __future__ import annotations

import pytest

from tests import factories
from tests.kernel.catalogue import hsds_standard as standard
from tests.kernel.catalogue.shelf import CARD
from yingzhou.kernel.catalogue import hsds
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.organisations.models import Facility

pytestmark = pytest.mark.django_db

ADDRESS = "https://example.org/items/{code}/"


@pytest.fixture
def counters():
    town = factories.town()
    return [
        factories.facility(kind=Facility.Kind.AFFAIRS, home=town, name=f"{name}受理点")
        for name in ("庙镇", "合兴")
    ]


def test_every_service_is_what_the_standard_wants(counters):
    whole = hsds.whole(ADDRESS)
    assert len(whole["services"]) == len(items())
    for one in whole["services"]:
        assert list(standard.faults(one, "service")) == [], one["name"]
    for one in whole["organizations"]:
        assert list(standard.faults(one, "organization")) == [], one["name"]
    for one in whole["taxonomy_terms"]:
        assert list(standard.faults(one, "taxonomy_term")) == []
    assert list(standard.faults(whole["taxonomies"][0], "taxonomy")) == []


def test_the_check_itself_finds_faults():
    good = {"id": "ac148810-d857-441c-9679-408f346de14b", "name": "甲", "status": "active"}
    assert list(standard.faults(good, "service")) == []
    for bad in (
        {**good, "id": "1"},
        {**good, "status": "open"},
        {**good, "colour": "red"},
        {**good, "url": "here"},
        {"id": good["id"], "status": "active"},
        {**good, "phones": [{"id": good["id"]}]},
    ):
        assert len(list(standard.faults(bad, "service"))) == 1


def test_identifiers_are_unique_and_stay_the_same(counters):
    one, two = hsds.whole(), hsds.whole()
    assert one == two
    ids = [service["id"] for service in one["services"]]
    ids += [
        at["id"] for service in one["services"] for at in service.get("service_at_locations", [])
    ]
    ids += [
        doc["id"] for service in one["services"] for doc in service.get("required_documents", [])
    ]
    assert len(ids) == len(set(ids))


def test_what_is_referred_to_is_there(counters):
    whole = hsds.whole()
    organizations = {one["id"] for one in whole["organizations"]}
    places = {place["id"] for one in whole["organizations"] for place in one.get("locations", [])}
    terms = {one["id"] for one in whole["taxonomy_terms"]}
    assert len(places) == 2
    for one in whole["services"]:
        assert one["organization_id"] in organizations
        assert {at["location_id"] for at in one.get("service_at_locations", [])} <= places
        assert {about["taxonomy_term_id"] for about in one.get("attributes", [])} <= terms


def test_a_service_tells_where_what_it_costs_and_which_papers_are_spared(shelf, counters):
    shelf("toy/card", CARD)
    last = hsds.services(per_page=200)["total_pages"]
    shown = hsds.services(last, 200)["contents"]
    listed = next(one for one in shown if one["name"] == "敬老卡补办")
    found = hsds.service(listed["id"], ADDRESS)
    assert found["url"] == "https://example.org/items/toy/card/"
    assert found["alternate_name"] == "卡丢了"
    assert [one["document"] for one in found["required_documents"]] == [
        "户口簿(户籍登记已有, 不用交)"
    ]
    assert found["cost_options"][0]["amount"] == 0
    assert [at["location"]["name"] for at in found["service_at_locations"]] == [
        "庙镇受理点", "合兴受理点",
    ]  # fmt: skip
    assert "schedules" not in found, "nobody has recorded the hours"
    assert "service_at_locations" not in listed, "a list has one-to-one parts only"


def test_pages_cover_everything_once(counters):
    seen, number = [], 1
    while True:
        page = hsds.services(number, 7)
        assert list(standard.faults(page, "page")) == []
        seen += [one["id"] for one in page["contents"]]
        if page["last_page"]:
            break
        number += 1
    assert len(seen) == len(set(seen)) == page["total_items"] == len(items())
    assert hsds.services(number + 1, 7)["empty"]
    assert hsds.service("ac148810-d857-441c-9679-408f346de14b") is None
