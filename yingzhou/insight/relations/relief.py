"""What 生态惠民保险 paid (plan B13): settled claims, and their money."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from yingzhou.insight.relations.base import Column, Flow, define
from yingzhou.programmes.assistance.relief.models import Claim


def _settled() -> QuerySet:
    return Claim.objects.filter(state=Claim.State.SETTLED)


_SETTLED: dict[str, Any] = {
    "records": _settled,
    "on": "settled_on",
    "columns": (
        Column("编号", "number"),
        Column("姓名", "person__name", "name"),
        Column("出险日期", "happened_on", "date"),
        Column("结案日期", "settled_on", "date"),
        Column("赔付", "amount", "money"),
    ),
    "order": ("settled_on", "pk"),
    "data": "sensitive",
    "link": "relief:insurance-claim",
}
define(
    Flow(
        code="insurance_claims",
        title="生态惠民保险理赔",
        words="在所选期间结案、已赔付的生态惠民保险理赔, 每件计一次, 按受理时的户籍村居计",
        unit="人次",
        **_SETTLED,
    )
)
define(
    Flow(
        code="insurance_paid",
        title="生态惠民保险赔付金额",
        words="在所选期间结案的生态惠民保险理赔, 赔付金额合计",
        unit="分",
        amount="amount",
        **_SETTLED,
    )
)
