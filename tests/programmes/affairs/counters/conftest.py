"""A counter on a Monday morning, with the case kernel's world around it."""

from __future__ import annotations

import pytest

from tests import factories
from tests.kernel.cases.conftest import DIBAO, MONDAY, World, at, world
from tests.web.desk.conftest import desk, signed_in

__all__ = ["DIBAO", "MONDAY", "World", "at", "desk", "signed_in", "world"]


@pytest.fixture
def colleague(world):
    """A second clerk at the same counter."""
    return factories.user_with("counter", world.town)


@pytest.fixture
def resident(world):
    """The mother's own login."""
    from yingzhou.core.audit import SYSTEM
    from yingzhou.kernel.accounts.services import resident_account

    return resident_account(person=world.mother, actor=SYSTEM, at=at(MONDAY))
