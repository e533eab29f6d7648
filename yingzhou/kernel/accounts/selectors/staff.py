"""Reading accounts and the audit chain, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from yingzhou.core import clock
from yingzhou.core.models import AuditEntry
from yingzhou.core.paging import Page, keyset
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.divisions.tree import name_on, tree_on


def accounts_page(*, query: str = "", after: str = "") -> Page:
    """Accounts of staff by login name; ``query`` is part of a login name or of a person's name."""
    found = User.objects.filter(kind=User.Kind.STAFF)
    if query:
        found = found.filter(Q(username__icontains=query) | Q(name__icontains=query))
    return keyset(found.prefetch_related("assignments"), ["username"], after)


@dataclass(frozen=True)
class HeldRole:
    """A row of the table of somebody's roles."""

    assignment: Assignment
    division: str
    state: str


def roles_of(user: User) -> list[HeldRole]:
    """All roles ever granted, the newest first."""
    today = clock.today()
    rows = user.assignments.order_by("-valid_from", "-id")
    return [HeldRole(row, division_name(row.division_id, today), _state(row)) for row in rows]


def role_names(user: User) -> str:
    """The roles held today, for a list; reads what :func:`accounts_page` has fetched."""
    today = clock.today()
    held = (row for row in user.assignments.all() if row.holds_on(today))
    return "、".join(f"{row.get_role_display()}({name_on(row.division_id, today)})" for row in held)


def _state(row: Assignment) -> str:
    today = clock.today()
    if row.holds_on(today):
        return "生效中"
    return "未开始" if row.valid_from > today else "已结束"


def division_name(division_id: int, day: date) -> str:
    """The name with the town before it, because villages of different towns share names."""
    path = tree_on(day).path(division_id)
    return " ".join(node.name for node in path[1:]) or name_on(division_id, day)


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def division_choices() -> list[tuple[str, list[tuple[int, str]]]]:
    """Divisions of today for a select box: the district, then each town with its villages."""
    tree = tree_on(clock.today())
    groups: list[tuple[str, list[tuple[int, str]]]] = []
    for root in tree.children.get(None, []):
        groups.append(("全区", [(root.id, root.name)]))
        for town in tree.children.get(root.id, []):
            below = [(node.id, node.name) for node in tree.children.get(town.id, [])]
            groups.append((town.name, [(town.id, f"{town.name}(全镇)"), *below]))
    return groups


_LONG_AGO = date(1900, 1, 1)
"""Before any entry; the first days of the calendar do not exist in every time zone."""


@dataclass(frozen=True)
class AuditFilter:
    """``actor``: a login name. ``action``: its code. Days are inclusive."""

    actor: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None


def audit_page(wanted: AuditFilter, *, after: str = "") -> Page:
    """Entries, the newest first."""
    return keyset(_entries(wanted), ["-seq"], after)


def _entries(wanted: AuditFilter) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.all()
    if wanted.actor:
        holder = User.objects.filter(username=wanted.actor).values_list("pk", flat=True).first()
        found = found.filter(actor_id=holder) if holder else found.filter(actor_name=wanted.actor)
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.since:
        found = found.filter(at__gte=_midnight(max(wanted.since, _LONG_AGO)))
    if wanted.until and wanted.until < FOREVER:
        until = max(wanted.until, _LONG_AGO) + timedelta(days=1)
        found = found.filter(at__lt=_midnight(until))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.ZONE)
