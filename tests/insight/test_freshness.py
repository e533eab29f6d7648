"""The board says when records have changed since it computed, instead of keeping silent."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.cache import cache

from yingzhou.core import audit, clock
from yingzhou.insight.selectors.freshness import changes_since

pytestmark = pytest.mark.django_db
MORNING = datetime(2025, 6, 2, 8, 0, tzinfo=clock.ZONE)


def test_changes_of_the_registry_are_counted_and_looks_are_not(stop_clock):
    stop_clock(date(2025, 6, 2))
    for action in ("people.death", "places.capacity", "divisions.rename", "organisations.report"):
        audit.record(audit.SYSTEM, action)
    for action in ("people.search", "people.view", "people.reveal", "places.export", "login.ok"):
        audit.record(audit.SYSTEM, action)
    assert changes_since(MORNING) == 4


def test_what_came_before_the_computing_is_counted_in_it(stop_clock):
    stop_clock(date(2025, 6, 1))
    audit.record(audit.SYSTEM, "people.death")
    assert changes_since(MORNING) == 0


def test_a_figure_never_computed_has_nothing_to_be_behind_of():
    assert changes_since(None) == 0


def test_the_notice_is_kept_for_a_moment_and_then_looks_again(stop_clock):
    stop_clock(date(2025, 6, 2))
    assert changes_since(MORNING) == 0
    audit.record(audit.SYSTEM, "people.death")
    assert changes_since(MORNING) == 0
    cache.clear()
    assert changes_since(MORNING) == 1
