"""What was paid: sums by month, benefit and town, kept when a run is approved (B1-B6, C9, C10).

Their lines stand in the runs, or in the sealed files of years that are over.
"""

from __future__ import annotations

from functools import partial

from django.db.models import QuerySet

from yingzhou.insight.relations.base import Column, Flow, define
from yingzhou.kernel.payments.models import MonthTotal

GROUPS = {
    "assistance": ("各类社会救助", "relief/"),
    "home_care": ("居家养老服务补贴", "eldercare/service_subsidy"),
    "senior_allowance": ("老年综合津贴", "eldercare/senior_allowance"),
    "disability_allowances": ("残疾人两项补贴", "disability/"),
}
_COLUMNS = (
    Column("月份", "month", "date"),
    Column("待遇", "benefit"),
    Column("笔数", "lines_count", "count"),
    Column("人次", "persons", "count"),
    Column("金额(元)", "amount", "money"),
)


def _of(prefix: str) -> QuerySet:
    return MonthTotal.objects.filter(benefit__startswith=prefix)


def _define(code: str, name: str, prefix: str) -> None:
    for suffix, unit, field, what in (
        ("times", "人次", "persons", "人次"), ("money", "元", "amount", "金额"),
    ):  # fmt: skip
        define(
            Flow(
                code=f"{code}_{suffix}",
                title=f"{name}{what}",
                words=f"期间内审批发放的{name}, 按月、按乡镇的{what}之和",
                unit=unit,
                records=partial(_of, prefix),
                amount=field,
                on="month",
                columns=_COLUMNS,
                order=("month", "benefit", "pk"),
            )
        )


for _code, (_name, _prefix) in GROUPS.items():
    _define(_code, _name, _prefix)
