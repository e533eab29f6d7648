"""A request that is tried again, whatever befalls it, and the line of its provider."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yingzhou.core import clock
from yingzhou.kernel.exchange import retrying
from yingzhou.kernel.exchange.faults import Kind
from yingzhou.kernel.exchange.providers import Retry
from yingzhou.kernel.exchange.retrying import SPREAD, TRIPS, Health, Try

START = datetime(2026, 3, 2, 12, tzinfo=clock.ZONE)
TIMEOUT = timedelta(seconds=8)
RETRIES = st.builds(
    Retry,
    first=st.integers(1, 120).map(lambda s: timedelta(seconds=s)),
    factor=st.integers(1, 5),
    most=st.integers(120, 7200).map(lambda s: timedelta(seconds=s)),
)
HAPPENS = st.sampled_from(("answer", "outage", "wrong", "refused", "killed", "withdrawn"))
LIVES = st.lists(st.tuples(HAPPENS, st.integers(0, 10_000)), max_size=40)


def step(one: Try, what: str, retry: Retry, now: datetime) -> Try:
    if what == "withdrawn":
        return retrying.stopped(one)
    if not retrying.is_due(one, Health(), now):
        return one
    one = retrying.sent(one, retry, TIMEOUT, now)
    if what == "answer":
        return retrying.answered(one)
    kinds = {"outage": Kind.OUTAGE, "wrong": Kind.WRONG, "refused": Kind.REFUSED}
    return retrying.failed(one, kinds[what], retry, now) if what in kinds else one


@given(retry=RETRIES, life=LIVES, spread=st.floats(0, 1))
def test_it_waits_longer_but_never_for_ever_and_an_end_is_an_end(retry, life, spread):
    one, now, sent = Try("waiting", 0, START, spread), START, 0
    ended: Try | None = None
    for what, seconds in life:
        now += timedelta(seconds=seconds)
        was_due = retrying.is_due(one, Health(), now)
        one = step(one, what, retry, now)
        if ended is not None:
            assert one == ended  # an answer, a refusal, a withdrawal: nothing comes after
            continue
        sent += was_due and what != "withdrawn"
        assert one.attempts == sent  # never sent when it was not due, each sending counted
        if one.state != "waiting":
            ended = one
        elif was_due:
            assert now < one.next_try <= now + TIMEOUT + retry.most * (1 + SPREAD)


@given(retry=RETRIES, life=LIVES)
def test_once_the_provider_is_well_it_is_answered(retry, life):
    """Nothing is lost: after whatever trouble, one good try within the longest wait is enough."""
    one, now = Try("waiting", 0, START), START
    for what, seconds in life:
        now += timedelta(seconds=seconds)
        one = step(one, what if what in ("outage", "wrong", "killed") else "outage", retry, now)
    now += TIMEOUT + retry.most * (1 + SPREAD)
    assert step(one, "answer", retry, now).state == "answered"


@given(retry=RETRIES, attempts=st.integers(1, 60), spread=st.floats(0, 1))
def test_each_wait_is_at_least_as_long_as_the_one_before(retry, attempts, spread):
    before, after = (retrying.wait(retry, n, spread) for n in (attempts, attempts + 1))
    assert timedelta(0) < before <= after <= retry.most * (1 + SPREAD)


@given(retry=RETRIES, happens=st.lists(st.booleans(), max_size=30))
def test_a_line_is_taken_for_down_after_failures_in_a_row_and_well_after_one_answer(retry, happens):
    health, now, row = Health(), START, 0
    for is_heard in happens:
        now += timedelta(minutes=1)
        health = retrying.heard(health) if is_heard else retrying.silent(health, retry, now)
        row = 0 if is_heard else row + 1
        assert (health.next_probe is not None) == (row >= TRIPS)
        assert (health.silent_since is None) == (row == 0)
        if health.next_probe is not None:
            one = Try("waiting", 1, START)
            assert not retrying.is_due(one, health, now)
            assert retrying.is_due(one, health, health.next_probe)
