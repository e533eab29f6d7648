"""应退尽退: what was found, how far each hearing is, what came of it (B11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import TruncMonth

from yingzhou.core import clock
from yingzhou.core.money import format_fen
from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.cases.selectors.rights import shut_to
from yingzhou.kernel.divisions.tree import name_on, tree_on
from yingzhou.kernel.payments import books
from yingzhou.kernel.people.models import Membership
from yingzhou.kernel.people.names import mask_name
from yingzhou.programmes.assistance.relief.codes import STOP
from yingzhou.programmes.assistance.relief.models import ExitFinding
from yingzhou.ui import charts
from yingzhou.ui.chart_parts import Chart

VIEW = "exits.view"
SIZE = 30
STATES = {
    "open": "正在核、听取意见", "kept": "继续发", "lowered": "已减少", "stopped": "已停发",
    "void": "登记已撤回", "stuck": "没有办成件",
}  # fmt: skip


def visible(user: User) -> QuerySet[Any]:
    """Of the viewer's own places, none of relatives'; each with its ``state`` of :data:`STATES`."""
    scope = scope_of(user, VIEW)
    rows = ExitFinding.objects.all() if scope.ids is None else ExitFinding.objects.filter(
        division__in=scope.ids
    )  # fmt: skip
    shut = shut_to(user)
    if shut:
        homes = Membership.objects.on(clock.today()).filter(person__in=shut).values("household")
        rows = rows.exclude(award__payee__in=shut).exclude(award__household__in=homes)
    return _with_state(rows)


def _with_state(rows: QuerySet[Any]) -> QuerySet[Any]:
    stops = Case.objects.filter(previous=OuterRef("case"), item=STOP).order_by("-pk")
    told = rows.annotate(
        stop_outcome=Subquery(stops.values("outcome")[:1]), stop=Subquery(stops.values("pk")[:1])
    )
    return told.annotate(
        state=Choice(
            When(voided_at__isnull=False, then=Value("void")),
            When(case__isnull=True, then=Value("stuck")),
            When(Q(case__is_open=True) | Q(stop_outcome=""), then=Value("open")),
            When(stop_outcome=Case.Outcome.ENDED, then=Value("stopped")),
            When(case__outcome=Case.Outcome.GRANTED, then=Value("lowered")),
            default=Value("kept"),
        )
    )


@dataclass(frozen=True)
class Overview:
    """``counts``: key, word, how many; charts by month and by town, None where nothing is."""

    counts: list[tuple[str, str, int]]
    by_month: Chart | None
    by_town: Chart | None


def overview(user: User) -> Overview:
    """Two queries."""
    rows = visible(user).order_by()
    month = TruncMonth("found_at", tzinfo=clock.ZONE)
    by_month = list(rows.values("state", on=month).annotate(n=Count("pk")))
    by_place = list(rows.values("state", "division").annotate(n=Count("pk")))
    totals = {key: sum(one["n"] for one in by_month if one["state"] == key) for key in STATES}
    counts = [(key, word, totals[key]) for key, word in STATES.items()]
    if not by_month:
        return Overview(counts, None, None)
    return Overview(counts, _by_month(by_month), _by_town(by_place))


def _by_month(rows: list[dict[str, Any]]) -> Chart:
    months = sorted({one["on"] for one in rows})
    series = {
        word: [sum(o["n"] for o in rows if o["on"] == on and o["state"] == key) for on in months]
        for key, word in STATES.items()
    }
    return charts.bars([f"{on:%Y-%m}" for on in months], _some(series), unit="户", stacked=True)


def _by_town(rows: list[dict[str, Any]]) -> Chart | None:
    tree = tree_on(clock.today())
    found: dict[str, dict[str, int]] = {}
    for one in rows:
        town = town_of(tree, one["division"]).name
        counts = found.setdefault(town, dict.fromkeys(STATES, 0))
        counts[one["state"]] += one["n"]
    if len(found) < 2:
        return None  # one bar compares nothing
    names = sorted(found, key=lambda name: -sum(found[name].values()))
    series = {word: [found[name][key] for name in names] for key, word in STATES.items()}
    return charts.bars(names, _some(series), unit="户", horizontal=True, stacked=True)


def _some(series: Mapping[str, list[int]]) -> dict[str, list[int]]:
    return {word: values for word, values in series.items() if any(values)}


@dataclass(frozen=True)
class Row:
    pk: int
    found_on: date
    who: str
    where: str
    benefit: str
    source: str
    before: str
    now: str
    state: str
    stage: str


def listed(user: User, state: str, cursor: str) -> tuple[Page, list[Row]]:
    """The newest first. One query."""
    rows = visible(user).select_related("award__payee", "case__version")
    if state in STATES:
        rows = rows.filter(state=state)
    page = keyset(rows, ["-found_at", "-id"], cursor, SIZE)
    return page, [_row(one) for one in page.rows]


def _row(one: Any) -> Row:
    state = str(one.state)
    return Row(
        pk=one.pk,
        found_on=clock.day_of(one.found_at),
        who=mask_name(one.award.payee.name),
        where=name_on(one.division_id, clock.today()),
        benefit=books.name_of(one.award.benefit),
        source=one.get_source_display(),
        before=format_fen(one.before),
        now="算不出" if one.now is None else format_fen(one.now),
        state=state,
        stage=STATES[state],
    )
