"""What a family gets now, for whoever weighs a case about it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from yingzhou.kernel.cases.guards.kept import GETS
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.payments.selectors.paid import paid_last
from yingzhou.kernel.payments.services.heard import of_family


def gets(case: Case, items: Collection[str], day: date) -> int:
    """By the last month that was paid, in fen."""
    return sum(paid_last(award) for award in of_family(case, items, day))


GETS.add("payments", gets)
