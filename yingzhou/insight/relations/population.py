"""People: registered, resident, households, and who is on which roll (plan B1, A7, C15)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from yingzhou.insight.relations.base import Column, Stock, define
from yingzhou.kernel.people.models import Enrolment, Household, Residence

_PERSON = (
    Column("姓名", "person__name", "name"),
    Column("出生日期", "person__birth_date", "date"),
    Column("地址", "address"),
    Column("起始日期", "valid_from", "date"),
)
_INDEX_ORDER = ("division_id", "valid_from", "pk")
_ROLL_ORDER = ("valid_from", "pk")
REGISTERED = Residence.Kind.REGISTERED
RESIDENT = Residence.Kind.RESIDENT


def _residences(kind: int) -> QuerySet:
    return Residence.objects.filter(kind=kind)


define(
    Stock(
        code="registered_people",
        title="户籍人口",
        words="户籍登记在本区、在所选日期仍有效的人员, 每人计一次",
        unit="人",
        records=lambda: _residences(REGISTERED),
        columns=_PERSON,
        order=_INDEX_ORDER,
        data="personal",
        link="people:person",
        link_path="person_id",
    )
)
define(
    Stock(
        code="resident_people",
        title="常住人口",
        words="居住登记在本区、在所选日期仍有效的人员 (含户籍不在本区的), 每人计一次",
        unit="人",
        records=lambda: _residences(RESIDENT),
        columns=_PERSON,
        order=_INDEX_ORDER,
        data="personal",
        link="people:person",
        link_path="person_id",
    )
)
_BY_AGE: dict[str, Any] = {
    "records": lambda: _residences(REGISTERED),
    "born": "person__birth_date",
    "columns": _PERSON,
    "order": _INDEX_ORDER,
    "data": "personal",
    "link": "people:person",
    "link_path": "person_id",
}
define(
    Stock(
        code="registered_aged_60",
        title="户籍老年人口(60周岁及以上)",
        words="户籍登记在本区、在所选日期年满60周岁的人员",
        unit="人",
        ages=((60, 200),),
        **_BY_AGE,
    )
)
define(
    Stock(
        code="registered_old_and_young",
        title="户籍“一老一小”",
        words="户籍登记在本区、在所选日期年满60周岁或未满18周岁的人员 (生态惠民保险的对象)",
        unit="人",
        ages=((0, 17), (60, 200)),
        **_BY_AGE,
    )
)
define(
    Stock(
        code="households",
        title="家庭户",
        words="在所选日期存续的户籍家庭",
        unit="户",
        records=Household.objects.all,
        columns=(
            Column("户号", "number"),
            Column("地址", "address"),
            Column("起始日期", "valid_from", "date"),
        ),
        data="personal",
    )
)


def _person_roll(roll: str) -> QuerySet:
    return Enrolment.objects.filter(roll=roll, person__residences__kind=REGISTERED)


_ON_A_ROLL: dict[str, Any] = {
    "division": "person__residences__division_id",
    "spells": (
        ("valid_from", "valid_to"),
        ("person__residences__valid_from", "person__residences__valid_to"),
    ),
    "columns": (
        Column("姓名", "person__name", "name"),
        Column("出生日期", "person__birth_date", "date"),
        Column("纳入日期", "valid_from", "date"),
    ),
    "order": _ROLL_ORDER,
    "link": "people:person",
    "link_path": "person_id",
}

define(
    Stock(
        code="dibao_people",
        title="低保人数",
        words="在所选日期享受城乡低保的人员, 按其户籍所在村居计",
        unit="人",
        records=lambda: _person_roll(Enrolment.Roll.DIBAO),
        data="sensitive",
        **_ON_A_ROLL,
    )
)
define(
    Stock(
        code="partner_people",
        title="老伙伴计划服务对象",
        words="在所选日期列入老伙伴计划的高龄独居老人, 按其户籍所在村居计",
        unit="名",
        records=lambda: _person_roll(Enrolment.Roll.PARTNER),
        data="sensitive",
        **_ON_A_ROLL,
    )
)
define(
    Stock(
        code="left_behind_children",
        title="农村留守儿童",
        words="在所选日期列入农村留守儿童名册的儿童, 按其户籍所在村居计",
        unit="人",
        records=lambda: _person_roll(Enrolment.Roll.LEFT_BEHIND),
        data="children",
        **_ON_A_ROLL,
    )
)
define(
    Stock(
        code="platform_households",
        title="社区云居社互动平台注册家庭",
        words="在所选日期已在平台注册的户籍家庭, 按家庭所在村居计",
        unit="户",
        records=lambda: Enrolment.objects.filter(roll=Enrolment.Roll.PLATFORM),
        division="household__division_id",
        spells=(
            ("valid_from", "valid_to"),
            ("household__valid_from", "household__valid_to"),
        ),
        order=_ROLL_ORDER,
        columns=(
            Column("户号", "household__number"),
            Column("地址", "household__address"),
            Column("注册日期", "valid_from", "date"),
        ),
        data="personal",
    )
)
