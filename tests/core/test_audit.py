"""The audit chain: it holds, and whoever changes, deletes or cuts it is found out."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from yingzhou.core import audit, clock
from yingzhou.core.models import AuditEntry, AuditHead

CLERK = audit.Actor(7, "li.ming")


def write(count: int) -> None:
    for number in range(1, count + 1):
        audit.record(CLERK, "people.reveal", detail={"why": f"第{number}次"})


def by_sql(statement: str) -> None:
    """Change the table as somebody with the database in hand would: without the trigger."""
    postgres = connection.vendor == "postgresql"
    trigger = "audit_no_change ON core_auditentry" if postgres else "audit_no_update"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.execute(statement)


@pytest.mark.django_db
def test_an_empty_chain_holds():
    assert audit.verify() == (0, [])


@pytest.mark.django_db
def test_an_untouched_chain_holds_and_is_counted():
    write(3)
    assert audit.verify() == (3, [])
    assert list(AuditEntry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]


@pytest.mark.django_db
def test_an_entry_keeps_who_what_when_and_about_whom():
    from yingzhou.core.models import Installation

    subject = Installation(name="demo", value="1")
    subject.pk = 5
    with clock.stopped_at(date(2025, 3, 3)):
        entry = audit.record(CLERK, "thing.done", subject, {"page": 2})
    entry.refresh_from_db()
    assert (entry.actor_id, entry.actor_name, entry.action) == (7, "li.ming", "thing.done")
    assert (entry.subject_type, entry.subject_id) == ("core.installation", 5)
    assert entry.at.astimezone(clock.ZONE).date() == date(2025, 3, 3)
    assert entry.detail == {"page": 2}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "actor_name = 'wang.wu'",
        "actor_id = 8",
        "action = 'people.view'",
        "detail = '{}'",
        "subject_id = 3",
        "at = '2020-01-01 00:00:00+00:00'",
    ],
)
def test_a_changed_row_is_named_whatever_was_changed(change):
    write(4)
    by_sql(f"UPDATE core_auditentry SET {change} WHERE seq = 2")
    count, faults = audit.verify()
    assert count == 4
    assert [fault.seq for fault in faults] == [2]
    assert "第 2 条与摘要不符" in faults[0].reason


@pytest.mark.django_db
def test_a_deleted_row_is_named():
    write(4)
    by_sql("DELETE FROM core_auditentry WHERE seq = 2")
    _, faults = audit.verify()
    assert "缺少第 2 至 2 条" in faults[0].reason


@pytest.mark.django_db
def test_a_row_taken_out_with_the_rest_moved_up_is_found():
    write(4)
    by_sql("DELETE FROM core_auditentry WHERE seq = 2")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditentry SET seq = seq - 1 WHERE seq > 2")
        cursor.execute("UPDATE core_audithead SET seq = 3")
    _, faults = audit.verify()
    assert faults


@pytest.mark.django_db
def test_a_cut_tail_is_found():
    write(4)
    by_sql("DELETE FROM core_auditentry WHERE seq > 2")
    _, faults = audit.verify()
    assert [fault.reason for fault in faults] == ["链尾不符: 应有 4 条, 实有 2 条"]


@pytest.mark.django_db
def test_a_cut_tail_is_found_even_if_the_head_was_set_back():
    """Without the key nobody can make the head's digest fit an entry that was not the last."""
    write(4)
    by_sql("DELETE FROM core_auditentry WHERE seq > 2")
    AuditHead.objects.update(seq=2)
    assert audit.verify()[1]


@pytest.mark.django_db
def test_a_missing_head_is_found():
    write(2)
    AuditHead.objects.all().delete()
    assert [fault.reason for fault in audit.verify()[1]] == ["链头不见了"]


@pytest.mark.django_db
def test_an_emptied_table_is_found():
    write(2)
    by_sql("DELETE FROM core_auditentry")
    assert audit.verify()[1]


@pytest.mark.django_db
def test_the_database_itself_refuses_a_change():
    write(1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(actor_name="wang.wu")
    assert audit.verify() == (1, [])


@pytest.mark.django_db
def test_postgresql_refuses_a_deletion_too():
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite the chain shows a deletion")
    write(1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()


def an_act_that_fails() -> None:
    with transaction.atomic():
        write(1)
        raise RuntimeError


@pytest.mark.django_db
def test_an_act_that_fails_leaves_no_entry():
    with pytest.raises(RuntimeError):
        an_act_that_fails()
    write(1)
    assert audit.verify() == (1, [])


@pytest.fixture
def on_disk(transactional_db, tmp_path) -> Iterator[None]:
    """For new connections: a copy in a file. In SQLite's memory writers fail, not queue."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    copy = tmp_path / "copy.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)
    settings = connections.settings["default"]
    in_memory, settings["NAME"] = settings["NAME"], str(copy)
    yield
    settings["NAME"] = in_memory


def in_a_thread(work: Callable[[], Any]) -> Future:
    """Runs ``work`` at once, with a database connection of its own."""
    future: Future = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)
        finally:
            connection.close()

    threading.Thread(target=run).start()
    return future


@pytest.mark.usefixtures("on_disk")
def test_writers_at_the_same_time_keep_one_chain():
    for writer in [in_a_thread(lambda: write(10)) for _ in range(4)]:
        writer.result(timeout=60)
    assert in_a_thread(audit.verify).result(timeout=60) == (40, [])


@pytest.mark.django_db
def test_what_is_written_during_the_check_is_no_fault():
    """A running office writes all the time; the head is read after the entries."""
    write(2)
    walk = audit._walk()
    assert [next(walk), next(walk)] == [None, None]
    write(1)
    assert list(walk) == [None]
