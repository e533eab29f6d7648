"""Entering a person into the register, and the ties between persons."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit, clock, events
from yingzhou.core.spells import FOREVER
from yingzhou.core.timeline import Refused, require_free
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people import identity, names
from yingzhou.kernel.people.events import PersonRegistered
from yingzhou.kernel.people.models import Kinship, LifeEvent, Person, Residence

from . import checks
from .noting import homes_of, note


@transaction.atomic
def register_person(  # noqa: PLR0913 - one fact each, as on the form
    *,
    name: str,
    id_number: str,
    household_number: str,
    relation: int,
    registered_division: Division | None,
    resident_division: Division | None,
    address: str,
    since: date,
    actor: audit.Actor,
    at: datetime,
) -> Person:
    """Enter a person who is registered (户籍) and/or lives (常住) here since ``since``.

    ``household_number`` may be empty only for residents whose register is elsewhere. A registration
    on the day of birth is also recorded as a life event (出生).
    """
    home = registered_division or resident_division
    if home is None:
        raise Refused("户籍村居和常住村居至少填写一个")
    person = _create(name, id_number)
    checks.require_day(person, since, "起始日期")
    for kind, division in _residences(registered_division, resident_division):
        checks.require_division(division, since)
        _settle(person, kind, division, address, since)
    if household_number.strip() or registered_division is not None:
        checks.join_household(person, household_number, relation, home, address, since)
    if since == person.birth_date:
        _note_birth(person, at)
    entry = audit.record(actor, "people.register", person, {"since": str(since)})
    note(
        entry, what="人员登记", person=person, households=homes_of(person), since=since, at=at,
        after="户籍" if registered_division else "常住",
    )  # fmt: skip
    events.publish(PersonRegistered(person.pk, since))
    return person


@transaction.atomic
def register_visitor(
    *,
    name: str,
    id_number: str,
    division: Division | None,
    address: str,
    actor: audit.Actor,
    at: datetime,
) -> Person:
    """Enter somebody of another district who comes to a counter here: without household, and
    without a home where ``division`` (where they live now) is None. Anybody may complain, or report
    a child."""
    person = _create(name, id_number)
    if division is not None:
        since = clock.day_of(at)
        checks.require_division(division, since)
        _settle(person, Residence.Kind.RESIDENT, division, address, since)
    audit.record(actor, "people.register", person, {"since": str(clock.day_of(at))})
    events.publish(PersonRegistered(person.pk, clock.day_of(at)))
    return person


def _create(name: str, id_number: str) -> Person:
    try:
        name = names.checked("".join(name.split()))
    except ValueError as error:
        raise Refused(str(error)) from error
    try:
        number = identity.validate(id_number)
    except ValueError as error:
        raise Refused(str(error)) from error
    digest = identity.search_digest(number)
    known = Person.objects.filter(id_digest=digest).first()
    if known is not None:
        raise Refused(f"这个身份号码已经登记({names.mask_name(known.name)}), 不能重复登记")
    return Person.objects.create(
        name=name,
        pinyin=names.pinyin(name),
        sound=names.sound(name),
        initials=names.initials(name)[:16],
        sex=identity.sex(number),
        birth_date=identity.birth_date(number),
        id_number=number,
        id_digest=digest,
    )


def _residences(
    registered: Division | None, resident: Division | None
) -> list[tuple[Residence.Kind, Division]]:
    pairs = [(Residence.Kind.REGISTERED, registered), (Residence.Kind.RESIDENT, resident)]
    return [(kind, division) for kind, division in pairs if division is not None]


def _settle(
    person: Person, kind: Residence.Kind, division: Division, address: str, on: date
) -> None:
    rows = Residence.objects.filter(person=person, kind=kind)
    require_free(rows, on, FOREVER, what=kind.label)
    Residence.objects.create(
        person=person, kind=kind, division=division, address=address.strip(), valid_from=on
    )


def _note_birth(person: Person, at: datetime) -> None:
    LifeEvent.objects.create(
        person=person,
        kind=LifeEvent.Kind.BIRTH,
        on=person.birth_date,
        source="出生登记",
        recorded_at=at,
        effects=[],
    )


@transaction.atomic
def link_kin(
    *,
    person: Person,
    relative: Person,
    kind: int,
    actor: audit.Actor,
    at: datetime,
) -> Kinship:
    """Record that ``relative`` is a parent, spouse or guardian of ``person``; spouses both ways."""
    del at  # kinship carries no dates of its own; the audit entry has the moment
    if person.pk == relative.pk:
        raise Refused("本人不能是自己的亲属")
    if kind == Kinship.Kind.PARENT and relative.birth_date >= person.birth_date:
        raise Refused("父母的出生日期晚于子女, 请核对")
    link, _ = Kinship.objects.get_or_create(person=person, relative=relative, kind=kind)
    if kind == Kinship.Kind.SPOUSE:
        Kinship.objects.get_or_create(person=relative, relative=person, kind=kind)
    audit.record(actor, "people.link_kin", person, {"relative": relative.pk, "kind": int(kind)})
    return link
