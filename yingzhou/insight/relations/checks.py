"""Fields in which a household's means are checked outside the bureau (B7)."""

from __future__ import annotations

from yingzhou.insight.relations.base import Column, Stock, define
from yingzhou.kernel.exchange.models import Line

define(
    Stock(
        code="check_domains",
        title="经济状况核对覆盖业务领域",
        words="在所选日期接通的核对单位, 每家是一个业务领域 (民政、住房保障、教育、卫生健康等)",
        unit="个",
        records=Line.objects.all,
        columns=(
            Column("核对单位", "provider"),
            Column("接通日期", "valid_from", "date"),
        ),
    )
)
