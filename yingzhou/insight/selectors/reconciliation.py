"""The reconciliation of published figures, kept until facts are rebuilt or asked anew."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.cache import cache

from yingzhou.core import clock
from yingzhou.insight.plan_files import Contradiction, Plan
from yingzhou.insight.reconcile import NOT_KEPT, WORDS, Line, Published, published, reconcile
from yingzhou.insight.values import rounded

from .systems import system_names

KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Reconciliation:
    """All lines, and when the records were asked."""

    lines: list[Line]
    at: datetime

    def counted(self) -> list[tuple[str, str, int]]:
        """Status, its word, how many."""
        found = Counter(line.status for line in self.lines)
        return [(key, word, found[key]) for key, word in WORDS.items()]


@dataclass(frozen=True)
class Conflict:
    """A contradiction and its figures: each with the published and the computed value."""

    item: Contradiction
    figures: list[tuple[Published, str, Line | None]]


def _key(plan: Plan, version: int) -> str:
    return f"board:reconciliation:{plan.code}:{version}"


def kept(plan: Plan, version: int) -> Reconciliation | None:
    """The last one, if nothing was rebuilt since."""
    found: Reconciliation | None = cache.get(_key(plan, version))
    return found


def fresh(plan: Plan, version: int) -> Reconciliation:
    """Ask the records (seconds on a whole district) and keep the answer."""
    found = Reconciliation(
        [_readable(line, system_names(plan.code)) for line in reconcile(plan)], clock.now()
    )
    cache.set(_key(plan, version), found, KEPT_SECONDS)
    return found


def _readable(line: Line, systems: dict[str, str]) -> Line:
    """With thousands, as everywhere on the board; who will keep the records by name."""
    names = ("published", "computed", "difference")
    texts = {name: str(getattr(line, name)) for name in names}
    readable: dict[str, Any] = {name: f"{Decimal(t):,}" for name, t in texts.items() if t}
    told = replace(line, **readable)
    system = line.home.partition(" ")[0]
    if line.status == NOT_KEPT and system in systems:
        told.reason = f"记录由后续系统产生: {systems[system]} ({system})"
    return told


def conflicts(plan: Plan, found: Reconciliation | None) -> list[Conflict]:
    """Without a reconciliation at hand the figures stand without their computed values."""
    figures = {figure.id: figure for figure in published()}
    lines = {line.id: line for line in found.lines} if found else {}
    return [
        Conflict(
            item,
            [
                (figures[key], _told(figures[key]), lines.get(key))
                for key in item.figures
                if key in figures
            ],
        )
        for item in plan.contradictions
    ]


def _told(figure: Published) -> str:
    return f"{rounded(figure.value, figure.digits):,}"
