"""Life events are recorded once, everything follows; one taken back restores what it changed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError, Q

from yingzhou.core import audit, events
from yingzhou.core.spells import FOREVER, Spell
from yingzhou.core.timeline import Effect, Refused, end_spells, undo
from yingzhou.kernel.people.events import LifeEventReversed, PersonDied
from yingzhou.kernel.people.models import (
    CareLevel,
    DeathReport,
    Household,
    LifeEvent,
    Membership,
    Person,
)

from . import checks
from .noting import homes_of, note

REVERSIBLE = tuple(kind for kind in LifeEvent.Kind if kind != LifeEvent.Kind.BIRTH)
CHECKED = (
    ("incomes", "收入"),
    ("schoolings", "就学"),
    ("illnesses", "大重病"),
    ("care_levels", "照护等级"),
)
"""What checks find out about a person, year after year, even before a death is reported."""


@transaction.atomic
def record_life_event(
    *, person: Person, kind: str, on: date, source: str, actor: audit.Actor, at: datetime
) -> LifeEvent:
    """Record a death. Moves have their own service (``move``), births come with registration."""
    if kind != LifeEvent.Kind.DEATH:
        raise Refused("迁移请用“迁移登记”, 出生请用“人员登记”; 这里只登记死亡")
    person = checks.lock(person)
    if person.death_date is not None:
        known = person.death_date
        raise Refused(
            f"此人已于 {known} 登记死亡, 不必重复登记"
            if on == known
            else f"已登记的死亡日期是 {known}, 和这次的 {on} 不一样: 日期登记错的,"
            " 请在本人变动记录里撤回那一条, 再按核实的日期登记"
        )
    checks.require_day(person, on, "死亡日期")
    effects = _end_everything(person, on)
    event = LifeEvent.objects.create(
        person=person, kind=kind, on=on, source=source, recorded_at=at, effects=effects
    )
    person.death_date = on
    person.save(update_fields=["death_date"])
    entry = audit.record(actor, "people.death", person, {"event": event.pk, "on": str(on)})
    homes = homes_of(person)
    note(entry, what="死亡", person=person, households=homes, since=on, at=at, after=str(on))
    events.publish(PersonDied(person.pk, event.pk, on))
    return event


def _end_everything(person: Person, on: date) -> list[Effect]:
    held = person.memberships.filter(valid_to__gt=on).select_related("household").first()
    effects = end_spells(person.residences.all(), on, what="居住")
    effects += end_spells(person.memberships.all(), on, what="户籍户")
    effects += end_spells(person.enrolments.all(), on, what="名册")
    effects += end_spells(person.disability_certificates.all(), on, what="残疾人证")
    effects += end_spells(person.custodies.all(), on, what="服刑或强制戒毒")
    for name, what in CHECKED:
        effects += end_spells(getattr(person, name).all(), on, what=what, later_too=True)
    return effects + (close_if_empty(held.household, on) if held else [])


def close_if_empty(household: Household, on: date) -> list[Effect]:
    """销户: a household without members ends with its last one, and so does what it has."""
    if Membership.objects.filter(household=household, valid_to__gte=FOREVER).exists():
        return []
    last = household.memberships.order_by("-valid_to").values_list("valid_to", flat=True).first()
    end = max(last or on, on)
    effects = end_spells(household.enrolments.all(), end, what="名册")
    effects += end_spells(household.assets.all(), end, what="财产", later_too=True)
    return effects + end_spells(Household.objects.filter(pk=household.pk), end, what="户籍户")


def require_once(person: Person, kind: str, on: date) -> None:
    standing = LifeEvent.objects.filter(person=person, kind=kind, on=on, reversed_at=None)
    if standing.exists():
        raise Refused(f"{on} 已登记过一次{LifeEvent.Kind(kind).label}, 同一天不能登记两次")


@transaction.atomic
def reverse_life_event(
    *, event: LifeEvent, reason: str, actor: audit.Actor, at: datetime
) -> LifeEvent:
    """Take the event back: a mark on the event, and exactly what it changed is as before.

    Only the latest event of a person can be taken back, so that no later one loses its footing.
    """
    person = checks.lock(event.person)
    event = LifeEvent.objects.select_for_update().get(pk=event.pk)
    _require_reversible(event, reason)
    homes = homes_of(person)
    _undo(_effects(event, person))
    _reopen_household(person, event.on)
    _one_head(person)
    if event.kind == LifeEvent.Kind.DEATH:
        person.death_date = None
        person.save(update_fields=["death_date"])
    event.reversed_at = at
    event.save(update_fields=["reversed_at"])
    _leave_reports(event)
    detail = {"event": event.pk, "reason": reason.strip()}
    entry = audit.record(actor, "people.reverse", person, detail)
    note(
        entry, what=event.get_kind_display(), person=person, households=homes | homes_of(person),
        since=event.on, at=at, before=str(event.on), after="登记已撤回",
    )  # fmt: skip
    events.publish(LifeEventReversed(person.pk, event.pk, event.kind, event.on))
    return event


def _leave_reports(event: LifeEvent) -> None:
    """Who said so was wrong; who said another day has still to be heard."""
    said = DeathReport.State
    event.reports.filter(state__in=DeathReport.STANDING).update(state=said.UNDONE)
    event.reports.filter(state=said.WITHDRAWN).update(due=None)
    event.reports.filter(state=said.DIFFERS).update(state=said.HELD, event=None)


def _require_reversible(event: LifeEvent, reason: str) -> None:
    if event.reversed_at is not None:
        raise Refused("这一条已经撤回过了")
    if event.kind not in REVERSIBLE:
        raise Refused("出生登记不能撤回; 如登记有误, 请更正人员资料")
    if event.effects is None and event.kind != LifeEvent.Kind.DEATH:
        raise Refused("这一条是整批载入的, 没有逐条留下连带变更, 不能撤回; 请另登记一次迁移")
    if not reason.strip():
        raise Refused("撤回原因没有填写")
    later = LifeEvent.objects.filter(person=event.person_id, reversed_at=None).filter(
        Q(on__gt=event.on) | Q(on=event.on, pk__gt=event.pk)
    )
    if later.exists():
        raise Refused("此后又登记了别的变动, 请先撤回较晚的一条")


def _undo(effects: list[Effect]) -> None:
    try:
        undo(effects)
    except ProtectedError as error:
        raise Refused("迁入的新户里已有别的成员, 不能撤回; 请另登记一次迁移") from error


def _effects(event: LifeEvent, person: Person) -> list[Effect]:
    """What the event changed in this app; a death loaded in bulk ended whatever ends on its day."""
    if event.effects is not None:
        return [effect for effect in event.effects if effect[0].startswith("people.")]
    groups = (
        person.residences,
        person.memberships,
        person.enrolments,
        person.disability_certificates,
        person.custodies,
        *(getattr(person, name) for name, _ in CHECKED),
    )
    return [
        [row._meta.label_lower, row.pk, _own_end(row).isoformat()]
        for group in groups
        for row in group.filter(valid_to=event.on)
    ]


def _own_end(row: Spell) -> date:
    """When ``row`` would have ended without the death."""
    return CareLevel.expires(row.valid_from) if isinstance(row, CareLevel) else FOREVER


def _reopen_household(person: Person, on: date) -> None:
    """The household may have been closed meanwhile, when its other members left: it stands again,
    and so do the enrolments and the assets that ended with it."""
    for row in person.memberships.filter(valid_to__gt=on).select_related("household"):
        household = row.household
        if household.valid_to < row.valid_to:
            for group in (household.enrolments, household.assets):
                group.filter(valid_to=household.valid_to).update(valid_to=FOREVER)
            Household.objects.filter(pk=household.pk).update(valid_to=row.valid_to)


def _one_head(person: Person) -> None:
    """A household that has found another head meanwhile keeps that one, from that day on."""
    head = Membership.Relation.HEAD
    for row in person.memberships.filter(relation=head, valid_to__gte=FOREVER):
        heads = Membership.objects.filter(household=row.household_id, relation=head)
        other = heads.filter(valid_to__gte=FOREVER).exclude(person=person).first()
        if other is not None and other.valid_from > row.valid_from:
            row.valid_to = other.valid_from
            row.save(update_fields=["valid_to"])
            Membership.objects.create(
                household=row.household,
                person=person,
                relation=Membership.Relation.OTHER,
                valid_from=other.valid_from,
            )
