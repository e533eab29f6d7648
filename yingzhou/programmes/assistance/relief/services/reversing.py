"""A settlement taken back: a row of its own with the opposite amount, in this month's books."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import ApiClient
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.programmes.assistance.relief.bill import OUTPATIENT
from yingzhou.programmes.assistance.relief.faults import NotSettled
from yingzhou.programmes.assistance.relief.models import Settlement, YearTotal
from yingzhou.programmes.assistance.relief.services.settling import (
    Settled,
    check_month,
    enter,
    given_at_the_counter,
    locked,
)


def reverse(
    *, settlement: Settlement, words: str, client: ApiClient | None, at: datetime
) -> Settled:
    """Take a settlement back, in this month's books; what it used of the caps is free again. Asked
    again, the same answer."""
    town = town_of(tree_on(clock.day_of(at)), settlement.division_id)
    at_counter = sum(given_at_the_counter(settlement.person, settlement.year).values())
    with transaction.atomic():
        year = locked(settlement.person, settlement.year)
        row = Settlement.objects.select_for_update().get(pk=settlement.pk)
        if row.reverses_id is not None:
            raise NotSettled("is-a-reversal", "这是一笔撤销, 不能再撤销; 请按新的单号重新结算")
        if row.reversed_at is not None:
            return Settled(row.reversal, replayed=True)
        check_month(row.hospital, at)
        row.reversed_at = at
        row.save(update_fields=["reversed_at"])
        made = _opposite(row, words, client, year.given + at_counter, at)
        _take_off(year, row)
        enter(made, town)
    return Settled(made)


def _opposite(
    row: Settlement, words: str, client: ApiClient | None, before: int, at: datetime
) -> Settlement:
    kept = {
        field.attname: getattr(row, field.attname)
        for field in Settlement._meta.concrete_fields
        if field.name not in ("id", "reverses", "reversed_at", "why")
    }
    kept |= {
        "reverses_id": row.pk,
        "client_id": client.pk if client else None,
        "paid": -row.paid,
        "before": before,
        "words": words.strip()[:200],
        "month": clock.day_of(at).replace(day=1),
        "made_at": at,
    }
    return Settlement.objects.create(**kept)


def _take_off(year: YearTotal, row: Settlement) -> None:
    of_outpatient = row.paid if row.kind == OUTPATIENT else 0
    year.given -= row.paid
    year.given_outpatient -= of_outpatient
    if row.cap is not None:
        year.capped -= row.paid
        year.capped_outpatient -= of_outpatient
    year.save()
