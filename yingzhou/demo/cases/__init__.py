"""The demo's matters: fourteen months of them, moved by the kernel's own services.

Each happens at its moment (``clock.stopped_at``), in the order of time, on workdays only; so
numbers, letters and the audit chain read as they would have been written.
"""

from __future__ import annotations

from datetime import date, timedelta

from yingzhou.core import clock, events
from yingzhou.demo.cases import archive
from yingzhou.demo.cases.contacts import give_contacts
from yingzhou.demo.cases.plans import DAYS
from yingzhou.demo.cases.simulation import Simulation
from yingzhou.kernel.cases.events import ChecksTouched

__all__ = ["first_day", "seed"]


def first_day() -> date:
    """The day on which the first of them may begin."""
    return clock.today() - timedelta(days=DAYS)


def seed(scale: float) -> None:
    """Telephone numbers for some, and the matters. Nothing where nobody lives."""
    give_contacts(clock.today())
    archive.seed(clock.today())
    with events.unheard(ChecksTouched):  # of the last months nobody outside can be asked any more
        Simulation(scale, clock.now()).run()
