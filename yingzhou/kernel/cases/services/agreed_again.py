"""Somebody who took back that they may be asked about agrees anew. The consent is a new one, the
old one stays on record; the check goes on, and a matter that waited for it comes back to work."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import consent as consents
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.exchange.models import Consent

from . import checks, signing
from .advance import advance, locked

RESIGNED = "resigned"
"""How processes call the step by which a matter that waited for it goes on."""


def open_(taken_back: Collection[Consent]) -> list[Consent]:
    """Those whose matter is not over: they may agree anew. One query, where there are any."""
    numbers = [one.about for one in taken_back]
    rows = Case.objects.filter(number__in=numbers, is_open=True) if numbers else Case.objects.none()
    there = set(rows.values_list("number", flat=True))
    return [one for one in taken_back if one.about in there]


@transaction.atomic
def agree_own(*, consent: int, person: int, user: User, at: datetime) -> Case:
    """Online, by themselves. ``consent``: the one that they took back."""
    found = Consent.objects.filter(pk=consent, person=person).exclude(withdrawn_at=None).first()
    there = Case.objects.filter(number=found.about).first() if found is not None else None
    if there is None:
        raise CaseFault("没有找到这份撤回的同意")
    row = locked(there.pk)
    if not row.is_open:
        raise CaseFault("这件事已经办结, 不用再同意")
    numbers = [n for n, one in consents.refusing(row.answers) if one.get("person") == person]
    own = person == row.applicant_id
    made = consents.sign_again(
        row.answers, numbers, f"{consents.ONLINE} {clock.day_of(at)}", own=own
    )
    if made == row.answers:
        raise CaseFault("您已经同意了, 不用再点")
    before, row.answers = row.answers, made
    row.save(update_fields=["answers"])
    item = item_of_version(row.version)
    if item.apply is not None:
        signing.note_signed(item.apply, row, before, str(user), at)
    audit.record(audit.Actor.of(user), "case.consent", row, {"number": row.number})
    go_on(case=row, names=[], at=at)
    return row


@transaction.atomic
def go_on(*, case: Case, names: Collection[str], at: datetime) -> None:
    """What waited for a signature goes on; outside it is asked about them."""
    apply = item_of_version(case.version).apply
    if apply is None:
        return
    way = apply.process.transitions.get(RESIGNED)
    if way is not None and case.stage in way.sources and not consents.refusers(case.answers):
        words = f"{'、'.join(names)}重新签了授权书" if names else "本人网上重新同意"
        advance(case=case.pk, transition=way.key, user=None, at=at, words=words)
    checks.follow(case=case.pk, at=at)
