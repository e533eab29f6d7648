"""The list of counters begins where somebody lives."""

from __future__ import annotations

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY
from tests.support.residents import signed_in
from yingzhou.kernel.divisions import tree
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.organisations.models import Facility
from yingzhou.web.portal import nearest

GUIDE = "/services/relief/dibao/"
PLACES = {"近镇": (121.45, 31.62), "远镇": (121.95, 31.50), "没有坐标镇": (None, None)}


@pytest.fixture
def counters(world):
    """The furthest has the first code."""
    Division.objects.filter(pk=world.town.pk).update(lon=121.39, lat=31.63)
    made = []
    for name in ("没有坐标镇", "远镇", "近镇"):
        town = factories.town(name)
        lon, lat = PLACES[name]
        Division.objects.filter(pk=town.pk).update(lon=lon, lat=lat)
        made.append(factories.facility(kind=Facility.Kind.AFFAIRS, home=town, name=f"{name}受理点"))
    own = {"kind": Facility.Kind.AFFAIRS, "home": world.town, "name": "庙镇受理点"}
    made.append(factories.facility(**own))
    Facility.objects.update(lon=None, lat=None)
    tree.forget()
    for one in made:
        one.refresh_from_db()
    return made


def test_ones_own_town_first_then_the_neighbours_then_what_is_on_no_map(world, counters):
    found = nearest.by_distance(counters, world.village.pk, MONDAY)
    names = [one.name for one in found]
    assert names == ["庙镇受理点", "近镇受理点", "远镇受理点", "没有坐标镇受理点"]


def test_nobody_is_asked_where_they_live_to_read_a_guide(world, counters, client):
    assert nearest.by_distance(counters, None, MONDAY) == counters
    assert "您所在乡镇的受理点" not in client.get(GUIDE).content.decode()


def test_a_resident_reads_where_their_own_counter_is(world, counters):
    page = signed_in(world.mother).get(GUIDE).content.decode()
    assert "您所在乡镇的受理点: <strong>庙镇受理点" in page
    listed = page.split("离您近的在前")[1]
    assert listed.index("庙镇受理点") < listed.index("近镇受理点") < listed.index("远镇受理点")
