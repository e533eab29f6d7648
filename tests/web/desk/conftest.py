"""The world of the case kernel's tests, with clients for its staff."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.kernel.cases.conftest import DIBAO, MONDAY, World, at, world

__all__ = ["DIBAO", "MONDAY", "World", "at", "world"]
BACKEND = "yingzhou.kernel.accounts.backend.StaffBackend"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def desk(world):
    """``desk("clerk").get(...)``: a client of one of the world's staff."""
    return lambda who: signed_in(getattr(world, who) if isinstance(who, str) else who)
