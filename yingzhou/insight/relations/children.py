"""Protection of children (plan C21, C24; indicator 10)."""

from __future__ import annotations

from yingzhou.insight.relations.base import Column, Stock, define
from yingzhou.kernel.organisations.models import Certificate, Facility

_PROTECTION = Facility.Kind.CHILD_PROTECTION
_STATION = Facility.Kind.CHILD_STATION

define(
    Stock(
        code="child_protection_agencies",
        title="未成年人救助保护机构",
        words="在所选日期运营的区级未成年人救助保护机构",
        unit="家",
        records=lambda: Facility.objects.filter(kind=_PROTECTION),
        columns=(Column("名称", "name"), Column("启用日期", "valid_from", "date")),
        link="places:facility",
    )
)
define(
    Stock(
        code="standard_child_protection_agencies",
        title="规范达标的未成年人救助保护机构",
        words="在所选日期运营、且持有有效“规范达标”认定的区级未成年人救助保护机构",
        unit="家",
        records=lambda: Facility.objects.filter(
            kind=_PROTECTION, certificates__kind=Certificate.Kind.CHILD_PROTECTION
        ),
        spells=(
            ("valid_from", "valid_to"),
            ("certificates__valid_from", "certificates__valid_to"),
        ),
        columns=(Column("名称", "name"), Column("证书编号", "certificates__number")),
        link="places:facility",
    )
)
define(
    Stock(
        code="child_stations",
        title="关爱特殊儿童工作站",
        words="在所选日期运营的关爱特殊儿童工作站, 按所在村居计",
        unit="个",
        records=lambda: Facility.objects.filter(kind=_STATION),
        columns=(Column("名称", "name"), Column("启用日期", "valid_from", "date")),
        link="places:facility",
    )
)
