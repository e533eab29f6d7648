"""Chores: done when due, by one process, and one that fails stops no other."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests.core.test_audit import in_a_thread
from yingzhou.core import chores, clock
from yingzhou.core.models import ChoreRun, QueuedEvent
from yingzhou.core.registry import Registry

NOON = datetime(2025, 3, 3, 12, tzinfo=clock.ZONE)
ROOT = Path(__file__).resolve().parents[2]
done: list[datetime] = []


@pytest.fixture(autouse=True)
def _own_chores(monkeypatch, settings, tmp_path) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(chores, "CHORES", Registry("定时任务"))
    done.clear()


def sweep(now: datetime) -> None:
    done.append(now)


def break_down(now: datetime) -> None:
    raise OSError("磁盘已满")


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.django_db
def test_a_chore_is_done_when_it_is_due_and_not_before():
    chores.chore(every=minutes(5))(sweep)
    (name,) = chores.run_due(NOON)
    assert name.endswith("test_chores.sweep")
    assert chores.run_due(NOON + minutes(4)) == []
    assert len(chores.run_due(NOON + minutes(5))) == 1
    assert done == [NOON, NOON + minutes(5)]


@pytest.mark.django_db
def test_a_failure_is_kept_and_stops_no_other():
    chores.chore(every=minutes(5))(break_down)
    chores.chore(every=minutes(5))(sweep)
    assert len(chores.run_due(NOON)) == 2
    assert done == [NOON]
    kept = ChoreRun.objects.get(name__endswith="break_down")
    assert (kept.last_run, kept.last_good, kept.last_error) == (NOON, None, "OSError: 磁盘已满")
    assert ChoreRun.objects.get(name__endswith="sweep").last_good == NOON


@pytest.mark.django_db
def test_a_success_takes_the_failure_away_but_not_the_last_success():
    chores.chore(every=minutes(5))(sweep)
    name = chores.CHORES.names()[0]
    ChoreRun.objects.create(name=name, last_run=NOON - minutes(9), last_error="OSError")
    chores.run_due(NOON)
    kept = ChoreRun.objects.get()
    assert (kept.last_good, kept.last_error) == (NOON, "")


@pytest.mark.django_db
def test_a_clock_that_was_put_back_does_not_stop_the_chores():
    chores.chore(every=minutes(5))(sweep)
    ChoreRun.objects.create(name=chores.CHORES.names()[0], last_run=NOON + timedelta(days=300))
    assert len(chores.run_due(NOON)) == 1


def test_a_name_is_taken_once():
    chores.chore(every=minutes(5))(sweep)
    with pytest.raises(ValueError, match="已登记过"):
        chores.chore(every=minutes(5))(sweep)


@pytest.mark.django_db(transaction=True)
def test_while_one_is_at_it_another_passes_by():
    chores.chore(every=minutes(5))(sweep)
    with chores.only_one(chores.CHORES.names()[0]) as is_mine:
        assert is_mine
        if connection.vendor == "postgresql":  # a lock is its connection's
            assert in_a_thread(lambda: chores.run_due(NOON)).result(timeout=30) == []
        else:
            assert chores.run_due(NOON) == []
    assert done == []
    assert len(chores.run_due(NOON)) == 1


HOLD = "import fcntl, sys, time; held = open(sys.argv[1]); fcntl.flock(held, fcntl.LOCK_EX);"
HOLD += "print('held', flush=True); time.sleep(60)"


@pytest.mark.django_db
def test_the_lock_dies_with_its_holder(tmp_path):
    """kill -9 in the middle of a chore."""
    with chores._file_lock("sweep") as is_mine:
        assert is_mine
    (path,) = (tmp_path / "turns").iterdir()
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with chores._file_lock("sweep") as is_mine:
            assert not is_mine
        holder.kill()
        holder.wait(timeout=30)
    with chores._file_lock("sweep") as is_mine:
        assert is_mine


@pytest.mark.django_db
def test_a_round_of_the_worker_does_the_chores_and_hands_over_events():
    chores.chore(every=minutes(5))(sweep)
    QueuedEvent.objects.create(
        event=f"{__name__}:NOON", handler="builtins:print", content="{}", at=NOON, next_try=NOON
    )
    with pytest.raises(TypeError):  # such an event cannot be read; the tests are told so
        call_command("work", once=True)
    QueuedEvent.objects.update(next_try=clock.now() + minutes(60))
    with clock.stopped_at(NOON):
        call_command("work", once=True)
    assert done == [NOON]


def _worker(tmp_path: Path, *words: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        "YINGZHOU_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-m", "django", "work", "--every", "0.2", *words]
    with (tmp_path / "worker.log").open("wb") as log:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)


def test_a_worker_goes_on_without_a_database_and_stops_when_it_is_told(tmp_path):
    worker = _worker(tmp_path)
    log = tmp_path / "worker.log"
    for _ in range(300):
        if log.read_text(encoding="utf-8").count("a round failed") >= 2:
            break
        time.sleep(0.1)
    assert worker.poll() is None
    worker.terminate()
    assert worker.wait(timeout=30) == 0


def test_a_worker_whose_server_is_gone_stops_by_itself(tmp_path):
    worker = _worker(tmp_path, "--beside", "1")
    with suppress(subprocess.TimeoutExpired):
        worker.wait(timeout=60)
    assert worker.returncode == 0
