"""How long a closed case is kept: worked out when it closes."""

from __future__ import annotations

from datetime import date

from yingzhou.core.workdays import add_months
from yingzhou.kernel.catalogue.items import Apply

ARCHIVE_MONTHS = 6
"""Closed files go to the archive by the middle of the next year (机关档案管理规定); unverified."""


def dates(apply: Apply, closed: date) -> tuple[date, date | None]:
    """The day of archiving and the day after which it may be destroyed; None: never."""
    archive = date(closed.year + 1, ARCHIVE_MONTHS, 30)
    years = apply.retention.get("years", 0)
    return archive, add_months(date(closed.year, 12, 31), 12 * years) if years else None
