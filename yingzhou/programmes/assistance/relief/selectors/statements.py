"""Sums of a hospital's month, and which months wait for a statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from yingzhou.kernel.accounts.models import User
from yingzhou.programmes.assistance.relief.models import Hospital, Settlement, Statement


@dataclass(frozen=True)
class Sums:
    """``total``: settled less reversed, in fen."""

    count: int
    reversed_count: int
    total: int


@dataclass(frozen=True)
class Month:
    """A hospital's month with settlements in it; ``statement``: None where nobody drew it up."""

    hospital: Hospital
    month: date
    sums: Sums
    statement: Statement | None
    is_over: bool

    @property
    def has_moved(self) -> bool:
        """What was drawn up is no longer what it comes to."""
        return self.statement is not None and self.statement.total != self.sums.total


_SUMS = {
    "n": Count("pk", filter=Q(reverses=None)),
    "back": Count("pk", filter=Q(reverses__isnull=False)),
    "total": Sum("paid"),
}


def sums_of(hospital: Hospital, month: date) -> Sums:
    rows = Settlement.objects.filter(hospital=hospital, month=month)
    found = rows.aggregate(**_SUMS)
    return Sums(found["n"], found["back"], found["total"] or 0)


def statement_of(hospital: Hospital, month: date) -> Statement | None:
    return Statement.objects.filter(hospital=hospital, month=month).first()


def months(today: date, since: date) -> list[Month]:
    """The latest first. Three queries."""
    hospitals = {one.pk: one for one in Hospital.objects.all()}
    made = {(one.hospital_id, one.month): one for one in Statement.objects.filter(month__gte=since)}
    for one in made.values():
        one.hospital = hospitals[one.hospital_id]
    rows = Settlement.objects.filter(month__gte=since).order_by().values("hospital", "month")
    sums: Any = rows.annotate(**_SUMS)
    found = [
        Month(
            hospitals[row["hospital"]],
            row["month"],
            Sums(row["n"], row["back"], row["total"] or 0),
            made.get((row["hospital"], row["month"])),
            row["month"] < today.replace(day=1),
        )
        for row in sums
    ]
    return sorted(found, key=lambda one: (-one.month.toordinal(), one.hospital.code))


def by_kind(hospital: Hospital, month: date) -> list[tuple[str, int, int]]:
    """Name, how many were settled, money less what was reversed."""
    rows = Settlement.objects.filter(hospital=hospital, month=month).order_by("kind")
    words = dict(Settlement.Kind.choices)
    sums: Any = rows.values("kind").annotate(**_SUMS)
    return [(str(words[row["kind"]]), row["n"], row["total"] or 0) for row in sums]


def names_of(row: Statement) -> list[str]:
    """Who drew it up and who closed it, by the names people know them by. One query."""
    logins = [row.made_by, row.closed_by]
    known = dict(User.objects.filter(username__in=logins).values_list("username", "name"))
    return [known.get(login) or login for login in logins]
