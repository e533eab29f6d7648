"""Beds from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from yingzhou.core.sheets import SHEETS, Column, Context, Row, Sheet
from yingzhou.core.sheets.parsers import choice, short, yes_no
from yingzhou.kernel.organisations import services
from yingzhou.kernel.organisations.models import BedTerm, Facility
from yingzhou.kernel.organisations.services.beds import BedType

from .common import Wrong, facility_fault, labels, since_column, who


def _facilities(rows: Sequence[Row], context: Context) -> dict[str, Facility]:
    del context
    codes = {row.values["facility"] for row in rows if row.values["facility"]}
    return {one.code: one for one in Facility.objects.filter(code__in=codes)}


def _check_bed(row: Row, context: Context) -> Wrong:
    return facility_fault("facility", context.known.get(row.values["facility"]), context)


def _take_bed(row: Row, context: Context) -> Facility:
    values = row.values
    facility: Facility = context.known[values["facility"]]
    kind = BedType(values["setting"], values["nursing"], values["dementia"])
    services.add_beds(
        facility=facility,
        numbers=[values["number"]],
        bed_type=kind,
        since=values["since"],
        **who(context),
    )
    return facility


_SETTINGS = labels(BedTerm.Setting.choices)
_YES_NO = ("是", "否")
SHEETS.add(
    "beds",
    Sheet(
        name="beds",
        title="床位",
        permission="imports.use",
        intro="登记新增的床位, 每张一行。设施须先登记; 已有床位变更类型请在设施页面办理。",
        columns=(
            Column("facility", "设施编号", short(20), example="YL-0001"),
            Column("number", "床位号", short(20), example="1-101-1"),
            Column(
                "setting",
                "床位类型",
                choice(_SETTINGS),
                choices=tuple(_SETTINGS),
                example="机构床位",
                width=22,
            ),
            Column("nursing", "护理型", yes_no, choices=_YES_NO, example="是"),
            Column("dementia", "认知障碍照护", yes_no, choices=_YES_NO, example="否"),
            since_column(),
        ),
        prepare=_facilities,
        check_row=_check_bed,
        take=_take_bed,
        describe=lambda row: f"{row.values['facility']} {row.values['number']}",
        unique=(("facility", "number"),),
        url_name="places:facility",
    ),
)
