"""What was published stays; a diff names exactly the records that have moved the figure since."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import factories
from yingzhou.core import audit, clock
from yingzhou.core.models import AuditEntry
from yingzhou.insight import publications
from yingzhou.insight.models import Publication
from yingzhou.insight.plan_files import default_plan
from yingzhou.kernel.organisations.models import Bed, BedTerm, Capacity, Facility
from yingzhou.kernel.people.services import rolls

pytestmark = pytest.mark.django_db
DAY = date(2023, 6, 30)
CLERK = audit.Actor(None, "统计员")


def _beds(*nursing):
    home = factories.facility()
    return [
        BedTerm.objects.create(
            bed=Bed.objects.create(facility=home, number=str(number)),
            setting="institution",
            nursing=is_nursing,
            dementia=False,
            valid_from=date(2020, 1, 1),
        )
        for number, is_nursing in enumerate(nursing)
    ]


def _publish(number, day=DAY):
    plan = default_plan()
    measure = plan.indicator(number).measure
    publications.publish(plan=plan, measures=[measure], on=day, actor=CLERK)
    return measure


def test_nothing_has_moved_right_after_publishing():
    _beds(True, True, False)
    measure = _publish(4)
    found = publications.diff(measure, DAY)
    assert found.then == found.now
    assert (found.then.numerator, found.then.denominator) == (2, 3)
    assert found.moved == []


def test_the_records_that_moved_a_figure_are_named_and_no_other():
    first, second, third = _beds(True, True, False)
    measure = _publish(4)
    first.valid_to = DAY
    first.save()
    third.nursing = True
    third.save()
    found = publications.diff(measure, DAY)
    assert (found.now.numerator, found.now.denominator) == (2, 2)
    moved = [(m.side, m.record_id, m.change) for m in found.moved]
    assert moved == [
        ("分子", first.pk, "removed"),
        ("分子", third.pk, "added"),
        ("分母", first.pk, "removed"),
    ]
    assert second.pk not in {m.record_id for m in found.moved}


def test_an_amount_that_changed_is_told_before_and_now():
    site = factories.facility("助餐点", Facility.Kind.MEAL_SITE)
    capacity = Capacity.objects.create(
        facility=site, unit="meals_a_day", amount=120, valid_from=date(2020, 1, 1)
    )
    measure = _publish(6)
    Capacity.objects.filter(pk=capacity.pk).update(amount=150)
    (moved,) = publications.diff(measure, DAY).moved
    assert (moved.record_id, moved.change, moved.before, moved.now) == (
        capacity.pk,
        "changed",
        120,
        150,
    )


def test_a_change_through_a_service_is_found():
    who = factories.person(since=date(2019, 1, 1))
    measure = _publish(2)
    rolls.enrol(
        roll="dibao", holder=who, since=DAY - timedelta(days=9), actor=CLERK, at=clock.now()
    )
    (moved,) = publications.diff(measure, DAY).moved
    assert (moved.side, moved.change) == ("分子", "added")
    assert moved.record_id == who.enrolments.get().pk


def test_who_touched_the_record_last_is_said():
    term = _beds(True)[0]
    measure = _publish(3)
    audit.record(CLERK, "places.withdraw_bed", term, {})
    term.valid_to = DAY
    term.save()
    (moved,) = publications.diff(measure, DAY).moved
    assert moved.who == "统计员"


def test_publishing_again_adds_and_overwrites_nothing():
    _beds(True, False)
    measure = _publish(4)
    first = Publication.objects.get()
    _beds(True)
    _publish(4)
    assert Publication.objects.count() == 2
    again = Publication.objects.get(pk=first.pk)
    assert (again.numerator, again.denominator) == (1, 2)
    assert bytes(again.numerator_records) == bytes(first.numerator_records)
    assert publications.latest(measure, DAY).denominator == 3
    assert publications.diff(measure, DAY).moved == []


def test_a_day_that_has_not_come_cannot_be_published():
    _beds(True)
    with pytest.raises(ValueError, match="还没有到"):
        _publish(4, clock.today() + timedelta(days=1))
    assert not Publication.objects.exists()
    assert not AuditEntry.objects.filter(action="发布指标").exists()


def test_publishing_is_audited():
    _beds(True)
    _publish(4)
    entry = AuditEntry.objects.get(action="发布指标")
    assert entry.actor_name == "统计员"
    assert entry.detail["数据日期"] == "2023-06-30"


def test_what_was_never_published_has_no_diff():
    factories.village()
    assert publications.diff(default_plan().indicator(3).measure, DAY) is None


def test_a_published_figure_without_records_is_kept_all_the_same():
    factories.village()
    measure = _publish(1, date(2021, 12, 31))
    found = publications.diff(measure, date(2021, 12, 31))
    assert found.then.numerator == 133000
    assert found.moved == []
