"""Somebody agrees, somebody asks, somebody takes their word back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, QuerySet

from yingzhou.core import audit, clock, events
from yingzhou.kernel.exchange.events import InquiryCompleted
from yingzhou.kernel.exchange.faults import ExchangeFault
from yingzhou.kernel.exchange.models import Consent, Inquiry, Request, Response
from yingzhou.kernel.exchange.providers import providers

_WAITING = Request.State.WAITING


@dataclass(frozen=True)
class Matter:
    """``about``: a text of whoever asks, such as the number of a case."""

    about: str
    purpose: str


def in_force(day: date) -> Q:
    return Q(withdrawn_at__isnull=True) & (Q(until__isnull=True) | Q(until__gt=day))


@transaction.atomic
def note_consent(
    *, matter: Matter, person: int, how: str, actor: audit.Actor, at: datetime
) -> Consent:
    """The consent that holds already for the matter, or a new one."""
    found, made = Consent.objects.get_or_create(
        about=matter.about,
        person_id=person,
        withdrawn_at=None,
        until=None,
        defaults={
            "purpose": matter.purpose, "how": how, "given_at": at, "noted_by": actor.name,
        },
    )  # fmt: skip
    if made:
        audit.record(actor, "exchange.consent", found, {"about": matter.about, "how": how})
    return found


@transaction.atomic
def withdraw(*, about: str, person: int, words: str, actor: audit.Actor, at: datetime) -> int:
    """What was not sent yet is not sent, and what is under way is not kept: how many requests
    stopped. Raises :class:`ExchangeFault` where there is nothing to withdraw."""
    rows = Consent.objects.select_for_update().filter(about=about, person=person)
    consent = rows.filter(withdrawn_at=None).first()
    if consent is None:
        raise ExchangeFault("没有找到这个人的同意, 或已经撤回")
    consent.withdrawn_at, consent.withdrawn_words = at, words.strip()[:200]
    consent.save(update_fields=["withdrawn_at", "withdrawn_words"])
    stopped = _stop(Request.objects.filter(consent=consent), "本人撤回了同意", at)
    audit.record(actor, "exchange.withdraw", consent, {"about": about, "stopped": stopped})
    return stopped


@transaction.atomic
def close(*, about: str, at: datetime) -> None:
    """The matter is over: consents for it end, and nothing more is asked."""
    day = clock.day_of(at)
    Consent.objects.filter(in_force(day), about=about).update(until=day)
    _stop(Request.objects.filter(inquiry__about=about), "事情已办结, 不再问", at)


def _stop(requests: QuerySet[Request], why: str, at: datetime) -> int:
    waiting = requests.filter(state=_WAITING).select_for_update(of=("self",)).order_by("pk")
    found = dict(waiting.values_list("pk", "inquiry"))
    rows = Request.objects.filter(pk__in=found)
    stopped = rows.update(state=Request.State.STOPPED, done_at=at, last_error=why)
    for inquiry in sorted(set(found.values())):
        finish(inquiry, at)
    return stopped


@transaction.atomic
def ask(
    *, matter: Matter, of: Mapping[str, Iterable[int]], actor: audit.Actor, at: datetime
) -> Inquiry:
    """``of``: by provider, about whom. The round that is open is continued; nobody is asked about
    who does not agree (:class:`ExchangeFault`), nor again while an answer holds."""
    wanted = [(code, person) for code, persons in of.items() for person in dict.fromkeys(persons)]
    if unknown := sorted({code for code, _ in wanted} - providers().keys()):
        raise ExchangeFault(f"没有这个核对单位: {'、'.join(unknown)}")
    agreed = consents_of(matter.about, clock.day_of(at))
    if not {person for _, person in wanted} <= agreed.keys():
        raise ExchangeFault("有人没有同意核对, 不能问")
    inquiry, made = Inquiry.objects.get_or_create(
        about=matter.about,
        complete_at=None,
        defaults={"purpose": matter.purpose, "asked_by": actor.name, "asked_at": at},
    )
    there = set(inquiry.requests.values_list("provider", "person")) if not made else set()
    held = _held({person for _, person in wanted}, at)
    if not made:
        _revive(inquiry, wanted, agreed, held, at)
    rows = [
        _request(inquiry, agreed[person], code, held.get((code, person)), at)
        for code, person in wanted
        if (code, person) not in there
    ]
    Request.objects.bulk_create(rows)
    detail = {"about": matter.about, "requests": len(rows)}
    audit.record(actor, "exchange.ask", inquiry, detail)
    finish(inquiry.pk, at)
    return inquiry


def _revive(
    inquiry: Inquiry,
    wanted: list[tuple[str, int]],
    agreed: Mapping[int, Consent],
    held: Mapping[tuple[str, int], Response],
    at: datetime,
) -> None:
    """Who took their word back and gave it anew while the round is still open is asked about again,
    under the new consent and the same key."""
    for row in inquiry.requests.filter(state=Request.State.STOPPED):
        if (row.provider, row.person_id) not in wanted:
            continue
        row.consent, row.answer = agreed[row.person_id], held.get((row.provider, row.person_id))
        row.state = Request.State.ANSWERED if row.answer is not None else _WAITING
        row.done_at, row.last_error = at if row.answer is not None else None, ""
        row.next_try = at
        row.save()


def _request(
    inquiry: Inquiry, consent: Consent, code: str, held: Response | None, at: datetime
) -> Request:
    row = Request(
        inquiry=inquiry,
        consent=consent,
        provider=code,
        person_id=consent.person_id,
        key=uuid4(),
        next_try=at,
    )
    if held is not None:
        row.state, row.answer, row.done_at = Request.State.ANSWERED, held, at
    return row


def consents_of(about: str, day: date) -> dict[int, Consent]:
    """In force, by person."""
    return {row.person_id: row for row in Consent.objects.filter(in_force(day), about=about)}


def _held(persons: set[int], at: datetime) -> dict[tuple[str, int], Response]:
    """Answers that still hold; the newest of each."""
    rows = Response.objects.filter(person__in=persons, valid_until__gt=at).order_by("received_at")
    return {(row.provider, row.person_id): row for row in rows}


def finish(inquiry: int, at: datetime) -> None:
    """Closes a round in which nothing waits any more, and says so."""
    row = Inquiry.objects.select_for_update().get(pk=inquiry)
    if row.complete_at is not None or row.requests.filter(state=_WAITING).exists():
        return
    row.complete_at = at
    row.save(update_fields=["complete_at"])
    events.publish(InquiryCompleted(row.pk, row.about))
