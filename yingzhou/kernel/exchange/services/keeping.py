"""What is written down about one request: that it goes out, what came of it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yingzhou.core import clock, events
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.exchange import retrying
from yingzhou.kernel.exchange.client import Answer, Question
from yingzhou.kernel.exchange.events import AnswerReceived, PersonAskedAbout
from yingzhou.kernel.exchange.faults import Failed, Kind
from yingzhou.kernel.exchange.models import Consent, Incident, Line, Request, Response
from yingzhou.kernel.exchange.providers import Provider, providers
from yingzhou.kernel.exchange.retrying import Health, Try

from .asking import finish

NO_CONSENT = "没有有效的同意, 不再问"
LATE = "撤回同意时已经发出; 回来的答复没有保存"


def health_of(row: Line) -> Health:
    return Health(row.failures, row.silent_since, row.next_probe)


@transaction.atomic
def claim(*, request: int, at: datetime) -> Question | None:
    """The request as it is about to go out; None where it must not, or need not any more."""
    row = _locked(request)
    if row.state != Request.State.WAITING or row.next_try > at:
        return None
    if not _agreed(row, at):
        _end(row, Request.State.STOPPED, NO_CONSENT, at)
        return None
    provider = providers()[row.provider]
    is_first = row.attempts == 0
    after = retrying.sent(_try(row), provider.retry, timedelta(seconds=provider.timeout), at)
    row.attempts, row.next_try, row.sent_at = after.attempts, after.next_try, at
    row.save(update_fields=["attempts", "next_try", "sent_at"])
    if is_first:
        about = row.inquiry.about
        events.publish(PersonAskedAbout(about, row.person_id, row.provider))
    person = row.person
    purpose = row.inquiry.purpose
    return Question(provider, str(row.key), str(person.id_number), person.name, purpose)


def keep_answer(*, request: int, answer: Answer, at: datetime) -> Health:
    """The line of its provider as it is now."""
    try:
        with transaction.atomic():
            _keep(request, answer, at)
    except _TakenTwice:
        fault = Failed(Kind.WRONG, "流水号和另一份答复相同, 没有采用", "duplicate")
        return keep_failure(request=request, fault=fault, at=at, digest=answer.digest)
    return _heard(request, at)


class _TakenTwice(Exception):
    pass


def _keep(request: int, answer: Answer, at: datetime) -> None:
    row = _locked(request)
    if row.state in (Request.State.ANSWERED, Request.State.REFUSED):
        return
    if row.state == Request.State.STOPPED or not _agreed(row, at):
        _end(row, Request.State.STOPPED, LATE, at)
        return
    provider = providers()[row.provider]
    others = Response.objects.filter(provider=provider.code, receipt=answer.receipt)
    if others.exists():
        raise _TakenTwice
    kept = Response.objects.create(
        request_key=row.key,
        provider=provider.code,
        person_id=row.person_id,
        payload=json.dumps(answer.content, ensure_ascii=False),
        receipt=answer.receipt,
        digest=answer.digest,
        received_at=at,
        valid_until=at + provider.valid,
        took_ms=answer.took_ms,
    )
    row.answer = kept
    events.publish(AnswerReceived(row.inquiry.about, row.person_id, provider.code, row.pk))
    _end(row, Request.State.ANSWERED, "", at)


def keep_failure(*, request: int, fault: Failed, at: datetime, digest: str = "") -> Health:
    """Asked again later, unless it never will be answered; a wrong answer is kept as an incident.
    The line of its provider as it is now."""
    code = _keep_failure(request, fault, digest, at)
    if fault.kind is Kind.OUTAGE:
        return _not_heard(providers()[code], str(fault)[:200], at)
    return _heard(request, at)


@transaction.atomic
def _keep_failure(request: int, fault: Failed, digest: str, at: datetime) -> str:
    row = _locked(request)
    words = str(fault)[:200]
    provider = providers()[row.provider]
    if fault.kind is not Kind.OUTAGE:
        _note_incident(row, fault, digest or getattr(fault, "digest", ""), at)
    if row.state == Request.State.WAITING:
        after = retrying.failed(_try(row), fault.kind, provider.retry, at)
        row.next_try, row.last_error = after.next_try, words
        if after.state != row.state:
            _end(row, Request.State(after.state), words, at)
        else:
            row.save(update_fields=["next_try", "last_error"])
    return row.provider


def _note_incident(row: Request, fault: Failed, digest: str, at: datetime) -> None:
    Incident.objects.create(
        provider=row.provider,
        request_key=row.key,
        about=row.inquiry.about,
        kind=fault.code[:20],
        words=str(fault)[:200],
        digest=digest,
        at=at,
    )


@transaction.atomic
def _heard(request: int, at: datetime) -> Health:
    """Somebody is there; those who waited for the line go out again at once."""
    code = Request.objects.values_list("provider", flat=True).get(pk=request)
    line = _line(code, at)
    if line.next_probe is not None:
        waiting = Request.objects.filter(provider=code, state=Request.State.WAITING)
        waiting.exclude(pk=request).update(next_try=at)
    _save(line, retrying.heard(health_of(line)), "")
    line.last_good_at = at
    line.save()
    return health_of(line)


@transaction.atomic
def _not_heard(provider: Provider, words: str, at: datetime) -> Health:
    line = _line(provider.code, at)
    _save(line, retrying.silent(health_of(line), provider.retry, at), words)
    line.save()
    return health_of(line)


def _line(code: str, at: datetime) -> Line:
    """Connected from the first time on that it was asked, where nobody said since when."""
    day = clock.day_of(at)
    made = {"valid_from": day, "division_id": tree_on(day).root.id}
    return Line.objects.select_for_update().get_or_create(provider=code, defaults=made)[0]


def _save(line: Line, health: Health, words: str) -> None:
    line.failures, line.silent_since = health.failures, health.silent_since
    line.next_probe, line.last_error = health.next_probe, words


def _locked(pk: int) -> Request:
    """The request for this transaction alone; its consent first, as whoever withdraws it does."""
    consents = Request.objects.filter(pk=pk).values("consent")
    list(Consent.objects.select_for_update().filter(pk__in=consents))
    rows = Request.objects.select_for_update(of=("self",))
    return rows.select_related("inquiry", "person", "consent").get(pk=pk)


def _agreed(row: Request, at: datetime) -> bool:
    consent, day = row.consent, clock.day_of(at)
    return consent.withdrawn_at is None and (consent.until is None or consent.until > day)


def _end(row: Request, state: Request.State, words: str, at: datetime) -> None:
    row.state, row.last_error, row.done_at = state, words, at
    row.save(update_fields=["state", "answer", "last_error", "done_at"])
    finish(row.inquiry_id, at)


def _try(row: Request) -> Try:
    return Try(row.state, row.attempts, row.next_try, _spread(row.key))


def _spread(key: UUID) -> float:
    return (key.int & 0xFFFF) / 0xFFFF
