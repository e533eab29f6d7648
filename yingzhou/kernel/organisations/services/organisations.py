"""Founding and dissolving organisations, and their yearly reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.core.timeline import Refused, end_spells, require_past_or_today
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.organisations import uscc
from yingzhou.kernel.organisations.models import AnnualReport, Facility, Organisation


@transaction.atomic
def found_organisation(
    *,
    code: str,
    name: str,
    kind: str,
    division: Division,
    since: date,
    actor: audit.Actor,
    at: datetime,
) -> Organisation:
    """Enter an organisation under its validated unified social credit code."""
    del at
    code = uscc.validate(code)
    name = name.strip()
    if not name:
        raise Refused("组织名称没有填写")
    require_past_or_today(since, "成立日期")
    known = Organisation.objects.filter(uscc=code).first()
    if known is not None:
        raise Refused(f"统一社会信用代码 {code} 已登记为“{known.name}”")
    row = Organisation.objects.create(
        uscc=code, name=name, kind=kind, division=division, valid_from=since
    )
    audit.record(actor, "organisations.found", row, {"since": str(since)})
    return row


@transaction.atomic
def dissolve_organisation(
    *, organisation: Organisation, on: date, actor: audit.Actor, at: datetime
) -> None:
    """The organisation ends on ``on``; first its facilities must be closed or handed over."""
    del at
    require_past_or_today(on, "注销日期")
    rows = Organisation.objects.select_for_update().filter(pk=organisation.pk)
    if not rows.get().is_open:
        raise Refused("这个组织已经注销")
    running = Facility.objects.filter(operator=organisation, valid_to__gt=on).count()
    if running:
        raise Refused(f"名下还有 {running} 处设施在运营, 请先关闭或变更运营方")
    end_spells(rows, on, what="组织登记")
    audit.record(actor, "organisations.dissolve", organisation, {"on": str(on)})


@dataclass(frozen=True)
class Income:
    """A year's income, in whole fen."""

    total: int
    purchase: int
    subsidy: int


@transaction.atomic
def file_annual_report(
    *, organisation: Organisation, year: int, income: Income, actor: audit.Actor, at: datetime
) -> AnnualReport:
    """Record a yearly report, or correct the one of that year."""
    if min(income.total, income.purchase, income.subsidy) < 0:
        raise Refused("收入不能是负数")
    if income.total < income.purchase + income.subsidy:
        raise Refused("总收入小于政府购买服务收入与政府补助收入之和, 请核对")
    if year >= at.year:
        raise Refused(f"{year} 年度还没有结束, 不能登记年度报告")
    row, is_new = AnnualReport.objects.update_or_create(
        organisation=organisation,
        year=year,
        defaults={
            "total_income": income.total,
            "purchase_income": income.purchase,
            "subsidy_income": income.subsidy,
        },
    )
    act = "organisations.report" if is_new else "organisations.correct_report"
    audit.record(actor, act, organisation, {"year": year, "total": income.total})
    return row
