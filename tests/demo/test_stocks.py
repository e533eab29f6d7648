"""On 31 December 2020 the synthetic district is the one that the plan describes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models import Sum

from yingzhou.core.models import Installation
from yingzhou.demo.stocks import by_year, people, stocks
from yingzhou.kernel.organisations.models import (
    AnnualReport,
    BedTerm,
    Capacity,
    Certificate,
    Facility,
    Interment,
    Organisation,
    Post,
)
from yingzhou.kernel.people.models import Enrolment, Household, Residence

pytestmark = pytest.mark.district

BASE = date(2020, 12, 31)


@pytest.fixture
def scale() -> float:
    return float(Installation.objects.get(name="scale").value)


def registered():
    return Residence.objects.on(BASE).filter(kind=Residence.Kind.REGISTERED)


def stock(targets: dict[int, int], year: int = 2020) -> int:
    """The wanted number at the end of ``year``: what is not named goes on as before."""
    return targets[max(known for known in targets if known <= year)]


def test_the_people_are_as_many_as_the_plan_says(scale: float):
    wanted = people(scale)
    living_here = Residence.objects.on(BASE).filter(kind=Residence.Kind.RESIDENT)
    assert registered().count() == wanted["registered_2020"]
    assert living_here.count() == wanted["resident_2020"]
    assert Household.objects.on(BASE).count() == wanted["households_2020"]
    outside = registered().exclude(person__in=living_here.values("person")).count()
    assert outside == wanted["living_outside_2020"]


def test_the_old_and_the_young_are_as_many_as_the_plan_says(scale: float):
    wanted = people(scale)

    def born_by(year: int) -> int:
        return registered().filter(person__birth_date__lte=date(year, 12, 31)).count()

    total = registered().count()
    assert born_by(1960) == wanted["aged_60_plus_2020"]
    assert born_by(1940) == wanted["aged_80_plus_2020"]
    assert total - born_by(2002) == wanted["under_18_2020"]
    assert born_by(1960) / total == pytest.approx(0.37, abs=0.005)
    assert 0.05 <= born_by(1940) / total <= 0.06


def test_the_rolls_are_exact_at_every_years_end(scale: float):
    for roll in (Enrolment.Roll.DIBAO, Enrolment.Roll.PARTNER):
        for year, wanted in by_year(stocks()["rolls"][roll], scale).items():
            on_roll = Enrolment.objects.filter(roll=roll).on(date(year, 12, 31))
            if year <= 2025:
                assert on_roll.count() == wanted, (roll, year)
    left = Enrolment.objects.filter(roll=Enrolment.Roll.LEFT_BEHIND).on(BASE)
    assert left.count() == round(stocks()["rolls"]["left_behind_2020"] * scale)
    platform = by_year(stocks()["rolls"]["platform"], scale)
    assert Enrolment.objects.filter(roll="platform").on(BASE).count() == platform[2020]


@pytest.mark.parametrize("year", [2015, 2020, 2025])
def test_beds_do_not_shrink_with_the_people(year: int):
    terms = BedTerm.objects.on(date(year, 12, 31))
    for setting in ("institution", "community", "home"):
        wanted = stock(stocks()["beds"][setting], year)
        assert terms.filter(setting=setting).count() == pytest.approx(wanted, abs=year != 2020)
    wanted_nursing = stock(stocks()["beds"]["nursing"], year)
    assert terms.filter(nursing=True).count() == pytest.approx(wanted_nursing, abs=5)
    if year == 2020:
        assert terms.filter(nursing=True).count() == wanted_nursing
        assert terms.filter(dementia=True).count() == stock(stocks()["beds"]["dementia"])


@pytest.mark.parametrize("kind", sorted(stocks()["facilities"]))
def test_facilities_of_each_kind_stand_where_the_plan_counts_them(kind: str):
    standing = Facility.objects.on(BASE).filter(kind=kind).count()
    assert standing == stock(stocks()["facilities"][kind])


def test_the_kitchens_together_serve_what_the_plan_says():
    served = Capacity.objects.on(BASE).aggregate(all=Sum("amount"))["all"]
    assert served == stock(stocks()["meal_capacity"])


def test_posts_and_certificates_are_exact():
    for kind, targets in stocks()["posts"].items():
        assert Post.objects.on(BASE).filter(kind=kind).count() == stock(targets), kind
    wanted = {name: stock(targets) for name, targets in stocks()["certificates"].items()}
    held = Certificate.objects.on(BASE)

    def count(kind: str) -> int:
        return held.filter(kind=kind).count()

    kinds = Certificate.Kind
    assert count(kinds.CAREGIVER) == wanted["caregiver"]
    assert count(kinds.CHILD_WELFARE) == wanted["child_welfare"]
    assert count(kinds.STANDARD_HOME) == wanted["standard_home"]
    social_work = wanted["social_work_community"] + wanted["social_work_other"]
    assert count(kinds.SOCIAL_WORK) == social_work
    of_workers = held.filter(kind=kinds.SOCIAL_WORK, person__posts__kind="community_worker")
    assert of_workers.count() == wanted["social_work_community"]


def test_social_organisations_their_grades_and_their_income_are_exact():
    wanted: dict[str, Any] = stocks()["organisations"]
    social = Organisation.objects.on(BASE).filter(kind__in=Organisation.SOCIAL)
    assert social.count() == wanted["social"][2020]
    for grade, key in (("5A", "grade_5a"), ("4A", "grade_4a")):
        assert Certificate.objects.on(BASE).filter(grade=grade).count() == wanted[key][2020]
    for year, sums in wanted["income"].items():
        found = AnnualReport.objects.filter(year=year).aggregate(
            total=Sum("total_income"),
            purchase=Sum("purchase_income"),
            subsidy=Sum("subsidy_income"),
        )
        assert found == {name: yuan * 100 for name, yuan in sums.items()}, year


def test_small_plots_are_the_published_share_of_burials_in_new_sections():
    burials = Interment.objects.filter(in_new_section=True, on__year=2020)
    wanted = stocks()["interments"][2020]
    assert burials.count() == wanted["all"]
    assert burials.filter(plot_area__lte=6000).count() == wanted["small"]
