"""A programme claims published figures in its own manifest; insight is not touched."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from yingzhou.core import modules
from yingzhou.insight import reconcile
from yingzhou.insight.plan_files import default_plan
from yingzhou.kernel.organisations.models import Facility

pytestmark = pytest.mark.django_db


@pytest.fixture
def installed(monkeypatch):
    """Install one more programme: ``installed(claims={...})``."""

    def add(**manifest):
        known = modules.installed()
        more = modules.Module(name="居家养老", **manifest)
        for place in (modules, reconcile):
            monkeypatch.setattr(place, "installed", lambda: (*known, more))

    return add


def _line(figure):
    return next(line for line in reconcile.reconcile() if line.id == figure)


def test_a_figure_that_nobody_claims_names_its_home():
    factories.village()
    line = _line("G05")
    assert line.status == "not kept yet"
    assert line.home
    assert line.home in line.reason


def test_a_programme_claims_a_figure_without_touching_insight(installed):
    home = factories.village()
    for number in range(26):
        factories.facility(f"养老院{number}", home=home, since=date(2019, 1, 1))
    installed(claims={"G05": {"numerator": "elder_homes"}})
    line = _line("G05")
    assert (line.published, line.computed, line.status) == ("26", "26", "exact")


def test_a_claim_that_does_not_meet_the_figure_is_off(installed):
    factories.facility(since=date(2019, 1, 1))
    installed(claims={"G05": {"numerator": "elder_homes"}})
    line = _line("G05")
    assert (line.computed, line.difference, line.status) == ("1", "-25", "off")


def test_a_claim_may_be_given_as_an_object(installed):
    factories.facility("站", Facility.Kind.CHILD_STATION)
    installed(claims={"G05": reconcile.Claim("child_stations")})
    assert _line("G05").computed == "1"


def test_no_figure_is_claimed_twice(installed):
    factories.village()
    installed(claims={"G27": {"numerator": "beds"}})
    with pytest.raises(ValueError, match=r"G27 被认领了两次.*居家养老"):
        reconcile.claims(default_plan())


def test_every_published_figure_has_a_claim_or_a_home():
    known = reconcile.claims(default_plan()).keys() | reconcile.homes().keys()
    assert {figure.id for figure in reconcile.published()} == known
