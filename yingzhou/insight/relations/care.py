"""Care of the old: beds, meals, facilities (plan C1-C5, C30; indicators 3-6, 8)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from yingzhou.insight.relations.base import Column, Covered, Flow, Stock, define
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.organisations.models import (
    BedTerm,
    Capacity,
    Certificate,
    Facility,
    FacilityWork,
)

Kind = Facility.Kind
_FACILITY = (
    Column("名称", "name"),
    Column("地址", "address"),
    Column("启用日期", "valid_from", "date"),
)
_BED: dict[str, Any] = {
    "division": "bed__facility__division_id",
    "unit": "张",
    "columns": (
        Column("设施", "bed__facility__name"),
        Column("床位号", "bed__number"),
        Column("类型", "setting"),
        Column("护理型", "nursing", "yes"),
        Column("认知障碍", "dementia", "yes"),
        Column("起始日期", "valid_from", "date"),
    ),
    "link": "places:facility",
    "link_path": "bed__facility_id",
}


def _facilities(*kinds: str) -> QuerySet:
    return Facility.objects.filter(kind__in=kinds)


def _facility_stock(code: str, kind: Kind, unit: str) -> None:
    label = kind.label
    define(
        Stock(
            code=code,
            title=label,
            words=f"在所选日期运营的{label}, 按所在村居计",
            unit=unit,
            records=lambda: _facilities(kind),
            columns=_FACILITY,
            link="places:facility",
        )
    )


for _code, _kind, _unit in (
    ("elder_homes", Kind.ELDER_HOME, "家"),
    ("elder_centres", Kind.ELDER_CENTRE, "家"),
    ("day_care_centres", Kind.DAY_CARE, "家"),
    ("care_homes", Kind.CARE_HOME, "家"),
    ("meal_sites", Kind.MEAL_SITE, "个"),
    ("canteens", Kind.CANTEEN, "个"),
    ("activity_rooms", Kind.ACTIVITY_ROOM, "家"),
    ("neighbour_points", Kind.NEIGHBOUR_POINT, "个"),
    ("aid_rental_points", Kind.AID_RENTAL, "个"),
):
    _facility_stock(_code, _kind, _unit)

define(
    Stock(
        code="beds",
        title="养老床位",
        words="在所选日期有效的养老床位, 机构、社区、居家三类合计",
        records=BedTerm.objects.all,
        **_BED,
    )
)
define(
    Stock(
        code="institution_beds",
        title="机构养老床位",
        words="在所选日期有效的养老机构床位 (不含社区与居家床位)",
        records=lambda: BedTerm.objects.filter(setting=BedTerm.Setting.INSTITUTION),
        **_BED,
    )
)
define(
    Stock(
        code="nursing_beds",
        title="护理型床位",
        words="在所选日期有效且登记为护理型的养老床位",
        records=lambda: BedTerm.objects.filter(nursing=True),
        **_BED,
    )
)
define(
    Stock(
        code="dementia_beds",
        title="认知障碍照护床位",
        words="在所选日期有效且登记为认知障碍照护的养老床位",
        records=lambda: BedTerm.objects.filter(dementia=True),
        **_BED,
    )
)
define(
    Stock(
        code="meal_capacity",
        title="老年助餐供客能力",
        words="在所选日期运营的老年助餐服务场所, 其登记的每日供客数之和",
        unit="客/日",
        records=lambda: Capacity.objects.filter(
            unit=Capacity.Unit.MEALS_A_DAY, facility__kind__in=(Kind.MEAL_SITE, Kind.CANTEEN)
        ),
        division="facility__division_id",
        spells=(
            ("valid_from", "valid_to"),
            ("facility__valid_from", "facility__valid_to"),
        ),
        amount="amount",
        columns=(
            Column("场所", "facility__name"),
            Column("每日供客数", "amount", "count"),
            Column("起始日期", "valid_from", "date"),
        ),
        link="places:facility",
        link_path="facility_id",
    )
)
define(
    Stock(
        code="standard_homes",
        title="标准化养老机构",
        words="在所选日期运营、且持有有效“标准化养老机构”认定的养老机构",
        unit="家",
        records=lambda: Certificate.objects.filter(
            kind=Certificate.Kind.STANDARD_HOME, facility__kind=Kind.ELDER_HOME
        ),
        once="facility_id",
        division="facility__division_id",
        spells=(
            ("valid_from", "valid_to"),
            ("facility__valid_from", "facility__valid_to"),
        ),
        columns=(
            Column("名称", "facility__name"),
            Column("证书编号", "number"),
            Column("认定日期", "valid_from", "date"),
        ),
        link="places:facility",
        link_path="facility_id",
    )
)
define(
    Flow(
        code="renovated_homes",
        title="薄弱养老机构改造",
        words="在所选期间完成改造的薄弱养老机构",
        unit="家",
        records=lambda: FacilityWork.objects.filter(kind=FacilityWork.Kind.RENOVATION),
        division="facility__division_id",
        columns=(Column("机构", "facility__name"), Column("完成日期", "on", "date")),
        link="places:facility",
        link_path="facility_id",
    )
)
for _code, _title, _by, _level in (
    ("towns_with_aid_rental", "设有康复辅具租赁服务点的乡镇", "aid_rental_points", 2),
    ("towns_with_standard_home", "有标准化养老机构的乡镇", "standard_homes", 2),
    ("towns_with_canteen", "有社区长者食堂的乡镇", "canteens", 2),
    ("villages_with_activity_room", "有标准化老年活动室的村居", "activity_rooms", 3),
):
    define(
        Covered(
            code=_code,
            title=_title,
            words=f"在所选日期{_title}数",
            unit="个",
            by=_by,
            level=Division.Level(_level),
        )
    )
