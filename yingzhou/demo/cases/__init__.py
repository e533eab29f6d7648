"""The demo's matters: fourteen months of them, moved by the kernel's own services.

Each happens at its moment (``clock.stopped_at``), in the order of time, on workdays only; so
numbers, letters and the audit chain read as they would have been written.
"""

from __future__ import annotations

from yingzhou.core import clock
from yingzhou.demo.cases.contacts import give_contacts
from yingzhou.demo.cases.simulation import Simulation

__all__ = ["seed"]


def seed(scale: float) -> None:
    """Telephone numbers for some, and the matters. Nothing where nobody lives."""
    give_contacts(clock.today())
    Simulation(scale, clock.now()).run()
