"""Whoever comes too often is asked to come again later; nobody else is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import RequestFactory

from yingzhou.core import clock, throttle
from yingzhou.core.models import Tally

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 3, 3, 12, tzinfo=clock.ZONE)
HOUR = timedelta(hours=1)
LIMIT = throttle.Limit("wrong code", 3, HOUR)


def client(address: str = "192.0.2.1"):
    return RequestFactory().get("/", REMOTE_ADDR=address)


def test_the_third_time_within_an_hour_is_the_last():
    for minute in (0, 10, 20):
        assert LIMIT.until(client(), NOON) is None
        LIMIT.count(client(), NOON + timedelta(minutes=minute))
    assert LIMIT.until(client(), NOON + timedelta(minutes=21)) == NOON + HOUR
    assert LIMIT.until(client(), NOON + HOUR) is None


def test_after_the_hour_counting_starts_anew():
    for _ in range(3):
        LIMIT.count(client(), NOON)
    LIMIT.count(client(), NOON + HOUR)
    assert Tally.objects.get().count == 1


def test_another_client_and_another_matter_are_not_counted():
    for _ in range(3):
        LIMIT.count(client(), NOON)
    assert LIMIT.until(client("192.0.2.2"), NOON) is None
    assert throttle.Limit("objection", 3, HOUR).until(client(), NOON) is None


def test_addresses_are_not_kept_and_digests_not_for_long():
    LIMIT.count(client(), NOON)
    assert "192" not in str(Tally.objects.values())
    throttle.forget_clients(NOON + timedelta(hours=23))
    assert Tally.objects.exists()
    throttle.forget_clients(NOON + timedelta(hours=25))
    assert not Tally.objects.exists()
