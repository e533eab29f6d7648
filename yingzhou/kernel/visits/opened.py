"""What matters a visit opened: whoever opens some because of what was found at a door says so here,
so that who went there can name the number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from yingzhou.core.registry import Registry
from yingzhou.kernel.visits.models import Visit


@dataclass(frozen=True)
class Opened:
    """``number``: of the case; empty where none could be opened, and ``trouble`` says why."""

    visit: int
    what: str
    number: str = ""
    trouble: str = ""


Tell = Callable[[Sequence[Visit]], Iterable[Opened]]
OPENED: Registry[Tell] = Registry("走访开的办件")


def by_visits(visits: Sequence[Visit]) -> list[Opened]:
    """In the order of the visits; a query or two for each part that opens matters by visits."""
    found = [one for tell in OPENED for one in tell(visits)] if visits else []
    order = {visit.pk: place for place, visit in enumerate(visits)}
    return sorted(found, key=lambda one: order[one.visit])
