"""Facilities from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from yingzhou.core.sheets import SHEETS, Column, Context, Row, Sheet
from yingzhou.core.sheets.parsers import choice, number, short
from yingzhou.kernel.divisions.sheets import check_place
from yingzhou.kernel.organisations import services, uscc
from yingzhou.kernel.organisations.models import Facility, Organisation
from yingzhou.kernel.organisations.services.facilities import NewFacility

from .common import Wrong, division_of, labels, place_column, since_column, who


def _operators(rows: Sequence[Row], context: Context) -> dict[str, Organisation]:
    del context
    codes = {row.values["operator"] for row in rows if row.values["operator"]}
    return {one.uscc: one for one in Organisation.objects.filter(uscc__in=codes)}


def _check_facility(row: Row, context: Context) -> Wrong:
    wrong = check_place("division", "since", row, context)
    operator = row.values["operator"]
    if operator and operator not in context.known:
        wrong.append(("operator", "没有登记这个统一社会信用代码的机构, 请先登记机构"))
    if (row.values["lon"] is None) != (row.values["lat"] is None):
        wrong.append(("lat", "经度和纬度须同时填写, 或都不填"))
    return wrong


def _take_facility(row: Row, context: Context) -> Facility:
    values = row.values
    new = NewFacility(
        code=values["code"],
        name=values["name"],
        kind=values["kind"],
        division=division_of(row),
        operator=context.known.get(values["operator"]),
        address=values["address"] or "",
        lon=values["lon"],
        lat=values["lat"],
    )
    return services.open_facility(facility=new, since=values["since"], **who(context))


_FACILITY_KINDS = labels(Facility.Kind.choices)
SHEETS.add(
    "facilities",
    Sheet(
        name="facilities",
        title="设施",
        permission="imports.use",
        intro="登记新启用的设施, 每处一行。运营机构须先登记。",
        columns=(
            Column("code", "设施编号", short(20), example="YL-0001", help="全区唯一, 永不重用"),
            Column("name", "名称", short(80), example="示例养老院", width=28),
            Column(
                "kind",
                "类别",
                choice(_FACILITY_KINDS),
                choices=tuple(_FACILITY_KINDS),
                example="养老机构",
                width=24,
            ),
            place_column("12位, 设施所在的村居或乡镇"),
            Column(
                "operator",
                "运营机构代码",
                uscc.validate,
                required=False,
                help="18位统一社会信用代码",
                width=24,
            ),
            Column("address", "地址", short(120), required=False, example="示例路1号", width=30),
            Column("lon", "经度", number(73, 136), required=False, help="CGCS2000, 如 121.3933"),
            Column("lat", "纬度", number(3, 54), required=False, help="CGCS2000, 如 31.6299"),
            since_column("启用日期"),
        ),
        prepare=_operators,
        check_row=_check_facility,
        take=_take_facility,
        describe=lambda row: row.values["name"],
        unique=(("code",),),
        url_name="places:facility",
    ),
)
