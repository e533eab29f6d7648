"""What people earn and households own, entered for a time; also backwards, where it was wrong."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from yingzhou.core import audit
from yingzhou.core.spells import FOREVER
from yingzhou.core.timeline import Refused
from yingzhou.kernel.people.models import Assets, Household, Income, Person
from yingzhou.kernel.people.selectors.facts import INCOME, meeting, said

from . import checks, spans
from .noting import note


@transaction.atomic
def set_income(
    *,
    person: Person,
    since: date,
    figures: dict[str, int],
    source: str,
    actor: audit.Actor,
    at: datetime,
    until: date = FOREVER,
    reason: str = "",
) -> Income:
    """What a person earns and must spend from ``since`` up to ``until``, in fen a month; what was
    entered for that time before no longer counts. Figures that are not named are nought."""
    person = checks.lock(person)
    _require(since, until, figures, INCOME, source)
    checks.require_day(person, since, "起始日期")
    rows = person.incomes.all()
    before = "; ".join(said(row) for row in meeting(rows, since, until))
    spans.clear(rows, since, until)
    row = Income.objects.create(
        person=person,
        valid_from=since,
        valid_to=until,
        source=source.strip(),
        employed=bool(figures.get("wage")),
        **{name: figures.get(name, 0) for name in INCOME},
    )
    entry = audit.record(actor, "people.set_income", person, spans.detail(since, until, reason))
    note(
        entry, what="收入和支出", person=person, since=since, until=until, at=at,
        before=before or "没有登记", after=said(row),
    )  # fmt: skip
    return row


@transaction.atomic
def set_assets(
    *,
    household: Household,
    since: date,
    figures: dict[str, Any],
    source: str,
    actor: audit.Actor,
    at: datetime,
    until: date = FOREVER,
    reason: str = "",
) -> Assets:
    """What a household owns from ``since`` up to ``until``. ``figures``: the fields of Assets."""
    household = Household.objects.select_for_update().get(pk=household.pk)
    named = ("money", "vehicle", "premises", "homes", "floor_area")
    _require(since, until, figures, named, source)
    checks.require_correctable(holder=household, since=since, until=until)
    rows = household.assets.all()
    before = "; ".join(said(row) for row in meeting(rows, since, until))
    spans.clear(rows, since, until)
    row = Assets.objects.create(
        household=household,
        valid_from=since,
        valid_to=until,
        source=source.strip(),
        **{name: figures.get(name, 0) for name in named},
    )
    entry = audit.record(actor, "people.set_assets", household, spans.detail(since, until, reason))
    note(
        entry, what="家庭财产", households=[household.pk], since=since, until=until, at=at,
        before=before or "没有登记", after=said(row),
    )  # fmt: skip
    return row


def _require(since: date, until: date, figures: dict[str, Any], named: Any, source: str) -> None:
    spans.require_span(since, until, source)
    if unknown := set(figures) - set(named):
        raise Refused(f"没有这一项: {'、'.join(sorted(unknown))}")
    if any(value < 0 for value in figures.values()):
        raise Refused("金额不能是负数")
