"""The lists behind the numbers: one description each serves the page and the Excel export."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from yingzhou.core.spells import FOREVER, Spell
from yingzhou.kernel.organisations.models import (
    BedTerm,
    Certificate,
    Facility,
    Organisation,
    Post,
)
from yingzhou.kernel.people.selectors.places import Places

from . import counts


@dataclass(frozen=True)
class Asked:
    """Day, kind, part of the district, what beds, and the text searched for."""

    day: date
    kind: str = ""
    within: Collection[int] | None = None
    trait: str = ""
    text: str = ""


@dataclass(frozen=True)
class Cell:
    """``link``: (address name, key) or None."""

    text: str
    link: tuple[str, int] | None = None


Row = Callable[[Any, Places], list[Cell]]


@dataclass(frozen=True)
class Listing:
    """``rows`` gives the query, ``order`` its keyset, ``cells`` one row, column by column."""

    name: str
    title: str
    kinds: list[tuple[str, str]]
    columns: list[str]
    order: list[str]
    rows: Callable[[Asked], QuerySet]
    cells: Row
    hint: str
    traits: list[tuple[str, str]] = field(default_factory=list)

    def kind_label(self, kind: str) -> str:
        return dict(self.kinds).get(kind, "")


def _time(row: Spell) -> str:
    """The days a row holds, the last included."""
    if row.valid_to == FOREVER:
        return f"{row.valid_from} 起"
    return f"{row.valid_from} 至 {row.valid_to - timedelta(days=1)}"


def _facilities(asked: Asked) -> QuerySet:
    rows = counts.facilities_on(asked.day, asked.kind, asked.within).select_related("operator")
    return rows.filter(name__icontains=asked.text) if asked.text else rows


def _facility(row: Facility, places: Places) -> list[Cell]:
    return [
        Cell(row.name, ("places:facility", row.pk)),
        Cell(row.get_kind_display()),
        Cell(places.label(row.division_id)),
        Cell(row.operator.name, ("places:organisation", row.operator.pk))
        if row.operator
        else Cell(""),
        Cell(row.address),
        Cell(_time(row)),
    ]


def _beds(asked: Asked) -> QuerySet:
    rows = counts.beds_on(asked.day, asked.kind, asked.within, asked.trait)
    if asked.text:
        rows = rows.filter(bed__facility__name__icontains=asked.text)
    return rows.select_related("bed__facility")


def _bed(row: BedTerm, places: Places) -> list[Cell]:
    facility = row.bed.facility
    return [
        Cell(facility.name, ("places:facility", facility.pk)),
        Cell(row.bed.number),
        Cell(row.get_setting_display()),
        Cell("是" if row.nursing else "否"),
        Cell("是" if row.dementia else "否"),
        Cell(places.label(facility.division_id)),
        Cell(_time(row)),
    ]


def _posts(asked: Asked) -> QuerySet:
    rows = counts.posts_on(asked.day, asked.kind, asked.within)
    if asked.text:
        rows = rows.filter(person__name__startswith=asked.text)
    # Hides the name from its index, by which PostgreSQL would look through all people for these.
    rows = rows.annotate(holder=Coalesce("person__name", Value("")))
    return rows.select_related("person", "facility").defer("person__id_number")


def _post(row: Post, places: Places) -> list[Cell]:
    return [
        Cell(row.person.name, ("people:person", row.person_id)),
        Cell(row.get_kind_display()),
        Cell(row.facility.name, ("places:facility", row.facility.pk)) if row.facility else Cell(""),
        Cell(places.label(row.division_id)),
        Cell(_time(row)),
    ]


def _certificates(asked: Asked) -> QuerySet:
    rows = counts.certificates_on(asked.day, asked.kind, asked.within)
    if asked.text:
        rows = rows.filter(
            Q(number__startswith=asked.text)
            | Q(person__name__startswith=asked.text)
            | Q(organisation__name__icontains=asked.text)
            | Q(facility__name__icontains=asked.text)
        )
    holders = rows.select_related("person", "organisation", "facility")
    return holders.defer("person__id_number")


def _certificate(row: Certificate, places: Places) -> list[Cell]:
    if row.person is not None:
        holder = Cell(row.person.name, ("people:person", row.person.pk))
    elif row.organisation is not None:
        holder = Cell(row.organisation.name, ("places:organisation", row.organisation.pk))
    elif row.facility is not None:
        holder = Cell(row.facility.name, ("places:facility", row.facility.pk))
    else:
        holder = Cell(places.label(row.division_id))
    return [
        Cell(row.number),
        Cell(row.get_kind_display()),
        Cell(row.grade),
        holder,
        Cell(places.label(row.division_id)),
        Cell(_time(row)),
    ]


def _organisations(asked: Asked) -> QuerySet:
    rows = counts.organisations_on(asked.day, asked.kind, asked.within)
    if asked.text:
        rows = rows.filter(Q(name__icontains=asked.text) | Q(uscc__startswith=asked.text.upper()))
    return rows


def _organisation(row: Organisation, places: Places) -> list[Cell]:
    return [
        Cell(row.name, ("places:organisation", row.pk)),
        Cell(row.uscc),
        Cell(row.get_kind_display()),
        Cell(places.label(row.division_id)),
        Cell(_time(row)),
    ]


LISTS: dict[str, Listing] = {
    "facilities": Listing(
        "facilities",
        "设施",
        Facility.Kind.choices,
        ["名称", "类别", "区划", "运营方", "地址", "起止"],
        ["name", "pk"],
        _facilities,
        _facility,
        "设施名称中的字",
    ),
    "beds": Listing(
        "beds",
        "床位",
        BedTerm.Setting.choices,
        ["设施", "床位号", "床位类型", "护理型", "认知障碍照护", "区划", "起止"],
        ["bed__facility__name", "bed__number", "pk"],
        _beds,
        _bed,
        "设施名称中的字",
        [("nursing", "护理型"), ("dementia", "认知障碍照护")],
    ),
    "posts": Listing(
        "posts",
        "岗位",
        Post.Kind.choices,
        ["姓名", "岗位", "设施", "区划", "起止"],
        ["holder", "pk"],
        _posts,
        _post,
        "姓名开头的字",
    ),
    "certificates": Listing(
        "certificates",
        "证书",
        Certificate.Kind.choices,
        ["编号", "证书", "等级", "持有者", "区划", "有效期"],
        ["number", "pk"],
        _certificates,
        _certificate,
        "编号开头, 或持有者名称",
    ),
    "organisations": Listing(
        "organisations",
        "组织",
        Organisation.Kind.choices,
        ["名称", "统一社会信用代码", "类别", "区划", "起止"],
        ["name", "pk"],
        _organisations,
        _organisation,
        "组织名称中的字, 或信用代码",
    ),
}
