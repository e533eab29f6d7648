"""Where a case waits for time alone: what the system will do, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yingzhou.core import clock
from yingzhou.kernel.cases.models import Case, Clock
from yingzhou.kernel.cases.words import day as written
from yingzhou.kernel.catalogue.items import Process, Stage
from yingzhou.kernel.catalogue.items.parts import SYSTEM


@dataclass(frozen=True)
class Itself:
    """``period``: what runs out; ``until``: its last day; ``stage``: where it goes then."""

    period: str
    until: date
    stage: Stage

    @property
    def when(self) -> str:
        return f"{self.period}到{written(self.until)}期满"

    @property
    def then(self) -> str:
        """As officers read it."""
        end = "办结" if self.stage.is_final else f"转到“{self.stage.name}”"
        return f"{self.when}, 之后系统自动{end}; 这期间不用人动手"


def by_itself(case: Case, process: Process) -> Itself | None:
    """One query where a case waits for time; none, and None, where it waits for somebody."""
    if not case.is_open or case.by != SYSTEM:
        return None
    rows = Clock.objects.filter(case=case, ended_at=None).exclude(on_end="")
    row = rows.order_by("due_on", "pk").first()
    way = process.transitions.get(row.on_end) if row is not None else None
    if row is None or way is None:
        return None
    until = clock.day_of(row.due_at) if row.due_at else row.due_on
    return Itself(row.name, until, process.stages[way.target]) if until else None
