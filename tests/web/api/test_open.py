"""What everybody may read: the catalogue, HSDS, notices, letters."""

from __future__ import annotations

import pytest

from tests import factories
from tests.web.api.conftest import DIBAO, MONDAY
from yingzhou.core import clock
from yingzhou.kernel.catalogue import hsds
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.notices.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_district(db):
    factories.village()


def all_of(anybody, **query) -> list[dict]:
    found, after = [], ""
    for _ in range(20):
        page = anybody.get("catalogue/items", size=100, after=after, **query).json()
        found += page["items"]
        after = page["next"]
        if not after:
            return found
    raise AssertionError("no end")


def test_page_by_page_the_whole_catalogue_comes_each_item_once(anybody):
    codes = [one["code"] for one in all_of(anybody)]
    assert codes == sorted(items())
    applied = [one["code"] for one in all_of(anybody, applyable="true")]
    assert applied == sorted(code for code, item in items().items() if item.apply)


def test_items_are_found_as_people_say_it(anybody):
    for words in ("低保", "zdshbz", "吃低保"):
        found = anybody.get("catalogue/items", q=words).json()
        assert found["items"][0]["code"] == DIBAO, words
        assert found["next"] == ""


def test_an_item_says_all_that_a_form_needs(anybody):
    told = anybody.get(f"catalogue/items/{DIBAO}").json()
    item = items()[DIBAO]
    assert [one["key"] for one in told["form"]] == [one.key for one in item.apply.form]
    assert told["basis"][0]["law"]
    assert "online" not in told["channels"], "in words"
    assert "网上" in told["channels"]
    guide = next(code for code, one in sorted(items().items()) if one.apply is None)
    assert anybody.get(f"catalogue/items/{guide}").json()["form"] == []


def test_what_is_not_verified_says_so(anybody):
    unverified = [code for code, item in items().items() if item.confidence == "unverified"]
    for code in unverified[:3]:
        assert anybody.get(f"catalogue/items/{code}").json()["confidence"] == "未核实"


def test_versions_of_an_item(anybody):
    told = anybody.get(f"catalogue/items/{DIBAO}/versions").json()
    assert [one["is_current"] for one in told["versions"]][-1]
    assert (
        told["versions"][-1]["version"] == anybody.get(f"catalogue/items/{DIBAO}").json()["version"]
    )
    assert anybody.get("catalogue/items/no/thing/versions").status_code == 404


def test_hsds_is_paged_as_the_standard_says_and_its_links_lead_to_the_portal(anybody, client):
    assert anybody.get("hsds/").json()["version"] == hsds.VERSION
    first = anybody.get("hsds/services", per_page=10).json()
    assert (first["size"], first["first_page"], first["total_items"]) == (10, True, len(items()))
    beyond = anybody.get("hsds/services", page=first["total_pages"] * 10, per_page=10).json()
    assert (beyond["empty"], beyond["contents"]) == (True, [])
    one = anybody.get(f"hsds/services/{first['contents'][0]['id']}").json()
    assert one["name"] == first["contents"][0]["name"]
    path = one["url"].partition("/services/")[2]
    assert client.get(f"/services/{path}").status_code == 200
    owner = anybody.get(f"hsds/organizations/{one['organization_id']}").json()
    assert owner["name"] == one["organization"]["name"]
    assert anybody.get("hsds/organizations/none").status_code == 404
    assert anybody.get("hsds/organizations").json()["total_items"] > 1
    (taxonomy,) = anybody.get("hsds/taxonomies").json()["contents"]
    assert anybody.get(f"hsds/taxonomies/{taxonomy['id']}").json() == taxonomy
    assert anybody.get("hsds/taxonomies", page=2).json()["empty"]
    term = anybody.get("hsds/taxonomy_terms", per_page=1, page=2).json()["contents"][0]
    assert anybody.get(f"hsds/taxonomy_terms/{term['id']}").json()["taxonomy_id"] == taxonomy["id"]


def test_hsds_tells_what_is_served_where_and_is_narrowed_by_what_is_asked(anybody):
    factories.facility(kind="affairs", home=factories.town(), name="庙镇受理点")
    at = anybody.get("hsds/service_at_locations", search="低保").json()["contents"][0]
    assert (at["location"]["name"], "低保" in str(at["service"])) == ("庙镇受理点", True)
    one = anybody.get(f"hsds/service_at_locations/{at['id']}").json()
    assert one["service"]["id"] == at["service_id"]
    owner = one["service"]["organization_id"]
    told = anybody.get(f"hsds/organizations/{owner}", full_service="true").json()
    assert at["service_id"] in {mine["id"] for mine in told["services"] if mine["languages"]}
    full = anybody.get("hsds/services", full="true", organization_id=owner, per_page=200).json()
    assert full["size"] == 50
    assert full["contents"][0]["languages"]
    assert anybody.get("hsds/services", organization_id="nobody").json()["empty"]
    assert anybody.get("hsds/services", page=0).status_code == 422


def test_what_is_shown_to_the_neighbours_is_shown_masked(anybody, world):
    case = world.apply()
    day = MONDAY
    world.step(case, "accept", world.counter, day)
    world.step(case, "survey", world.clerk, day)
    world.visited(case, world.clerk, day)
    told = anybody.get("notices", q="启瀛村").json()
    (notice,) = told["notices"]
    assert "王*英" in notice["lines"].values()
    assert str(world.mother.id_number) not in str(told)
    assert anybody.get("notices", q="别的村").json()["notices"] == []
    letter = Letter.objects.earliest("pk")
    genuine = anybody.get(f"letters/{letter.code.lower()}").json()
    assert (genuine["number"], genuine["is_valid"]) == (letter.number, True)
    assert "王秀英" not in str(genuine)
    letter.revoked_at = clock.now()
    letter.save()
    assert anybody.get(f"letters/{letter.code}").json()["is_valid"] is False


def test_codes_of_letters_are_not_found_by_trying(anybody):
    for _ in range(20):
        assert anybody.get("letters/ABCDEFGHJKMN").status_code == 404
    shut = anybody.get("letters/ABCDEFGHJKMN")
    assert shut.status_code == 429
    assert int(shut["Retry-After"]) > 0
    assert anybody.http.get("/verify/ABCDEFGHJKMN/").status_code == 429, "one count for both"


@pytest.mark.parametrize(
    "path",
    [
        f"catalogue/items/{DIBAO}",
        "catalogue/items",
        "hsds/services",
        "hsds/organizations",
        "hsds/service_at_locations",
        "hsds/organizations?full_service=true",
    ],
)
def test_reading_costs_few_queries(anybody, path, django_assert_max_num_queries):
    anybody.get(path)
    with django_assert_max_num_queries(12):
        assert anybody.get(path).status_code == 200


@pytest.mark.parametrize("path", ["services", "organizations", "service_at_locations"])
def test_before_the_divisions_are_loaded_there_is_a_list_and_nothing_of_a_number(anybody, path):
    told = anybody.get(f"hsds/{path}")
    assert told.status_code == 200, told.content.decode()
    assert told.json()["page_number"] == 1
    assert anybody.get(f"hsds/{path}/nothing").status_code == 404


def test_a_parameter_that_nobody_knows_is_refused_with_those_that_there_are(anybody):
    answer = anybody.get("catalogue/items", limit="abc")
    assert answer.status_code == 422
    assert "size" in answer.json()["errors"][0]["detail"]
    assert anybody.get("catalogue/items", size=2).status_code == 200


def test_a_paper_says_when_it_is_wanted(anybody):
    item = anybody.get("catalogue/items/neighbourhoods/cert_residence").json()
    lease = next(one for one in item["materials"] if one["key"] == "lease")
    assert lease["when"] == {"house": ["租的"]}
