"""The catalogue as open data: valid HSDS 3, the same identifiers every time, nothing invented."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import factories
from tests.kernel.catalogue import hsds_standard as standard
from tests.kernel.catalogue.shelf import CARD
from yingzhou.kernel.catalogue import hsds
from yingzhou.kernel.catalogue.hsds import Wanted
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
        {**good, "url": "https://example.org/低保"},
        {**good, "assured_date": "2025年"},
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


def parts_of(found: object) -> Iterator[dict]:
    """Everything with an identifier in ``found``, its own plain fields only."""
    if isinstance(found, dict):
        yield {key: value for key, value in found.items() if not isinstance(value, dict | list)}
    for one in found.values() if isinstance(found, dict) else found:
        if isinstance(one, dict | list):
            yield from parts_of(one)


def test_the_same_thing_says_the_same_wherever_it_stands(counters):
    """A programme that belonged to two organisations was two programmes."""
    said: dict[str, dict] = {}
    for one in parts_of(hsds.whole(ADDRESS)):
        if "id" in one:
            assert said.setdefault(one["id"], one) == one


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
    shown = hsds.services(Wanted(search="敬老卡补办"))["contents"]
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


LISTS = {
    "service": hsds.services,
    "organization": hsds.organizations,
    "service_at_location": hsds.service_at_locations,
    "taxonomy": hsds.taxonomies,
    "taxonomy_term": hsds.taxonomy_terms,
}


@pytest.mark.parametrize("kind", LISTS)
def test_pages_cover_everything_once_and_are_what_the_standard_wants(counters, kind):
    seen, number, size = [], 1, 1 if kind == "taxonomy" else 60
    while True:
        page = LISTS[kind](Wanted(number, size))
        assert list(standard.faults(page, f"page_of_{kind}")) == []
        seen += [one["id"] for one in page["contents"]]
        if page["last_page"]:
            break
        number += 1
    assert len(seen) == len(set(seen)) == page["total_items"] > 0
    beyond = LISTS[kind](Wanted(number + 1, size))
    assert (beyond["empty"], beyond["contents"]) == (True, [])


@pytest.mark.parametrize("kind", ["service", "organization", "service_at_location"])
def test_asked_for_in_full_a_list_shows_all_parts(counters, kind):
    page = LISTS[kind](Wanted(full=True, per_page=200))
    assert list(standard.faults(page, f"page_of_full_{kind}")) == []
    assert page["size"] <= 50, "no more of them at once"
    first = page["contents"][0]
    assert first == getattr(hsds, kind)(first["id"]) != LISTS[kind](Wanted())["contents"][0]


def test_each_word_narrows_a_list_further(counters):
    everything = hsds.services(Wanted())["total_items"]
    assert everything == len(items())
    topic = next(one for one in hsds.taxonomy_terms(Wanted())["contents"] if one["name"] == "养老")
    bureau = hsds.organizations(Wanted())["contents"][0]
    about = hsds.services(Wanted(taxonomy_term_id=topic["id"], full=True))["contents"]
    assert {"养老"} <= set.intersection(
        *({term["value"] for term in one["attributes"]} for one in about)
    )
    both = hsds.services(
        Wanted(taxonomy_term_id=topic["id"], organization_id=bureau["id"], per_page=200)
    )["contents"]
    ours = hsds.services(Wanted(organization_id=bureau["id"], per_page=200))["contents"]
    assert {one["id"] for one in both} < {one["id"] for one in ours}
    assert all(one["organization_id"] == bureau["id"] for one in ours)
    assert hsds.services(Wanted(taxonomy_id="nothing"))["empty"]
    assert hsds.services(Wanted(taxonomy_id=topic["taxonomy_id"]))["total_items"] == everything
    assert [one["name"] for one in hsds.taxonomy_terms(Wanted(search="养老"))["contents"]] == [
        "养老"
    ]
    assert hsds.taxonomy_terms(Wanted(), parent_id=topic["id"])["empty"]
    owners = hsds.organizations(Wanted(taxonomy_term_id=topic["id"]))
    assert 0 < owners["total_items"] < hsds.organizations(Wanted())["total_items"]


def test_one_organisation_tells_its_counters_and_services(counters):
    bureau = hsds.organizations(Wanted())["contents"][0]
    found = hsds.organization(bureau["id"])
    assert [one["name"] for one in found["locations"]] == ["庙镇受理点", "合兴受理点"]
    assert {"id", "organization_id", "name", "status"} == set(found["services"][0])
    whole = hsds.organization(bureau["id"], ADDRESS, full_service=True)
    assert list(standard.faults(whole, "organization_view")) == []
    assert whole["services"][0]["url"].startswith("https://example.org/")
    other = hsds.organization(hsds.organizations(Wanted())["contents"][1]["id"])
    assert "locations" not in other
    assert list(standard.faults(other, "organization_view")) == []


def test_one_counter_of_one_service(counters):
    listed = hsds.service_at_locations(Wanted())["contents"][0]
    assert listed["service"]["name"]
    assert listed["location"]["name"] == "庙镇受理点"
    found = hsds.service_at_location(listed["id"], ADDRESS)
    assert list(standard.faults(found, "service_at_location_view")) == []
    assert found["service"]["id"] == listed["service_id"]
    assert found["service"]["languages"]
    assert "service_at_locations" not in found["service"], "the other counters are elsewhere"


def test_what_nobody_knows_is_nothing(counters):
    stranger = "ac148810-d857-441c-9679-408f346de14b"
    for find in (
        hsds.service, hsds.organization, hsds.service_at_location, hsds.taxonomy,
        hsds.taxonomy_term,
    ):  # fmt: skip
        assert find(stranger) is None
