"""Who may see a case and who may take a step: role, place, no conflict, four eyes, substitutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.accounts.scopes import scope_of, speaks_for
from yingzhou.kernel.accounts.selectors import may_act_for
from yingzhou.kernel.cases.apart import ABOUT_YOU, is_about, stands_apart
from yingzhou.kernel.cases.models import Case, Consultation, Delegation, Party, Step
from yingzhou.kernel.catalogue.items import Item, Transition
from yingzhou.kernel.catalogue.items.parts import APPLICANT, SYSTEM
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.selectors.kin import is_kin, kin_of

from .sight import is_near, is_secret, opens

HANDLERS = [
    key for key, role in ROLES.items() if role.permissions & {"cases.handle", "cases.decide"}
]
"""Roles that look into matters or decide them: 经办人员、村居干部."""
RECTIFICATION = "counters/rectification"
VILLAGE = Case.Channel.VILLAGE
RATED = "评的就是您办的那件事, 由别的同事或主管核实整改"
THEIR_WORD = "您办过这件事, 解决没解决由本人说; 本人来窗口说的, 由别的同事登记"
OUTSIDE = "这件事不在您负责的区划内, 也没有请您协办; 这次访问已留痕。"
RESERVED = "这件事不由您的岗位办, 按规定只给办它的人看; 这次访问已留痕。"
RECUSED = "申请人或家人是您本人或您的亲属, 按规定须回避; 请交给同事办"


@dataclass(frozen=True)
class Right:
    """``why_not`` is empty where it may be done; ``behalf``: for whom a substitute acts;
    ``instead``: a superior office acts in the place of the desk's own people, and says why."""

    why_not: str = ""
    behalf: User | None = None
    instead: bool = False

    def __bool__(self) -> bool:
        return not self.why_not


def concerned(case: Case) -> set[int]:
    """The persons a case is about. One query, kept on the object."""
    if not hasattr(case, "_concerned"):
        found = set(case.parties.values_list("person", flat=True))
        if case.applicant_id is not None:
            found.add(case.applicant_id)
        case._concerned = found  # type: ignore[attr-defined]
    return case._concerned  # type: ignore[attr-defined]


def is_recused(user: User, case: Case) -> bool:
    """Whether a case is about a staff member or a relative: it is shut to them."""
    shut = shut_to(user)
    return bool(shut) and bool(shut & concerned(case))


def shut_to(user: User) -> set[int]:
    """Persons whose matters are not for ``user``: themselves and relatives (回避). Read once per
    request; empty for whom the register does not know."""
    if "_kin" not in user.__dict__:
        me = user.person_id
        user.__dict__["_kin"] = kin_of(me) | {me} if me is not None else set()
    return user.__dict__["_kin"]


def not_shut(user: User, column: str = "pk") -> Q:
    """For lists of cases (of what belongs to one: by ``column``): none that is about the officer or
    a relative, whoever of the household asked for it."""
    shut = shut_to(user)
    if not shut:
        return Q()
    mine = Case.objects.filter(applicant__in=shut).values("pk")
    about = Party.objects.filter(person__in=shut).values("case")
    return ~Q(**{f"{column}__in": mine}) & ~Q(**{f"{column}__in": about})


def staff_kin(case: Case) -> bool:
    """Whether anybody whom the case is about is, or is a near relative of, somebody who handles
    cases today. Three queries, once per case."""
    if not hasattr(case, "_staff_kin"):
        near = is_kin(concerned(case), "user__person")
        rows = Assignment.objects.on(clock.today()).filter(role__in=HANDLERS, user__is_active=True)
        found = rows.filter(near, user__kind=User.Kind.STAFF)
        case._staff_kin = found.exists()  # type: ignore[attr-defined]
    return case._staff_kin  # type: ignore[attr-defined]


def stood_in_for(user: User, day: date | None = None) -> list[User]:
    """Whom ``user`` substitutes today, themselves first. Read once per request."""
    if "_stood_in_for" not in user.__dict__:
        rows = Delegation.objects.on(day or clock.today()).filter(substitute=user)
        found = [row.absent for row in rows.select_related("absent").order_by("pk")]
        user.__dict__["_stood_in_for"] = [user, *found]
    return user.__dict__["_stood_in_for"]


def may_see(user: User, case: Case) -> bool:
    """Staff: where the case stood or stands and whose role opens what it tells, or who works on it.
    Residents: whose case it is. Other offices' systems: the cases that they opened."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.kind != User.Kind.STAFF:
        return _is_theirs(user, case)
    if is_recused(user, case) or is_about(user, case) or is_rated(user, case):
        return False
    for one in stood_in_for(user):
        if one.pk in (case.owner_id, case.handler_id):
            return True
        if opens(one, case):
            return True
    return _is_asked(user, case)


def why_unseen(user: User, case: Case) -> str:
    """Why :func:`may_see` says no, truly: where they work, or what it is; never what it is."""
    is_kept = is_about(user, case) or is_rated(user, case)
    is_kept = is_kept or stands_apart(case) or is_secret(case.item)
    return RESERVED if is_kept or is_near(user, case) else OUTSIDE


def _is_asked(user: User, case: Case) -> bool:
    """A department whose part or opinion was asked for."""
    if not user.may("cases.opinion"):
        return False
    parts = Consultation.objects.filter(case=case).values_list("unit", "desk")
    return any(speaks_for(user, "cases.opinion", unit, desk) for unit, desk in parts)


def _is_theirs(user: User, case: Case) -> bool:
    """A resident's own, or of whom they may act for; a system's: those that it opened."""
    if user.kind == User.Kind.CLIENT:
        return case.steps.filter(seq=1, user=user).exists()
    if user.person is None or case.applicant is None:
        return False
    return bool(may_act_for(user.person, case.applicant, case.item, clock.today()))


def is_rated(user: User, case: Case) -> bool:
    """Whether a bad rating that is put right here is about what ``user`` did: a colleague does it.
    One query, of rectifications only."""
    if case.item != RECTIFICATION or case.previous_id is None:
        return False
    return Case.objects.filter(rated_by(user, "pk"), pk=case.previous_id).exists()


def not_of_theirs(user: User) -> Q:
    """For lists: without the bad ratings of what ``user`` did. Who gave one is not theirs to
    read."""
    return ~(Q(item=RECTIFICATION) & rated_by(user, "previous_id"))


def not_about(user: User) -> Q:
    """The same for lists of ratings: none that is put right and is about what ``user`` did."""
    return ~(Q(rectification__isnull=False) & rated_by(user, "case_id"))


def rated(case: Case) -> set[int]:
    """Whom a bad rating that is put right here is about: they neither mend it nor are given it."""
    if case.item != RECTIFICATION or case.previous_id is None:
        return set()
    steps = Step.objects.filter(case=case.previous_id).exclude(user=None)
    owner = Case.objects.filter(pk=case.previous_id).values_list("owner", flat=True)
    return {*steps.values_list("user", flat=True), *owner} - {None}


def rated_by(user: User, column: str) -> Q:
    """Cases (by ``column``) that ``user`` answers for or took a step of."""
    taken = Step.objects.filter(case=OuterRef(column), user=user)
    return Q(Exists(taken)) | Q(Exists(Case.objects.filter(pk=OuterRef(column), owner=user)))


def may_take(user: User | None, case: Case, way: Transition) -> Right:
    """Whether ``user`` (None: the system) may take this step of this case."""
    if user is None:
        return Right() if way.by == SYSTEM else Right("这一步要由人来办")
    if way.by == SYSTEM:
        return Right("这一步到期由系统自动办")
    if user.kind != User.Kind.STAFF:
        mine = way.by == APPLICANT and _is_theirs(user, case)
        return Right() if mine else Right("这一步由工作人员办")
    if is_recused(user, case) or is_about(user, case):
        return Right(ABOUT_YOU if is_about(user, case) else RECUSED)
    if way.by == APPLICANT:
        return _at_a_counter(user, case, way)
    return _at_the_desk(user, case, way)


def _at_a_counter(user: User, case: Case, way: Transition) -> Right:
    """Any counter takes what the applicant brings (全市通办). To take it back is theirs: that is
    put down only by whoever has it, or took it in."""
    if way.closes == "done" and case.steps.filter(user=user).exists():
        return Right(THEIR_WORD)
    near = (case.place_id, case.home_id, case.desk_id)
    for one in stood_in_for(user):
        if not one.may("cases.receive"):
            continue
        behalf = one if one is not user else None
        if way.closes == "withdrawn":
            if _has_it(one, case):
                return Right(behalf=behalf)
            continue
        scope = scope_of(one, "cases.receive")
        if not stands_apart(case) or any(pk and scope.contains(pk) for pk in near):
            return Right(behalf=behalf)
    if way.closes == "withdrawn":
        return Right("撤回由本人在网上办, 或本人到场, 由收件的窗口、正在办的单位登记")
    return Right("申请人交来的材料由受理窗口登记")


def _has_it(user: User, case: Case) -> bool:
    """Whether a case stands at this very desk, or was taken in there: an office above has no part
    in it."""
    took_in = case.home_id if case.channel == VILLAGE else case.place_id
    home = tree_on(clock.today()).home
    there = {home.get(pk, pk) for pk in (took_in, case.desk_id) if pk is not None}
    return bool(there & desks_of(user, "cases.receive"))


def _at_the_desk(user: User, case: Case, way: Transition) -> Right:
    if is_rated(user, case):
        return Right(RATED)
    found: list[Right] = []
    for one in stood_in_for(user):
        within = case.desk_id is not None and scope_of(one, way.permission).contains(case.desk_id)
        if within and one.may(way.permission) and not (one is not user and is_recused(one, case)):
            is_theirs = case.desk_id in desks_of(one, way.permission)
            found.append(Right(behalf=one if one is not user else None, instead=not is_theirs))
    if found:
        return next((right for right in found if not right.instead), found[0])
    if any(one.may(way.permission) for one in stood_in_for(user)):
        return Right("这件事现在不在您这里办")
    return Right("您的角色不办这一步")


def desks_of(user: User, permission: str) -> set[int]:
    """The very units at which ``user`` holds a role with ``permission``: their own desks."""
    home = tree_on(clock.today()).home
    held = [one for one in user.assignments_now() if permission in ROLES[one.role].permissions]
    return {home.get(one.division_id, one.division_id) for one in held}


def ways(user: User | None, case: Case, item: Item) -> Iterator[tuple[Transition, Right]]:
    """What may be done next by ``user``; what never may is left out."""
    if item.apply is None:
        return
    for way in item.apply.process.ways_from(case.stage):
        if way.by == SYSTEM:
            continue
        right = may_take(user, case, way)
        if right or (user is not None and user.kind == User.Kind.STAFF and way.by != APPLICANT):
            yield way, right
