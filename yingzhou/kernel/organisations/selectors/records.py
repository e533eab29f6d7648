"""One facility, one organisation: what it is on a day, and its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractYear

from yingzhou.core.spells import FOREVER
from yingzhou.kernel.organisations.models import (
    AnnualReport,
    BedTerm,
    Capacity,
    Certificate,
    Facility,
    FacilityWork,
    Organisation,
    Post,
)
from yingzhou.kernel.people.selectors.places import Places

STAFF_SHOWN = 100


@dataclass(frozen=True)
class BedsOn:
    """Beds in use on ``day``, by setting and trait; ``settings`` in the order of the choices."""

    day: date
    total: int
    settings: list[int]
    nursing: int
    dementia: int


@dataclass(frozen=True)
class FacilityRecord:
    facility: Facility
    place: str
    capacities: list[Capacity]
    beds: BedsOn | None
    bed_history: list[BedsOn]
    certificates: list[Certificate]
    staff: list[Post]
    staff_count: int
    works: list[FacilityWork]
    interments: list[tuple[int, int]]


def facility_record(facility: Facility, day: date) -> FacilityRecord:
    terms = list(BedTerm.objects.filter(bed__facility=facility))
    staff = Post.objects.on(day).filter(facility=facility).select_related("person")
    ordered = staff.defer("person__id_number").order_by("kind", "person__name", "pk")
    return FacilityRecord(
        facility=facility,
        place=Places(day).label(facility.division_id),
        capacities=list(facility.capacities.order_by("unit", "-valid_from")),
        beds=_beds(terms, day) if terms else None,
        bed_history=[_beds(terms, year_end) for year_end in _year_ends(terms, day)],
        certificates=list(facility.certificates.order_by("-valid_from", "pk")),
        staff=list(ordered[:STAFF_SHOWN]),
        staff_count=staff.count(),
        works=list(facility.works.order_by("-on")),
        interments=list(
            facility.interments.filter(on__lte=day)
            .annotate(year=ExtractYear("on"))
            .values_list("year")
            .annotate(n=Count("pk"))
            .order_by("-year")
        ),
    )


def _beds(terms: list[BedTerm], day: date) -> BedsOn:
    held = [term for term in terms if term.holds_on(day)]
    return BedsOn(
        day=day,
        total=len(held),
        settings=[sum(t.setting == kind for t in held) for kind in BedTerm.Setting.values],
        nursing=sum(term.nursing for term in held),
        dementia=sum(term.dementia for term in held),
    )


def _year_ends(terms: list[BedTerm], day: date) -> list[date]:
    """The last days of the years since the first bed, newest first."""
    if not terms:
        return []
    first = min(term.valid_from for term in terms).year
    return [date(year, 12, 31) for year in range(day.year - 1, first - 1, -1)]


@dataclass(frozen=True)
class OrganisationRecord:
    organisation: Organisation
    place: str
    facilities: list[Facility]
    reports: list[AnnualReport]
    grades: list[Certificate]
    is_standing: bool


def organisation_record(organisation: Organisation, day: date) -> OrganisationRecord:
    return OrganisationRecord(
        organisation=organisation,
        place=Places(day).label(organisation.division_id),
        facilities=list(organisation.facilities.order_by("-valid_to", "name")),
        reports=list(organisation.annual_reports.order_by("-year")),
        grades=list(organisation.certificates.order_by("-valid_from", "pk")),
        is_standing=organisation.valid_to == FOREVER,
    )
