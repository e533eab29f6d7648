"""When a request is tried again: arithmetic only, so that it can be tried out on anything.

A request waits until it is answered, refused for good or stopped; it is never given up. The next
try is set before it is sent, so that a process that dies over it costs a wait and nothing else.
Where a provider fails several times in a row its line is taken for down: then one request is tried
at a time, so that its silence holds up nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from yingzhou.kernel.exchange.faults import Kind
from yingzhou.kernel.exchange.providers import Retry

TRIPS = 3
"""So many failures in a row, and a provider is taken for down."""
SPREAD = 0.2
"""Requests that failed together do not come back together."""


@dataclass(frozen=True)
class Try:
    """``spread``: 0 to 1, of this request alone."""

    state: str
    attempts: int
    next_try: datetime
    spread: float = 0.5


@dataclass(frozen=True)
class Health:
    failures: int = 0
    silent_since: datetime | None = None
    next_probe: datetime | None = None


WAITING, ANSWERED, STOPPED, REFUSED = "waiting", "answered", "stopped", "refused"


def wait(retry: Retry, attempts: int, spread: float = 0.5) -> timedelta:
    """After so many tries."""
    plain = min(retry.first * retry.factor ** min(max(attempts - 1, 0), 16), retry.most)
    return plain * (1 - SPREAD + 2 * SPREAD * spread)


def is_due(one: Try, health: Health, now: datetime) -> bool:
    if one.state != WAITING or one.next_try > now:
        return False
    return health.next_probe is None or health.next_probe <= now


def sent(one: Try, retry: Retry, timeout: timedelta, now: datetime) -> Try:
    """About to go out: the next time, should nothing more be heard of this one."""
    attempts = one.attempts + 1
    later = now + timeout + wait(retry, attempts, one.spread)
    return replace(one, attempts=attempts, next_try=later)


def answered(one: Try) -> Try:
    return replace(one, state=ANSWERED) if one.state == WAITING else one


def failed(one: Try, kind: Kind, retry: Retry, now: datetime) -> Try:
    if one.state != WAITING:
        return one
    if kind is Kind.REFUSED:
        return replace(one, state=REFUSED)
    return replace(one, next_try=now + wait(retry, one.attempts, one.spread))


def stopped(one: Try) -> Try:
    return replace(one, state=STOPPED) if one.state == WAITING else one


def heard(_: Health) -> Health:
    """Whatever was answered: somebody is there."""
    return Health()


def silent(health: Health, retry: Retry, now: datetime) -> Health:
    failures = health.failures + 1
    since = health.silent_since or now
    if failures < TRIPS:
        return Health(failures, since)
    return Health(failures, since, now + wait(retry, failures - TRIPS + 1))
