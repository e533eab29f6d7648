"""Certificates from a spreadsheet; who may hold one follows from its kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from yingzhou.core.sheets import SHEETS, Column, Context, Row, Sheet
from yingzhou.core.sheets.parsers import choice, day, short
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.divisions.sheets import check_place
from yingzhou.kernel.organisations import services, uscc
from yingzhou.kernel.organisations.models import Certificate, Facility, Organisation
from yingzhou.kernel.organisations.services.certificates import NewCertificate
from yingzhou.kernel.people import identity
from yingzhou.kernel.people.models import Person

from .common import Wrong, division_of, facility_fault, labels, place_column, since_column, who

PERSON, ORGANISATION, FACILITY, DIVISION = "人员", "机构", "设施", "村居或乡镇"
_Kind = Certificate.Kind
HOLDERS = {
    _Kind.SOCIAL_WORK: PERSON,
    _Kind.CAREGIVER: PERSON,
    _Kind.CHILD_WELFARE: PERSON,
    _Kind.AID_CONSULTANT: PERSON,
    _Kind.ORGANISATION_GRADE: ORGANISATION,
    _Kind.STANDARD_HOME: FACILITY,
    _Kind.CHILD_PROTECTION: FACILITY,
    _Kind.COMMUNITY_NATIONAL: DIVISION,
    _Kind.COMMUNITY_CITY: DIVISION,
    _Kind.COMMUNITY_DISTRICT: DIVISION,
    _Kind.ELDER_FRIENDLY: DIVISION,
}


@dataclass(frozen=True)
class _Holders:
    people: dict[bytes, Person]
    organisations: dict[str, Organisation]
    facilities: dict[str, Facility]


def _holders(rows: Sequence[Row], context: Context) -> _Holders:
    del context
    marks: dict[str, set[str]] = {PERSON: set(), ORGANISATION: set(), FACILITY: set()}
    for row in rows:
        kind, mark = row.values["kind"], row.values["holder"]
        if kind and mark and HOLDERS[kind] in marks:
            marks[HOLDERS[kind]].add(_normal(HOLDERS[kind], mark))
    digests = [identity.search_digest(mark) for mark in marks[PERSON]]
    return _Holders(
        {bytes(p.id_digest): p for p in Person.objects.filter(id_digest__in=digests)},
        {o.uscc: o for o in Organisation.objects.filter(uscc__in=marks[ORGANISATION])},
        {f.code: f for f in Facility.objects.filter(code__in=marks[FACILITY])},
    )


_NORMAL: dict[str, Callable[[str], str]] = {
    PERSON: identity.normalise,
    ORGANISATION: uscc.normalise,
}


def _normal(holder: str, mark: str) -> str:
    return _NORMAL[holder](mark) if holder in _NORMAL else mark


def _holder_of(row: Row, known: _Holders) -> Person | Organisation | Facility | None:
    wanted = HOLDERS[row.values["kind"]]
    if wanted == DIVISION:
        return None
    mark = _normal(wanted, row.values["holder"])
    if wanted == PERSON:
        return known.people.get(identity.search_digest(mark))
    return known.organisations.get(mark) if wanted == ORGANISATION else known.facilities.get(mark)


_HOLDER_HELP = {
    PERSON: "公民身份号码",
    ORGANISATION: "统一社会信用代码",
    FACILITY: "设施编号",
}


def _check_certificate(row: Row, context: Context) -> Wrong:
    values = row.values
    wrong = check_place("division", "since", row, context) + _check_holder(row, context)
    if _is_identity_number(values["number"]):
        wrong.append(
            ("number", "证书编号不能是公民身份号码; 编号与身份号码相同的, 请填证书的流水号")
        )
    if values["until"] is not None and values["until"] < values["since"]:
        wrong.append(("until", "有效期至早于发证日期"))
    return wrong


def _is_identity_number(text: str) -> bool:
    try:
        identity.validate(text)
    except ValueError:
        return False
    return True


def _check_holder(row: Row, context: Context) -> Wrong:
    wanted, mark = HOLDERS[row.values["kind"]], row.values["holder"]
    if wanted == DIVISION:
        return [("holder", "这类证书由村居或乡镇持有, 此列应留空")] if mark else []
    if not mark:
        return [("holder", f"这类证书由{wanted}持有, 请填写{_HOLDER_HELP[wanted]}")]
    try:
        checks = {PERSON: identity.validate, ORGANISATION: uscc.validate}
        checks.get(wanted, str)(mark)
    except ValueError as error:
        return [("holder", str(error))]
    holder = _holder_of(row, context.known)
    if isinstance(holder, Facility):
        return facility_fault("holder", holder, context)
    if isinstance(holder, Organisation) and not context.reach(holder.division_id):
        return [("holder", f"“{holder.name}”不在您负责的区划内")]
    return [] if holder else [("holder", f"没有登记这个{_HOLDER_HELP[wanted]}, 请先登记{wanted}")]


def _take_certificate(row: Row, context: Context) -> Certificate:
    values = row.values
    until = values["until"] + timedelta(days=1) if values["until"] else FOREVER
    new = NewCertificate(
        kind=values["kind"],
        number=values["number"],
        division=division_of(row),
        holder=_holder_of(row, context.known),
        grade=values["grade"] or "",
        until=until,
    )
    return services.grant_certificate(certificate=new, since=values["since"], **who(context))


_CERTIFICATE_KINDS = labels(_Kind.choices)
SHEETS.add(
    "certificates",
    Sheet(
        name="certificates",
        title="证书",
        permission="imports.use",
        intro="登记人员、机构、设施的证书, 或村居、乡镇的创建称号, 每份一行。持有人须先登记。",
        columns=(
            Column(
                "kind",
                "证书类别",
                choice(_CERTIFICATE_KINDS),
                choices=tuple(_CERTIFICATE_KINDS),
                example="养老护理员证书",
                width=30,
            ),
            Column("grade", "等级", short(10), required=False, example="初级"),
            Column("number", "证书编号", short(40), example="HL-2024-0001", width=24),
            Column(
                "holder",
                "持有人号码",
                short(20),
                required=False,
                example="18位号码",
                help="人员填公民身份号码, 机构填统一社会信用代码, 设施填设施编号; 村居、乡镇留空",
                width=24,
            ),
            place_column("12位, 计入的村居或乡镇; 村居、乡镇的称号填它自己"),
            since_column("发证日期"),
            Column("until", "有效期至", day, required=False, help="含当日; 长期有效的不填"),
        ),
        prepare=_holders,
        check_row=_check_certificate,
        take=_take_certificate,
        describe=lambda row: f"{_Kind(row.values['kind']).label} {row.values['number']}",
        unique=(("kind", "number"),),
    ),
)
