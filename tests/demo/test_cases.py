"""The demo's matters: there in every stage, in the order of time, on workdays, and explained."""

from __future__ import annotations

import pytest

from yingzhou.core import audit, clock
from yingzhou.core.workdays import is_workday
from yingzhou.demo import after, cases
from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.cases.models import Case, Draft, Rating, Step
from yingzhou.kernel.cases.selectors.rights import is_recused
from yingzhou.kernel.notices.models import Contact, DevelopmentOutbox, Letter, Message
from yingzhou.kernel.people.models import Person
from yingzhou.programmes.affairs.counters.models import Ticket, TicketSeries

pytestmark = pytest.mark.district


@pytest.fixture
def seeded(db, settings):
    settings.DEMO = True
    since = clock.today() - after.IN_OFFICE
    Assignment.objects.filter(user__is_demo=True).update(valid_from=since)
    cases.seed(0.02)


def test_fourteen_months_of_work(seeded):
    found = Case.objects.all()
    assert found.count() >= 30
    assert len(set(found.values_list("item", flat=True))) >= 15
    assert {"granted", "refused", "done", ""} <= set(found.values_list("outcome", flat=True))
    assert found.filter(is_open=True).count() >= 8
    _numbers_follow_time()
    _people_work_on_workdays()
    assert audit.verify()[1] == []
    for model in (Letter, Message, Rating, Draft):
        assert model.objects.exists(), model
    share = Contact.objects.count() / Person.objects.count()
    assert 0.04 < share < 0.1
    assert Rating.objects.filter(stars__gte=4).count() > 0.7 * Rating.objects.count()
    _what_was_lost_has_not_arrived()
    clerk = User.objects.get(username="town")
    assert any(is_recused(clerk, case) for case in found.filter(is_open=True))
    _tickets_have_no_gap()


def _what_was_lost_has_not_arrived():
    lost = Message.objects.exclude(status__in=(Message.Status.SENT, Message.Status.WAITING))
    assert lost.filter(status=Message.Status.GIVEN_UP).exists()
    assert not DevelopmentOutbox.objects.filter(key__in=lost.values("key")).exists()


def _numbers_follow_time():
    by_place: dict[tuple, list] = {}
    for case in Case.objects.order_by("received_at", "pk"):
        by_place.setdefault((case.place_id, case.year), []).append(case.running)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_place.values())


def _people_work_on_workdays():
    days = {clock.day_of(step.at) for step in Step.objects.filter(user__kind="staff")}
    assert all(is_workday(day) for day in days)


def _tickets_have_no_gap():
    assert Ticket.objects.exists()
    for series in TicketSeries.objects.all():
        rows = Ticket.objects.filter(place=series.place_id, day=series.day, kind=series.kind)
        assert sorted(rows.values_list("number", flat=True)) == list(range(1, series.last + 1))
