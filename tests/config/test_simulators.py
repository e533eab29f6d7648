"""In the demo the partners outside start with the server and go with it."""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request

import pytest

from config.cli.simulators import PARTNERS, environment_for, simulators_beside

NAMES = ("YINGZHOU_SIMULATORS_TOKEN", "YINGZHOU_SIMULATORS_SEED")
OURS = (*NAMES, *(f"YINGZHOU_{name}_{part}" for name in PARTNERS for part in ("URL", "TOKEN")))


@pytest.fixture
def clean(monkeypatch):
    """Whatever is set meanwhile is forgotten afterwards."""
    for name in OURS:
        monkeypatch.setenv(name, "")
    return monkeypatch


def is_up(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/ready", timeout=2).close()  # noqa: S310 - http on loopback
    except (OSError, urllib.error.URLError):
        return False
    return True


def test_they_answer_while_the_server_runs_and_are_gone_after(clean):
    clean.setenv("YINGZHOU_DEMO", "1")
    with simulators_beside():
        address = os.environ["YINGZHOU_EXCHANGE_URL"]
        assert os.environ["YINGZHOU_INSURER_URL"] == f"{address}/insurer"
        assert os.environ["YINGZHOU_EXCHANGE_TOKEN"] == os.environ["YINGZHOU_SIMULATORS_TOKEN"]
        end = time.monotonic() + 60
        while not is_up(address):
            assert time.monotonic() < end, "waited too long"
            time.sleep(0.1)
    assert not is_up(address)


def test_a_real_district_has_none(clean):
    clean.setenv("YINGZHOU_DEMO", "0")
    with simulators_beside():
        assert not os.environ["YINGZHOU_EXCHANGE_URL"]


def test_a_partner_that_is_configured_is_left_alone(clean, tmp_path):
    clean.setenv("YINGZHOU_DEMO", "1")
    clean.setenv("YINGZHOU_INSURER_URL", "https://insurer.example")
    with simulators_beside():
        assert os.environ["YINGZHOU_INSURER_URL"] == "https://insurer.example"
        assert os.environ["YINGZHOU_EXCHANGE_URL"].startswith("http://127.0.0.1:")
    assert environment_for(1, tmp_path)["YINGZHOU_SIMULATORS_SEED"] == str(
        tmp_path / "simulators.npz"
    )
