"""An officer's queue: what is urgent and then what is due first, and why it is here.

Every list is a keyset page over one partial index. A count stops at :data:`MOST`: nobody reads
further, and counting a million rows is no answer to anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from yingzhou.core import clock
from yingzhou.core.paging import Page, keyset
from yingzhou.core.periods import Unit, left
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.cases.models import Case, Clock, Consultation, Handover
from yingzhou.kernel.cases.places import desk_id, name_of
from yingzhou.kernel.catalogue.items.parts import APPLICANT, Stage
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.exchange.selectors import taken_back

from .rights import RECTIFICATION, not_of_theirs, not_shut, rated, stood_in_for

MOST = 99
SIZE = 20
TASKS = ("cases.receive", "cases.handle", "cases.decide")
OPINION = "cases.opinion"
RESIGN = "resign"
"""How processes call the stage in which somebody may sign anew what they took back."""
BACK = ", 有人撤回了核对的同意"
DUE = ["due_on", "id"]
ORDER = ["-is_urgent", *DUE]
"""A child in danger stands before everything that is merely late."""


@dataclass(frozen=True)
class Row:
    """One line. ``used``: the share of the promised time that is over, in percent."""

    case: Case
    item: str
    stage: str
    place: str
    why: str
    nexts: tuple[str, ...]
    days_left: int | None
    used: int | None
    is_late: bool
    mine: bool


@dataclass(frozen=True)
class Counts:
    todo: int
    opinions: int
    offered: int
    rectifications: int
    owned: int
    waiting: int


def todo(user: User) -> QuerySet[Case]:
    """What ``user`` (and whom they stand in for) must do: at their desks, by their tasks, in nobody
    else's hands; nothing of a relative (回避)."""
    where = Q(pk__in=[])
    for desks, tasks in _reach(stood_in_for(user)):
        where |= Q(desk__in=desks, task__in=tasks)
    hands = Q(handler=None) | Q(handler__in=[one.pk for one in stood_in_for(user)])
    rows = Case.objects.filter(where & hands, is_open=True)
    return rows.filter(not_shut(user), not_of_theirs(user))


def _reach(users: Iterable[User]) -> list[tuple[list[int], list[str]]]:
    """Desks (the very units a role is held at) and what may be done there."""
    found = []
    for user in users:
        for held in user.assignments_now():
            tasks = [task for task in TASKS if task in ROLES[held.role].permissions]
            if tasks:
                found.append(([held.division_id], tasks))
    return found


def is_for(user: User, case: Case, today: date) -> bool:
    """Whether what is to be done now is done by ``user``'s roles at that desk; while the applicant
    or time has it, what is to be done then."""
    reach = _reach([user])
    return any(
        desk in desks and task in tasks
        for desk, task in _posts(case, today)
        for desks, tasks in reach
    )


def _posts(case: Case, today: date) -> set[tuple[int, str]]:
    """Desks and tasks."""
    if case.desk_id is not None:
        return {(case.desk_id, case.task)}
    apply = item_of_version(case.version).apply
    if apply is None:
        return set()
    found = set()
    for key in {way.target for way in apply.process.ways_from(case.stage)}:
        desk = desk_id(apply.process.stages[key].by, case.place_id, case.home_id, today)
        if desk is not None:
            found.add((desk, apply.process.task_at(key)))
    return found


def receivers(case: Case, today: date, giver: User | None = None) -> list[User]:
    """Whose roles at its desk do what is to be done now (or then, :func:`is_for`): not whoever has
    it or gives it, nor whom a bad rating is about. One query, of rectifications three."""
    where = Q(pk__in=[])
    for desk, task in _posts(case, today):
        roles = [key for key, role in ROLES.items() if task in role.permissions]
        where |= Q(division=desk, role__in=roles)
    rows = Assignment.objects.on(today).filter(where, user__is_active=True)
    found = {row.user_id: row.user for row in rows.select_related("user").order_by("user__name")}
    apart = {case.handler_id, giver.pk if giver else None, *rated(case)}
    return [user for pk, user in found.items() if pk not in apart]


def opinions(user: User) -> QuerySet[Consultation]:
    """Parts that were asked of ``user``'s department and are still wanted."""
    where = Q(pk__in=[])
    for held in user.assignments_now():
        if OPINION in ROLES[held.role].permissions:
            unit = Q(unit=held.unit) if ROLES[held.role].of_unit else Q()
            where |= Q(desk=held.division_id) & unit
    rows = Consultation.objects.filter(where, answered_at=None, case__is_open=True)
    return rows.filter(not_shut(user, "case"))


def owned(user: User) -> QuerySet[Case]:
    """Whom somebody asked first and who answers for it (首问负责)."""
    return Case.objects.filter(not_shut(user), owner=user, is_open=True)


def waiting(user: User) -> QuerySet[Case]:
    """What stands still until its applicant does something, of those ``user`` answers for."""
    return owned(user).filter(by=APPLICANT)


def rectifications(user: User) -> QuerySet[Case]:
    return todo(user).filter(item=RECTIFICATION)


def offered(user: User) -> QuerySet[Handover]:
    rows = Handover.objects.filter(receiver=user, state=Handover.State.OFFERED)
    return rows.filter(not_shut(user, "case"))


def counts(user: User) -> Counts:
    """Six short counts in five queries."""
    rows = todo(user)
    return Counts(
        todo=_count(rows),
        opinions=_count(opinions(user)),
        offered=_count(offered(user)),
        rectifications=_count(rows.filter(item=RECTIFICATION)),
        **_answered_for(user),
    )


def _answered_for(user: User) -> dict[str, int]:
    """Both of what stands under one's name in one query."""
    is_waiting = Q(by=APPLICANT)
    found = owned(user).aggregate(owned=Count("pk"), waiting=Count("pk", filter=is_waiting))
    return {name: min(count, MOST + 1) for name, count in found.items()}


def _count(rows: QuerySet) -> int:
    """Fetching up to a hundred numbers is quicker than having them counted: no inner query."""
    return len(rows.order_by().values_list("pk")[: MOST + 1])


def page(
    rows: QuerySet[Case], user: User, today: date, cursor: str = "", order: list[str] = ORDER
) -> tuple[Page, list[Row]]:
    """One page with what each line says; four queries. Lines are chosen before what they say is
    looked up: a database that has to sort carries only numbers."""
    whole = Case.objects.select_related("version", "applicant", "organisation", "handler")
    whole = whole.defer("version__content", "answers").annotate(declined=_declined())
    found = keyset(rows, order, cursor, SIZE, shown=whole)
    promises = _promises(found.rows)
    back = {number for number, _ in taken_back([case.number for case in found.rows])}
    return found, [
        _row(case, promises.get(case.pk), user, today, is_back=case.number in back)
        for case in found.rows
    ]


def _declined() -> Subquery:
    """What became of the last offer to hand it over: who made it reads that it was declined."""
    last = Handover.objects.filter(case=OuterRef("pk")).order_by("-pk")
    told = JSONObject(state="state", giver="giver", who="receiver__name", why="answer")
    return Subquery(last.values(told=told)[:1])


def _promises(cases: list[Case]) -> dict[int, Clock]:
    rows = Clock.objects.filter(case__in=cases, is_promise=True, ended_at=None)
    return {row.case_id: row for row in rows}


def _row(case: Case, promise: Clock | None, user: User, today: date, *, is_back: bool) -> Row:
    item = item_of_version(case.version)
    process = item.apply.process if item.apply else None
    stage = process.stages[case.stage] if process else None
    ways = process.ways_from(case.stage) if process else []
    due = case.due_on if case.due_on and case.due_on < FOREVER else None
    mine = case.handler_id == user.pk
    hands = _hands(case, user) + _not_taken(case, user)
    moment = promise.due_at if promise is not None and case.due_on == promise.due_on else None
    is_late = moment < clock.now() if moment else due is not None and due < today
    return Row(
        case=case,
        item=item.name,
        stage=stage.name if stage else case.stage,
        place=name_of(case.home_id, today),
        why=_why(case, stage, hands, due, is_late, moment) + (BACK if is_back else ""),
        nexts=tuple(way.name for way in ways if way.by == case.by)[:3],
        days_left=left(today, due, Unit.WORKDAYS) if due else None,
        used=_used(promise, today),
        is_late=is_late,
        mine=mine,
    )


def _hands(case: Case, user: User) -> str:
    """Who has it: what somebody absent had in hand is with their substitute, not with nobody."""
    if case.handler is None:
        return "还没有人接手"
    if case.handler_id == user.pk:
        return "您正在办"
    return f"替{case.handler}办" if case.handler in stood_in_for(user) else f"{case.handler}正在办"


def _not_taken(case: Case, user: User) -> str:
    told = getattr(case, "declined", None)
    if not told or told["state"] != Handover.State.DECLINED or told["giver"] != user.pk:
        return ""
    return f", {told['who']}没有接手: {told['why']}"


def _why(
    case: Case,
    stage: Stage | None,
    hands: str,
    due: date | None,
    is_late: bool,
    moment: datetime | None,
) -> str:
    today = clock.today()
    if case.by == "applicant":
        is_signing = stage is not None and stage.key == RESIGN
        return stage.name if stage is not None and is_signing else "等申请人补正"
    if due is None:
        return hands
    if is_late:
        return f"{hands}, 已超期"
    if moment is not None:
        at = moment.astimezone(clock.ZONE)
        return f"{hands}, {'今天' if due == today else f'{at.month}月{at.day}日'} {at:%H:%M} 到期"
    return f"{hands}, 今天到期" if due == today else hands


def _used(promise: Clock | None, today: date) -> int | None:
    """Of the time between the start and the promised day."""
    if promise is None or promise.due_on is None:
        return None
    whole = max((promise.due_on - promise.started_on).days, 1)
    return max(0, min(100, round(100 * (today - promise.started_on).days / whole)))
