"""An old woman who fell comes to the counter; the town lets it through; the claim is there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.kernel.cases.conftest import MONDAY, at, world
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.programmes.assistance.relief.models import Claim
from yingzhou.programmes.assistance.relief.services.claims import ITEM

__all__ = ["world"]


@pytest.fixture
def case(world):
    answers = {
        "values": {
            "what": "意外受伤", "when": (MONDAY - timedelta(days=9)).isoformat(),
            "how": "在灶间滑倒", "spent": 86_000, "account": "6222000011112222",
        },
        "known": {}, "members": [], "papers": ["identity", "bill"],
    }  # fmt: skip
    request = Request(items()[ITEM], world.mother, "counter", answers, place=world.town)
    return intake(request=request, user=world.counter, at=at(MONDAY))


def decided(world, case, way: str) -> None:
    proposed = "propose" if way == "grant" else "propose_refuse"
    for step, user in (("accept", world.counter), (proposed, world.clerk), (way, world.approver)):
        world.step(case, step, user, MONDAY, words="照章办理, 材料都已经核对过")


def test_what_the_town_grants_is_filed_with_the_insurer(
    world, case, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        decided(world, case, "grant")
    claim = Claim.objects.get(case=case)
    assert (claim.person, claim.kind, claim.spent) == (world.mother, "injury", 86_000)
    assert claim.happened_on == MONDAY - timedelta(days=9)
    assert (claim.state, claim.number) == (Claim.State.FILED, f"LP{case.number}")
    assert claim.division == world.village


def test_what_the_town_refuses_is_not(world, case, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        decided(world, case, "refuse")
    assert not Claim.objects.exists()
