"""How many visits were planned and made, town by town; and those that nobody answers for yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import Tree, tree_on
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.windows import last_of, month_no
from yingzhou.ui import palette
from yingzhou.ui.charts import Chart, bars

from .lists import Row, rows_of, shown
from .rights import condition

State = Visit.State
WORDS = {
    "in_time": "按时", "late": "晚去", "missed": "漏访", "overdue": "过期未去", "ahead": "还没到期",
    "other": "没见到、不愿意等",
}  # fmt: skip
LATE = Q(state=State.DONE, done_on__gt=F("due_on"))


@dataclass
class Line:
    """One town (or village): how many of each, by :data:`WORDS`."""

    division: int
    name: str
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def rate(self) -> str:
        """Of those whose time has come: how many were made in time."""
        over = self.total - self.counts["ahead"] - self.counts["other"]
        return f"{self.counts['in_time'] / over:.0%}" if over else "—"

    def cells(self) -> list[tuple[str, str, int]]:
        return [(key, word, self.counts[key]) for key, word in WORDS.items()]


def of_month(user: User, first: date, kind: str = "") -> QuerySet[Visit]:
    """What is due in that month, of what this viewer may see; called off, it was not due."""
    rows = Visit.objects.filter(
        condition(user), due_on__gte=first, due_on__lte=last_of(month_no(first))
    ).exclude(state=State.CALLED_OFF)
    return rows.filter(kind=kind) if kind else rows


def lines(user: User, first: date, kind: str, today: date) -> list[Line]:
    """By town; within one town by village. One query."""
    counted = of_month(user, first, kind).values("division").annotate(
        in_time=Count("pk", filter=Q(state=State.DONE) & ~LATE),
        late=Count("pk", filter=LATE),
        missed=Count("pk", filter=Q(state=State.MISSED)),
        overdue=Count("pk", filter=Q(state__in=Visit.OPEN, due_on__lt=today)),
        ahead=Count("pk", filter=Q(state__in=Visit.OPEN, due_on__gte=today)),
        other=Count("pk", filter=Q(state__in=(State.UNMET, State.DECLINED))),
    )  # fmt: skip
    rows = list(counted.order_by())
    tree = tree_on(today)
    by_town = _grouped(rows, tree, Division.Level.TOWN)
    found = by_town if len(by_town) != 1 else _grouped(rows, tree, Division.Level.VILLAGE)
    return sorted(found, key=lambda line: (-line.counts["missed"], line.name))


def _grouped(rows: Sequence[Mapping[str, Any]], tree: Tree, level: int) -> list[Line]:
    found: dict[int, Line] = {}
    for row in rows:
        path = tree.path(tree.home.get(row["division"], row["division"]))
        node = next((one for one in reversed(path) if one.level <= level), None)
        if node is None:
            continue
        line = found.setdefault(node.id, Line(node.id, node.name))
        for key in WORDS:
            line.counts[key] += row[key]
    return list(found.values())


def chart(found: Sequence[Line]) -> Chart | None:
    if not found:
        return None
    told = ("in_time", "late", "missed", "overdue", "ahead")
    colours = (
        palette.ACCENT, palette.SERIES[1], palette.WARNING, palette.SOON, palette.COAST
    )  # fmt: skip
    return bars(
        [line.name for line in found],
        {WORDS[key]: [line.counts[key] for line in found] for key in told},
        unit="次",
        stacked=True,
        colours=colours,
    )


def unanswered(user: User) -> QuerySet[Visit]:
    """Missed, or gone to as often as one should and never met: somebody has to say why."""
    lost = Q(state=State.MISSED) | Q(state=State.UNMET, following=None)
    return Visit.objects.filter(condition(user), lost, answered_at=None)


def which(
    user: User, first: date, kind: str, what: str, division: int | None, after: str, today: date
) -> tuple[Page, list[Row]]:
    """The visits behind a number of the page."""
    rows = of_month(user, first, kind)
    if division is not None:
        rows = rows.filter(division__in=tree_on(today).within(division))
    conditions = {
        "in_time": Q(state=State.DONE) & ~LATE,
        "late": LATE,
        "missed": Q(state=State.MISSED),
        "overdue": Q(state__in=Visit.OPEN, due_on__lt=today),
        "ahead": Q(state__in=Visit.OPEN, due_on__gte=today),
        "other": Q(state__in=(State.UNMET, State.DECLINED)),
    }
    if what in conditions:
        rows = rows.filter(conditions[what])
    page = keyset(shown(rows), ["due_on", "pk"], after)
    return page, rows_of(page.rows, today)


def lost(user: User, after: str, today: date) -> tuple[Page, list[Row]]:
    page = keyset(shown(unanswered(user)), ["due_on", "pk"], after, 30)
    return page, rows_of(page.rows, today)
