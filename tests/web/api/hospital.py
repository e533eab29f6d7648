"""A hospital's system, beside the other callers of the API."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.kernel.cases.conftest import World
from tests.web.api.conftest import Caller
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.people.services import enrol
from yingzhou.programmes.assistance.relief.services import hospitals


def settled(system: Caller, world: World) -> str:
    """The receipt of a bill of the mother's, who is on the roll of 低保; ``system`` is the
    hospital's (市大数据中心, as all callers here are)."""
    hospitals.register(code="XH", name="市大数据中心", actor=SYSTEM, at=clock.now())
    enrol(roll="dibao", holder=world.mother, since=date(2025, 1, 1), actor=SYSTEM, at=clock.now())
    answer = system.post("medical/settlements/", a_bill(world), key=None)
    assert answer.status_code == 201, answer.content
    return answer.json()["receipt"]


def a_bill(world: World, **more: Any) -> dict[str, Any]:
    """Ten days of February, 10,000 yuan left after all insurances."""
    asked = {
        "number": "Z-1",
        "patient": {"id_number": str(world.mother.id_number), "name": world.mother.name},
        "kind": "住院", "since": "2026-02-10", "until": "2026-02-20",
        "total": "30500", "basic": "18000", "supplementary": "2000.00", "own": "10000",
    }  # fmt: skip
    return asked | more
