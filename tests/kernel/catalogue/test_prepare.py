"""Whole-district data gets ready beside the pages, once at a time, and says why where it fails."""

from __future__ import annotations

from datetime import date

import pytest

from yingzhou.kernel.catalogue import district, prepare

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


class Child:
    def __init__(self, started):
        started.append(self)

    def poll(self):
        return None


def test_only_one_process_is_started(var, monkeypatch):
    started: list[Child] = []
    monkeypatch.setattr(prepare, "_STARTED", [])
    monkeypatch.setattr(prepare.subprocess, "Popen", lambda *_, **__: Child(started))
    prepare.start(DAY)
    prepare.start(DAY)
    assert len(started) == 1


def test_none_is_started_while_another_server_process_is_at_it(var, monkeypatch):
    monkeypatch.setattr(prepare.subprocess, "Popen", lambda *_, **__: pytest.fail("started"))
    with prepare._turn() as is_mine:
        assert is_mine
        prepare.start(DAY)


def test_a_failure_is_told_until_it_succeeds(var, monkeypatch):
    def full_disk(_):
        raise OSError("磁盘已满")

    monkeypatch.setattr(district, "make", full_disk)
    monkeypatch.setattr(district, "is_kept", lambda _: False)
    with pytest.raises(OSError, match="磁盘已满"):
        prepare.in_turn(DAY)
    assert prepare.fault(DAY) == "磁盘已满"
    monkeypatch.setattr(district, "make", lambda _: None)
    prepare.in_turn(DAY)
    assert prepare.fault(DAY) == ""
