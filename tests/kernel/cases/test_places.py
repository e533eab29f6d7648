"""What people call a village finds it."""

from __future__ import annotations

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY
from yingzhou.kernel.cases.places import named

pytestmark = pytest.mark.django_db


@pytest.fixture
def villages():
    factories.village("启瀛村村委会", factories.town("庙镇"))
    factories.village("南门居委会", factories.town("城桥镇"))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("庙镇启瀛村", "启瀛村村委会"), ("启瀛村", "启瀛村村委会"), ("庙镇 启瀛村", "启瀛村村委会"),
        ("庙镇启瀛村村委会", "启瀛村村委会"), ("庙镇启瀛村村民委员会", "启瀛村村委会"),
        ("崇明区庙镇启瀛村", "启瀛村村委会"), ("南门社区", "南门居委会"), ("南门", "南门居委会"),
        ("城桥镇", "城桥镇"),
    ],
)  # fmt: skip
def test_it_is_found_as_people_call_it(villages, typed, name):
    assert [node.name for node in named(typed, MONDAY)] == [name]


def test_of_two_villages_of_one_name_both_are_meant_until_the_town_is_said(villages):
    factories.village("启瀛村村委会", factories.town("港西镇"))
    assert len(named("启瀛村", MONDAY)) == 2
    assert len(named("港西镇启瀛村", MONDAY)) == 1


def test_nothing_names_nothing(villages):
    assert named(" ", MONDAY) == []
    assert named("村委会", MONDAY) == []
