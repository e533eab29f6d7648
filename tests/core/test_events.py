"""What is published is handled once: not before the commit, and after a crash all the same."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction

from tests.core.test_audit import in_a_thread
from yingzhou.core import clock, events
from yingzhou.core.models import Installation, QueuedEvent

NOON = datetime(2025, 3, 3, 12, tzinfo=clock.ZONE)


@dataclass(frozen=True)
class BedAdded:
    """An event with every kind of field there is."""

    place: int
    name: str
    on: date
    at: datetime
    beds: tuple[int, ...] = ()
    until: date | None = None


ADDED = BedAdded(7, "瀛东养老院", date(2025, 3, 1), NOON, (1, 2))
heard: list[BedAdded] = []
faults: list[Exception] = []


def note(event: BedAdded) -> None:
    heard.append(event)
    if faults:
        raise faults.pop()
    Installation.objects.create(name=f"bed {len(heard)}", value=event.name)


def note_too(event: BedAdded) -> None:
    Installation.objects.create(name="second", value=event.name)


def slowly(event: BedAdded) -> None:
    heard.append(event)
    time.sleep(0.3)
    Installation.objects.create(name=f"slow {threading.get_ident()}", value="1")


@pytest.fixture(autouse=True)
def _fresh(settings) -> Iterator[None]:
    settings.EVENTS_RAISE = False
    heard.clear()
    faults.clear()
    yield
    events._handlers.pop(BedAdded, None)


def published_by_a_process_that_dies() -> None:
    """The commit is there, what should follow it never runs."""
    with transaction.atomic():
        events.publish(ADDED)


@pytest.mark.django_db(transaction=True)
def test_an_event_arrives_as_it_was_published_and_leaves_nothing_behind():
    events.subscribe(BedAdded)(note)
    with transaction.atomic():
        events.publish(ADDED)
        assert heard == []
    assert heard == [ADDED]
    assert not QueuedEvent.objects.exists()


@pytest.mark.django_db
def test_an_event_nobody_waits_for_is_not_written_down():
    events.publish(ADDED)
    assert not QueuedEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_is_not_told():
    events.subscribe(BedAdded)(note)

    def fails() -> None:
        with transaction.atomic():
            events.publish(ADDED)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert heard == []
    assert not QueuedEvent.objects.exists()


@pytest.mark.django_db
def test_a_killed_process_loses_nothing_and_nothing_is_handled_twice():
    events.subscribe(BedAdded)(note)
    events.subscribe(BedAdded)(note_too)
    with clock.stopped_at(NOON):
        published_by_a_process_that_dies()
        assert events.hand_over_pending() == 0  # it may still be alive
    with clock.stopped_at(NOON + timedelta(minutes=1)):
        assert events.hand_over_pending() == 2
        assert events.hand_over_pending() == 0
    assert heard == [ADDED]
    assert Installation.objects.filter(name="second").count() == 1


@pytest.mark.django_db
def test_a_handler_that_fails_changes_nothing_and_is_tried_again():
    events.subscribe(BedAdded)(note)
    faults.append(OSError("磁盘已满"))
    with clock.stopped_at(NOON):
        published_by_a_process_that_dies()
    with clock.stopped_at(NOON + timedelta(minutes=1)):
        assert events.hand_over_pending() == 0
        kept = QueuedEvent.objects.get()
        assert (kept.attempts, kept.error) == (1, "OSError: 磁盘已满")
        assert events.hand_over_pending() == 0  # not at once
        assert len(heard) == 1
    with clock.stopped_at(NOON + timedelta(minutes=3)):
        assert events.hand_over_pending() == 1
    assert len(heard) == 2
    assert not QueuedEvent.objects.exists()


@pytest.mark.django_db
def test_it_waits_longer_each_time_but_never_longer_than_an_hour():
    events.subscribe(BedAdded)(note)
    published_by_a_process_that_dies()
    waits = []
    for _ in range(9):
        row = QueuedEvent.objects.get()
        faults.append(ValueError("还不行"))
        with clock.stopped_at(row.next_try):
            events.hand_over_pending()
        waits.append(QueuedEvent.objects.get().next_try - row.next_try)
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] == timedelta(hours=1)


@pytest.mark.django_db
def test_the_tests_see_a_failure_at_once(settings):
    settings.EVENTS_RAISE = True
    events.subscribe(BedAdded)(note)
    faults.append(OSError("磁盘已满"))
    published_by_a_process_that_dies()
    with pytest.raises(OSError, match="磁盘已满"):
        events.hand_over(QueuedEvent.objects.get().pk)


@pytest.mark.django_db
def test_a_handler_is_subscribed_once_however_often_it_is_imported():
    events.subscribe(BedAdded)(note)
    events.subscribe(BedAdded)(note)
    published_by_a_process_that_dies()
    assert QueuedEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_race_and_one_handles_it():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    events.subscribe(BedAdded)(slowly)
    row = QueuedEvent.objects.create(
        event=events._name_of(BedAdded),
        handler=events._name_of(slowly),
        content='{"place": 7, "name": "a", "on": "2025-03-01", "at": "2025-03-03T12:00:00+08:00"}',
        at=NOON,
        next_try=NOON,
    )
    racing = [in_a_thread(lambda: events.hand_over(row.pk)) for _ in range(4)]
    assert sorted(one.result(timeout=30) for one in racing) == [False, False, False, True]
    assert len(heard) == 1
    assert Installation.objects.filter(name__startswith="slow").count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_is_not_concerned_is_not_even_written_down():
    events.subscribe(BedAdded, when=lambda event: event.place == 8)(note)
    try:
        with transaction.atomic():
            events.publish(ADDED)
            assert not QueuedEvent.objects.exists()
        events.publish(replace(ADDED, place=8))
    finally:
        events._conditions.pop(note)
    assert [one.place for one in heard] == [8]
