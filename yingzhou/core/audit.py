"""What was done, by whom, when: append-only, each entry chained to the one before by digest.

``record`` is called by services inside their transaction: an act and its entry stand or fall
together. ``verify`` recomputes the chain; the key is not in the database, so nobody who only holds
the database can mend a broken one (GB/T 22239-2019 8.1.4.3).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from yingzhou.core import clock, crypto
from yingzhou.core.models import AuditEntry, AuditHead
from yingzhou.core.redaction import redacted

GENESIS = bytes(32)


@dataclass(frozen=True)
class Actor:
    """Who acts: an account's id and login name, or the system itself."""

    id: int | None
    name: str

    @classmethod
    def of(cls, user: Any) -> Actor:
        return cls(user.pk, user.get_username()) if user.is_authenticated else ANONYMOUS


SYSTEM = Actor(None, "系统")
ANONYMOUS = Actor(None, "未登录")


def _content(entry: AuditEntry) -> bytes:
    return json.dumps(
        [
            entry.seq,
            entry.at.astimezone(clock.ZONE).isoformat(timespec="microseconds"),
            entry.actor_id,
            entry.actor_name,
            entry.action,
            entry.subject_type,
            entry.subject_id,
            entry.detail,
        ],
        ensure_ascii=False,
        sort_keys=True,
    ).encode()


@transaction.atomic
def record(
    actor: Actor,
    action: str,
    subject: models.Model | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry. ``detail`` is plain JSON; a number that somebody typed into a reason is
    taken out, for nothing can be taken out of the chain later."""
    head, _ = AuditHead.objects.select_for_update().get_or_create(
        pk=1, defaults={"seq": 0, "digest": GENESIS}
    )
    entry = AuditEntry(
        seq=head.seq + 1,
        at=clock.now(),
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        detail=redacted(detail or {}),
    )
    entry.digest = crypto.chain_digest(bytes(head.digest), _content(entry))
    entry.save(force_insert=True)
    head.seq, head.digest = entry.seq, entry.digest
    head.save()
    return entry


@dataclass(frozen=True)
class Fault:
    """Where the chain does not hold, and why (in Chinese)."""

    seq: int
    reason: str


def verify() -> tuple[int, list[Fault]]:
    """Recompute the whole chain: the number of entries read, and every fault found."""
    count, faults = 0, []
    for fault in _walk():
        if fault is None:
            count += 1
        else:
            faults.append(fault)
    return count, faults


def _walk() -> Iterator[Fault | None]:
    """Others go on writing meanwhile: what was added since is read too, until the head is met."""
    previous, expected = GENESIS, 1
    while True:
        begun = expected
        for entry in AuditEntry.objects.filter(seq__gte=expected).order_by("seq").iterator(5000):
            if entry.seq != expected:
                yield Fault(expected, f"缺少第 {expected} 至 {entry.seq - 1} 条")
            if crypto.chain_digest(previous, _content(entry)) != bytes(entry.digest):
                yield Fault(entry.seq, f"第 {entry.seq} 条与摘要不符, 内容或前一条被改动")
            previous, expected = bytes(entry.digest), entry.seq + 1
            yield None
        head = AuditHead.objects.filter(pk=1).first()
        if head is None or head.seq < expected or expected == begun:
            break
    yield from _at_the_end(head, previous, expected)


def _at_the_end(head: AuditHead | None, previous: bytes, expected: int) -> Iterator[Fault]:
    if head is None and expected > 1:
        yield Fault(expected, "链头不见了")
    if head is not None and (head.seq != expected - 1 or bytes(head.digest) != previous):
        yield Fault(expected, f"链尾不符: 应有 {head.seq} 条, 实有 {expected - 1} 条")
