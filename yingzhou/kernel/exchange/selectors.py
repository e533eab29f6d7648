"""What is known of a matter's questions, and how the eight lines are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Subquery

from yingzhou.core import clock
from yingzhou.kernel.exchange.client import is_configured
from yingzhou.kernel.exchange.models import Consent, Incident, Line, Request, Response
from yingzhou.kernel.exchange.providers import Provider, providers
from yingzhou.kernel.exchange.retrying import TRIPS


def latest(about: str) -> list[Request]:
    """The last request of each provider about each person, with its answer, and how its line is
    (``failures``, ``next_probe``). One query."""
    line = Line.objects.filter(provider=OuterRef("provider"))
    rows = Request.objects.filter(inquiry__about=about).select_related("answer").order_by("pk")
    rows = rows.annotate(
        failures=Subquery(line.values("failures")), next_probe=Subquery(line.values("next_probe"))
    )
    found = {(row.provider, row.person_id): row for row in rows}
    return list(found.values())


def is_over(row: Request, at: datetime) -> bool:
    """Stopped, or answered by what does not hold any more: it may be asked again."""
    if row.state == Request.State.STOPPED:
        return True
    return row.answer is not None and row.answer.valid_until <= at


def told(requests: Iterable[Request], at: datetime) -> dict[int, dict[str, Any]]:
    """Value by field, of each person, as far as answers hold at ``at``."""
    found: dict[int, dict[str, Any]] = {}
    for row in requests:
        if row.answer is not None and row.answer.valid_until > at:
            said = {name: one for name, one in row.answer.content.items() if one is not None}
            found.setdefault(row.person_id, {}).update(said)
    return found


def consents(person: int, most: int = 20) -> list[Consent]:
    """What somebody agreed to and has not taken back, the latest first."""
    rows = Consent.objects.filter(person=person, withdrawn_at=None)
    return list(rows.order_by("-pk")[:most])


def taken_back(about: Collection[str]) -> set[tuple[str, int]]:
    """Matter and person of consents that were taken back and not given anew. One query."""
    rows = Consent.objects.filter(about__in=about)
    found: dict[tuple[str, int], bool] = {}
    for told, person, withdrawn in rows.order_by("pk").values_list(
        "about", "person", "withdrawn_at"
    ):
        found[told, person] = withdrawn is not None
    return {key for key, is_back in found.items() if is_back}


def withdrawn(person: int, most: int = 20) -> list[Consent]:
    """What somebody took back and has not given anew, the latest first. Two queries."""
    rows = Consent.objects.filter(person=person).exclude(withdrawn_at=None)
    found = list(rows.order_by("-pk")[:most])
    back = taken_back([one.about for one in found])
    latest = {one.about: one for one in reversed(found)}
    return [one for one in latest.values() if (one.about, person) in back]


@dataclass(frozen=True)
class State:
    """How one provider is today. ``good_at``, ``wrong_at``: when it last told something that can be
    used, and something that cannot."""

    provider: Provider
    line: Line | None
    answers: int
    median_ms: int | None
    waiting: int
    waiting_since: datetime | None
    incidents: int
    is_configured: bool
    good_at: datetime | None = None
    wrong_at: datetime | None = None

    @property
    def is_wrong(self) -> bool:
        """It answers, and what it told last cannot be used: who waits for it waits on."""
        if self.is_down or not self.waiting or self.wrong_at is None:
            return False
        return self.good_at is None or self.wrong_at > self.good_at

    @property
    def is_down(self) -> bool:
        return self.line is not None and self.line.failures >= TRIPS


def states(now: datetime) -> list[State]:
    """Of all providers, in their order. Four queries."""
    start = clock.day_of(now)
    began = now - timedelta(hours=24)
    lines = {row.provider: row for row in Line.objects.all()}
    took: dict[str, list[int]] = {}
    since = datetime(start.year, start.month, start.day, tzinfo=clock.ZONE)
    rows = Response.objects.filter(received_at__gte=since)
    good: dict[str, datetime] = {}
    for code, ms, at in rows.order_by("received_at").values_list(
        "provider", "took_ms", "received_at"
    ):
        took.setdefault(code, []).append(ms)
        good[code] = at
    open_ = Request.objects.filter(state=Request.State.WAITING).values("provider").order_by()
    waiting = {
        row["provider"]: (row["n"], row["since"])
        for row in open_.annotate(n=Count("pk"), since=Min("inquiry__asked_at"))
    }
    wrong = Incident.objects.filter(at__gte=began).values("provider").order_by()
    found = wrong.annotate(n=Count("pk"), last=Max("at"))
    incidents = {row["provider"]: (row["n"], row["last"]) for row in found}
    return [
        State(
            provider=one,
            line=lines.get(code),
            answers=len(took.get(code, ())),
            median_ms=round(median(took[code])) if took.get(code) else None,
            waiting=waiting.get(code, (0, None))[0],
            waiting_since=waiting.get(code, (0, None))[1],
            incidents=incidents.get(code, (0, None))[0],
            is_configured=is_configured(one),
            good_at=good.get(code),
            wrong_at=incidents.get(code, (0, None))[1],
        )
        for code, one in providers().items()
    ]


@dataclass(frozen=True)
class Delayed:
    """A matter that waits for a provider."""

    about: str
    since: datetime
    persons: int
    attempts: int


def delayed(provider: str, most: int = 50) -> list[Delayed]:
    """Whose matters it keeps waiting, the longest first. One query."""
    rows = Request.objects.filter(state=Request.State.WAITING, provider=provider)
    found: dict[str, Delayed] = {}
    ordered = rows.order_by("inquiry__asked_at", "pk").values_list(
        "inquiry__about", "inquiry__asked_at", "attempts"
    )
    for about, since, attempts in ordered[: most * 10]:
        before = found.get(about)
        count = before.persons + 1 if before else 1
        tries = max(attempts, before.attempts if before else 0)
        found[about] = Delayed(about, before.since if before else since, count, tries)
    return list(found.values())[:most]
