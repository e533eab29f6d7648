"""One person's record: household, kin, disability, rolls, homes, what happened; who looked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from yingzhou.core.models import AuditEntry
from yingzhou.kernel.people.models import (
    DisabilityCertificate,
    Enrolment,
    Household,
    Kinship,
    LifeEvent,
    Membership,
    Person,
    Residence,
)

from .places import Home, Places

ADULT = 18
LOOKS_SHOWN = 12


def age_on(person: Person, day: date) -> int:
    """Full years on ``day``, or on the day of death where that came first (周岁)."""
    end = min(day, person.death_date) if person.death_date else day
    born = person.birth_date
    return end.year - born.year - ((end.month, end.day) < (born.month, born.day))


@dataclass(frozen=True)
class Relative:
    """A member of the household, or kin; ``relation`` in words."""

    person: Person
    relation: str
    age: int
    home: Home

    @property
    def is_minor(self) -> bool:
        return self.age < ADULT


@dataclass(frozen=True)
class HouseholdOn:
    household: Household
    place: str
    members: list[Relative]


@dataclass(frozen=True)
class PlaceSpell:
    kind: str
    place: str
    row: Residence


@dataclass(frozen=True)
class Record:
    """What the page shows; ``household`` is as of the asked day, the rest as of today."""

    person: Person
    age: int
    home: Home
    household: HouseholdOn | None
    kin: list[Relative]
    disability: list[DisabilityCertificate]
    rolls: list[Enrolment]
    events: list[LifeEvent]
    residences: list[PlaceSpell]

    @property
    def is_minor(self) -> bool:
        return self.age < ADULT


def record_of(person: Person, day: date, today: date) -> Record:
    places = Places(today)
    household, memberships = _household(person, day)
    kin = _kin(person)
    members = [(row.person, row.get_relation_display()) for row in memberships]
    everyone = {person.pk, *(p.pk for p, _ in kin), *(p.pk for p, _ in members)}
    residences = list(Residence.objects.filter(person__in=everyone))
    homes = places.homes_in(residences)

    def relatives(pairs: list[tuple[Person, str]], on: date) -> list[Relative]:
        return [Relative(p, word, age_on(p, on), homes.get(p.pk, Home())) for p, word in pairs]

    return Record(
        person=person,
        age=age_on(person, today),
        home=homes.get(person.pk, Home()),
        household=HouseholdOn(
            household, places.label(household.division_id), relatives(members, day)
        )
        if household
        else None,
        kin=relatives(kin, today),
        disability=list(person.disability_certificates.order_by("-valid_from")),
        rolls=_rolls(person),
        events=list(person.life_events.order_by("-on", "-pk")),
        residences=_spells([row for row in residences if row.person_id == person.pk], places),
    )


def _household(person: Person, day: date) -> tuple[Household | None, list[Membership]]:
    own = Membership.objects.on(day).filter(person=person)
    rows = (
        Membership.objects.on(day)
        .filter(household__in=own.values("household"))
        .select_related("person", "household")
        .order_by("relation", "person__birth_date", "pk")
    )
    found = list(rows)
    return (found[0].household, found) if found else (None, [])


def _kin(person: Person) -> list[tuple[Person, str]]:
    """Spouse, parents, guardians; then children and whom the person is guardian of."""
    links = Kinship.objects.filter(Q(person=person) | Q(relative=person))
    rows = list(links.select_related("person", "relative").order_by("kind", "pk"))
    own = [(row.relative, _word(row)) for row in rows if row.person_id == person.pk]
    words = {Kinship.Kind.PARENT: "子女", Kinship.Kind.GUARDIAN: "被监护人"}
    back = [
        (row.person, words[Kinship.Kind(row.kind)])
        for row in rows
        if row.relative_id == person.pk and row.kind != Kinship.Kind.SPOUSE
    ]
    return own + sorted(back, key=lambda pair: (pair[1], pair[0].birth_date))


def _word(link: Kinship) -> str:
    if link.kind == Kinship.Kind.PARENT:
        return "父亲" if link.relative.sex == Person.Sex.MALE else "母亲"
    return link.get_kind_display()


def _rolls(person: Person) -> list[Enrolment]:
    """Rolls of the person, and of households while the person was a member of them."""
    together = Enrolment.objects.filter(
        household__memberships__person=person,
        household__memberships__valid_from__lt=F("valid_to"),
        household__memberships__valid_to__gt=F("valid_from"),
    )
    mine = Enrolment.objects.filter(Q(person=person) | Q(pk__in=together.values("pk")))
    return sorted(mine, key=lambda row: (row.valid_from, row.pk), reverse=True)


def _spells(rows: list[Residence], places: Places) -> list[PlaceSpell]:
    rows = sorted(rows, key=lambda row: (row.valid_from, -row.kind), reverse=True)
    return [PlaceSpell(r.get_kind_display(), places.label(r.division_id), r) for r in rows]


ACTS = {
    "people.view": "查看",
    "people.reveal": "查看完整号码",
    "people.register": "登记",
    "people.death": "登记死亡",
    "people.death_report": "报告死亡",
    "people.death_settle": "核实死亡信息",
    "people.death_withdraw": "撤回死亡信息",
    "people.move": "登记迁移",
    "people.reverse": "撤回登记",
    "people.refused": "越权访问被拒",
    "people.enrol": "列入名册",
    "people.leave": "退出名册",
    "people.disability": "登记残疾人证",
    "people.custody": "登记服刑或强制戒毒",
    "people.release": "登记释放",
    "people.event": "查看一件事的影响",
    "people.set_income": "登记收入和支出",
    "people.set_illness": "登记大重病",
    "people.set_schooling": "登记在读情况",
    "people.set_care_level": "登记照护等级",
    "people.link_kin": "登记亲属关系",
}
"""What may be done with a record, in a resident's words."""


def looks_at(person: Person, actions: Collection[str] = ()) -> list[AuditEntry]:
    """The last who opened or changed the record, newest first; ``actions``: only these."""
    entries = AuditEntry.objects.filter(subject_type=person._meta.label_lower, subject_id=person.pk)
    which = Q(action__in=actions) if actions else Q(action__startswith="people.")
    entries = entries.filter(which)
    return list(entries.order_by("-seq")[:LOOKS_SHOWN])
