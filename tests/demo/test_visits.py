"""The demo's visits: most of a month made, some for its logins, and nothing that could not be."""

from __future__ import annotations

import pytest

from yingzhou.core import clock
from yingzhou.demo import visits
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.visits.invariants import done_has_a_record, nothing_is_silent, two_signed
from yingzhou.kernel.visits.models import Record, Visit
from yingzhou.kernel.visits.selectors import lists
from yingzhou.kernel.visits.services import planning

pytestmark = pytest.mark.district


def test_a_month_of_visits_that_holds_and_that_is_planned_only_once(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visits.seed()
    assert Visit.objects.filter(asked_by__startswith="plan:").count() > 100
    for search in (done_has_a_record, two_signed, nothing_is_silent):
        assert list(search()) == []
    assert planning.plan_all(clock.now()) == 0


def test_the_logins_have_something_to_do_to_sign_and_to_choose(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visits.for_the_logins(clock.now())
    village = User.objects.get(username="village")
    assert lists.counts(village)["mine"] >= 4
    assert lists.counts(village)["conflict"] == 1
    assert Record.objects.filter(state="beside").count() == 1
