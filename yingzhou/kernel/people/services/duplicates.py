"""Deciding that an incoming row is nobody we know; the question is not asked again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.kernel.people import identity
from yingzhou.kernel.people.models import NotSamePerson


@transaction.atomic
def remember_not_same(
    *, person_ids: Iterable[int], id_number: str, actor: audit.Actor, at: datetime
) -> None:
    """The holder of ``id_number`` is none of these persons; only a digest of it is kept."""
    digest = identity.search_digest(id_number)
    for pk in person_ids:
        row, is_new = NotSamePerson.objects.get_or_create(
            person_id=pk,
            candidate_digest=digest,
            defaults={"decided_at": at, "decided_by": actor.name},
        )
        if is_new:
            audit.record(actor, "people.not_same", row.person)
