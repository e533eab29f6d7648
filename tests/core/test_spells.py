"""A fact holds from its first day up to, not including, its end."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.divisions.models import Division

pytestmark = pytest.mark.django_db
DAYS = st.dates(date(2016, 1, 1), date(2026, 12, 31))


def test_the_last_day_is_the_one_before_the_end():
    unit = factories.division(since=date(2020, 1, 1))
    Division.objects.filter(pk=unit.pk).update(valid_to=date(2021, 1, 1))
    unit.refresh_from_db()
    assert [unit.holds_on(date(2019, 12, 31)), unit.holds_on(date(2020, 1, 1))] == [False, True]
    assert [unit.holds_on(date(2020, 12, 31)), unit.holds_on(date(2021, 1, 1))] == [True, False]
    assert not unit.is_open


def test_what_has_no_end_holds_for_ever():
    unit = factories.division(since=date(2020, 1, 1))
    assert unit.valid_to == FOREVER
    assert unit.is_open
    assert unit.holds_on(date(9999, 12, 30))


@pytest.mark.parametrize("end", [date(2020, 1, 1), date(2019, 1, 1)])
def test_the_database_refuses_a_spell_that_ends_before_it_began(end):
    unit = factories.division(since=date(2020, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Division.objects.filter(pk=unit.pk).update(valid_to=end)


@settings(max_examples=20)
@given(spells=st.lists(st.tuples(DAYS, st.integers(1, 900)), max_size=6), day=DAYS)
def test_the_query_and_the_row_agree_on_every_day(spells, day):
    with transaction.atomic():
        rows = [factories.division(since=start) for start, _ in spells]
        for row, (start, length) in zip(rows, spells, strict=True):
            row.valid_to = start + timedelta(days=length)
            row.save()
        mine = Division.objects.filter(pk__in=[row.pk for row in rows])
        expected = {row.pk for row in rows if row.holds_on(day)}
        assert set(mine.on(day).values_list("pk", flat=True)) == expected
        transaction.set_rollback(True)
