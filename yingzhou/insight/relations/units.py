"""Towns, villages, their honours, and the management units' six resources (plan A1, D14)."""

from __future__ import annotations

from django.db.models import Count, F, Max, Min, QuerySet

from yingzhou.insight.relations.base import Column, Level, Stock, Units, define
from yingzhou.kernel.divisions.models import ManagementUnit
from yingzhou.kernel.organisations.models import Certificate, Facility

C = Certificate.Kind

define(
    Units("towns", "乡镇", "在所选日期的镇与乡 (不含农场、林场、园区等统计单位)", "个", Level.TOWN)
)
define(Units("villages", "村居", "在所选日期的村与居委会 (不含统计小区)", "个", Level.VILLAGE))


def _honour(code: str, kind: C, unit: str) -> None:
    define(
        Stock(
            code=code,
            title=kind.label,
            words=f"在所选日期持有“{kind.label}”称号的单位",
            unit=unit,
            records=lambda: Certificate.objects.filter(kind=kind),
            columns=(Column("编号", "number"), Column("授予日期", "valid_from", "date")),
        )
    )


_honour("community_national", C.COMMUNITY_NATIONAL, "个")
_honour("community_city", C.COMMUNITY_CITY, "个")
_honour("community_district", C.COMMUNITY_DISTRICT, "个")
_honour("elder_friendly_towns", C.ELDER_FRIENDLY, "个")


def _complete_units() -> QuerySet:
    """Units with all six resources, from the day the last one came until the first one goes."""
    kinds = Facility.THREE_PLUS_THREE
    return (
        ManagementUnit.objects.filter(facilities__kind__in=kinds)
        .annotate(
            kinds=Count("facilities__kind", distinct=True),
            since=Max("facilities__valid_from"),
            until=Min("facilities__valid_to"),
        )
        .filter(kinds=len(kinds), until__gt=F("since"))
    )


define(
    Stock(
        code="complete_management_units",
        title="“3+3”资源要素齐全的基本管理单元",
        words="在所选日期, 社区事务、社区卫生、社区文化三类设施"
        "与公安、城管、市场监管三类力量都在的基本管理单元",
        unit="个",
        records=_complete_units,
        division="town_id",
        spells=(("valid_from", "valid_to"), ("since", "until")),
        columns=(Column("名称", "name"), Column("设立日期", "valid_from", "date")),
    )
)
