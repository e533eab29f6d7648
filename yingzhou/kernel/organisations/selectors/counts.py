"""How many on that day. ``within`` is a set of division ids (of any day) or None for everywhere."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from yingzhou.kernel.organisations.models import (
    BedTerm,
    Certificate,
    Facility,
    Organisation,
    Post,
)

Ids = Collection[int] | None


def _held(model, day: date, kind: str, within: Ids, path: str = "division") -> QuerySet:
    rows = model.objects.on(day)
    if kind:
        rows = rows.filter(kind=kind)
    return rows if within is None else rows.filter(**{f"{path}__in": list(within)})


def facilities_on(day: date, kind: str = "", within: Ids = None) -> QuerySet[Facility]:
    return _held(Facility, day, kind, within)


def posts_on(day: date, kind: str = "", within: Ids = None) -> QuerySet[Post]:
    return _held(Post, day, kind, within)


def certificates_on(day: date, kind: str = "", within: Ids = None) -> QuerySet[Certificate]:
    return _held(Certificate, day, kind, within)


def organisations_on(day: date, kind: str = "", within: Ids = None) -> QuerySet[Organisation]:
    return _held(Organisation, day, kind, within)


def beds_on(day: date, setting: str = "", within: Ids = None, trait: str = "") -> QuerySet[BedTerm]:
    """Beds in use, by setting; ``trait``: "nursing" or "dementia" beds only."""
    rows = _held(BedTerm, day, "", within, "bed__facility__division")
    if setting:
        rows = rows.filter(setting=setting)
    return rows.filter(**{trait: True}) if trait in ("nursing", "dementia") else rows


_KINDS: dict[str, Callable[[date, str, Ids], QuerySet]] = {
    "facilities": facilities_on,
    "beds": beds_on,
    "posts": posts_on,
    "certificates": certificates_on,
    "organisations": organisations_on,
}


def count_on(day: date, what: str, kind: str = "", within: Ids = None) -> int:
    """``count_on(day, "facilities", "elder_home")``; for beds ``kind`` is the setting."""
    return _KINDS[what](day, kind, within).count()


@dataclass(frozen=True)
class Line:
    """One number of the overview; ``kind`` and ``trait`` are parameters of the list behind it."""

    label: str
    count: int
    kind: str = ""


@dataclass(frozen=True)
class BedLine:
    label: str
    kind: str
    total: int
    nursing: int
    dementia: int


@dataclass(frozen=True)
class Overview:
    facilities: list[Line]
    beds: list[BedLine]
    posts: list[Line]
    certificates: list[Line]
    organisations: list[Line]

    @property
    def is_empty(self) -> bool:
        groups = (self.facilities, self.posts, self.certificates, self.organisations)
        return not any(line.count for group in groups for line in group)


def overview(day: date, within: Ids = None) -> Overview:
    """Every kind that the plan counts, also those of which there is none; five queries."""
    return Overview(
        facilities=_lines(facilities_on(day, within=within), Facility.Kind),
        beds=_bed_lines(day, within),
        posts=_lines(posts_on(day, within=within), Post.Kind),
        certificates=_lines(certificates_on(day, within=within), Certificate.Kind),
        organisations=_lines(organisations_on(day, within=within), Organisation.Kind),
    )


def _lines(rows: QuerySet, kinds) -> list[Line]:
    counted = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    return [Line(kind.label, counted.get(kind.value, 0), kind.value) for kind in kinds]


def _bed_lines(day: date, within: Ids) -> list[BedLine]:
    counted = {
        row["setting"]: row
        for row in beds_on(day, within=within)
        .order_by()
        .values("setting")
        .annotate(
            total=Count("pk"),
            nursing_beds=Count("pk", filter=Q(nursing=True)),
            dementia_beds=Count("pk", filter=Q(dementia=True)),
        )
    }
    lines = [_bed_line(s.label, s.value, [counted.get(s.value)]) for s in BedTerm.Setting]
    return [*lines, _bed_line("合计", "", list(counted.values()))]


def _bed_line(label: str, kind: str, rows: list) -> BedLine:
    sums = [
        sum(row[name] for row in rows if row) for name in ("total", "nursing_beds", "dementia_beds")
    ]
    return BedLine(label, kind, *sums)
