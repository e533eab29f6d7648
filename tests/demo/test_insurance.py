"""What the plan published of 生态惠民保险 and what the demo's claims add up to are the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Sum

from yingzhou.core import clock
from yingzhou.core.invariants import check_all
from yingzhou.demo import bills, insurance
from yingzhou.insight import reconcile
from yingzhou.programmes.assistance.relief.models import Claim, Settlement, Statement
from yingzhou.programmes.assistance.relief.selectors import covered


@pytest.mark.parametrize("scale", [1, 0.1, 0.05, 0.013])
def test_five_years_come_to_the_published_figures_at_any_scale(scale):
    years = [insurance.plan(scale)[year] for year in insurance.PUBLISHED]
    claims, money = (sum(column) for column in zip(*years, strict=True))
    assert abs(claims - 7040 * scale) <= 0.5
    assert abs(money - 1_227_100_000 * scale) <= 0.5
    if scale == 1:
        assert (claims, money) == (7040, 1_227_100_000)


@pytest.mark.district
def test_the_records_add_up_to_them(db):
    lines = {line.id: line for line in reconcile.reconcile()}
    assert [lines[one].status for one in ("G23", "G24", "G25")] == ["explained"] * 3
    assert "缩放" in lines["G24"].reason
    settled = Claim.objects.filter(state="settled")
    assert settled.filter(settled_on__year__lt=2021).count() == int(lines["G24"].computed)
    assert settled.filter(amount__lte=0).count() == 0


@pytest.mark.district
def test_whoever_claims_was_covered_when_it_happened(db):
    some = Claim.objects.filter(settled_on__year__lte=clock.today().year).order_by("?")[:150]
    for one in some.select_related("person"):
        assert covered.is_covered(one.person, one.happened_on), (one, one.happened_on)
        assert one.filed_on >= one.happened_on
        assert one.settled_on is None or one.settled_on >= one.filed_on


@pytest.mark.district
def test_hospitals_bills_went_through_the_house_and_past_months_are_cleared(db):
    today = clock.today()
    bills.settle_bills(today, 0.05)
    assert Settlement.objects.filter(reverses=None).count() >= 8
    last = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    closed = Statement.objects.exclude(closed_at=None)
    months = Settlement.objects.filter(month__lt=last).values("hospital", "month").distinct()
    assert closed.count() == months.count()
    total = Settlement.objects.filter(month__lt=last).aggregate(total=Sum("paid"))["total"]
    assert closed.aggregate(total=Sum("total"))["total"] == total
    assert [one.faults for one in check_all() if one.count] == []
