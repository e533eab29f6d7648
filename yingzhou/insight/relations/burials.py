"""Places of rest (plan D5, D6; indicator 17)."""

from __future__ import annotations

from typing import Any

from yingzhou.insight.relations.base import Column, Flow, Stock, define
from yingzhou.kernel.organisations.models import Facility, Interment

SMALL_PLOT = 6000
"""0.6 m² in square centimetres: the plan's 小型墓 (三(四) 指标17)."""

_INTERMENT: dict[str, Any] = {
    "unit": "例",
    "division": "facility__division_id",
    "columns": (
        Column("墓区", "facility__name"),
        Column("墓位号", "plot"),
        Column("占地(平方厘米)", "plot_area", "count"),
        Column("安葬日期", "on", "date"),
    ),
    "link": "places:facility",
    "link_path": "facility_id",
}
define(
    Flow(
        code="new_section_interments",
        title="新开墓区安葬量",
        words="截至所选日期的十二个月内, 在新开墓区安葬的记录",
        records=lambda: Interment.objects.filter(in_new_section=True),
        **_INTERMENT,
    )
)
define(
    Flow(
        code="small_plot_interments",
        title="新开墓区小型墓安葬量",
        words="截至所选日期的十二个月内, 在新开墓区安葬且单个墓位占地不超过0.6平方米的记录",
        records=lambda: Interment.objects.filter(in_new_section=True, plot_area__lte=SMALL_PLOT),
        **_INTERMENT,
    )
)


def _places_of_rest(code: str, kind: Facility.Kind) -> None:
    define(
        Stock(
            code=code,
            title=kind.label,
            words=f"在所选日期启用的{kind.label}",
            unit="个",
            records=lambda: Facility.objects.filter(kind=kind),
            columns=(Column("名称", "name"), Column("启用日期", "valid_from", "date")),
            link="places:facility",
        )
    )


_places_of_rest("burial_grounds", Facility.Kind.BURIAL_GROUND)
_places_of_rest("ash_halls", Facility.Kind.ASH_HALL)
