"""What people earn and households own, entered for a time; also backwards, where it was wrong."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from yingzhou.core import audit
from yingzhou.core.money import format_fen
from yingzhou.core.spells import FOREVER, Spell
from yingzhou.core.timeline import Refused
from yingzhou.kernel.people.models import Assets, Household, Income, Person

from . import checks
from .noting import note

INCOME = {"wage": "工资", "pension": "养老金", "other": "其他", "medical": "自负医疗",
          "education": "教育"}  # fmt: skip


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
) -> Income:
    """What a person earns and must spend from ``since`` up to ``until``, in fen a month; what was
    entered for that time before no longer counts. Figures that are not named are nought."""
    person = checks.lock(person)
    _require(since, until, figures, INCOME, source)
    checks.require_day(person, since, "起始日期")
    rows = person.incomes.all()
    before = "; ".join(_said_income(row) for row in _meeting(rows, since, until))
    _clear(rows, since, until)
    row = Income.objects.create(
        person=person,
        valid_from=since,
        valid_to=until,
        source=source.strip(),
        employed=bool(figures.get("wage")),
        **{name: figures.get(name, 0) for name in INCOME},
    )
    entry = audit.record(actor, "people.set_income", person, _span(since, until))
    note(
        entry, what="收入和支出", person=person, since=since, until=until, at=at,
        before=before or "没有登记", after=_said_income(row),
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
) -> Assets:
    """What a household owns from ``since`` up to ``until``. ``figures``: the fields of Assets."""
    household = Household.objects.select_for_update().get(pk=household.pk)
    named = ("money", "vehicle", "premises", "homes", "floor_area")
    _require(since, until, figures, named, source)
    rows = household.assets.all()
    before = "; ".join(_said_assets(row) for row in _meeting(rows, since, until))
    _clear(rows, since, until)
    row = Assets.objects.create(
        household=household,
        valid_from=since,
        valid_to=until,
        source=source.strip(),
        **{name: figures.get(name, 0) for name in named},
    )
    entry = audit.record(actor, "people.set_assets", household, _span(since, until))
    note(
        entry, what="家庭财产", households=[household.pk], since=since, until=until, at=at,
        before=before or "没有登记", after=_said_assets(row),
    )  # fmt: skip
    return row


def _require(since: date, until: date, figures: dict[str, Any], named: Any, source: str) -> None:
    if until <= since:
        raise Refused("止日应晚于起日")
    if not source.strip():
        raise Refused("来源没有填写, 请写明是谁核的、凭什么")
    if unknown := set(figures) - set(named):
        raise Refused(f"没有这一项: {'、'.join(sorted(unknown))}")
    if any(value < 0 for value in figures.values()):
        raise Refused("金额不能是负数")


def _span(since: date, until: date) -> dict[str, str]:
    return {"since": str(since)} | ({} if until == FOREVER else {"until": str(until)})


def _meeting(rows: QuerySet, since: date, until: date) -> list[Any]:
    return list(rows.filter(valid_from__lt=until, valid_to__gt=since).order_by("valid_from"))


def _clear(rows: QuerySet, since: date, until: date) -> None:
    """Makes room: what lies within goes (the mark keeps what it said), what reaches in is cut."""
    row: Spell
    for row in _meeting(rows, since, until):
        start, end = row.valid_from, row.valid_to
        if start >= since:
            row.delete()
        else:
            row.valid_to = since
            row.save(update_fields=["valid_to"])
        if end > until:
            row.pk, row.valid_from, row.valid_to = None, until, end
            row.save(force_insert=True)


def _said_income(row: Income) -> str:
    parts = [f"{word} {format_fen(getattr(row, name))} 元/月"
             for name, word in INCOME.items() if getattr(row, name)]  # fmt: skip
    return "、".join(parts) or "没有收入和支出"


def _said_assets(row: Assets) -> str:
    parts = [f"存款等 {format_fen(row.money)} 元"] if row.money else []
    parts += ["有机动车"] if row.vehicle else []
    parts += ["有非居住房屋"] if row.premises else []
    parts += [f"住房 {row.homes} 套"] if row.homes else []
    return "、".join(parts) or "没有财产"
