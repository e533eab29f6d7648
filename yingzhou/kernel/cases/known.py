"""What the district knows of a person by itself: the values behind ``known`` in forms and papers.

Each value says which register it comes from. Using one is written down (:func:`note_uses`), and the
person can read who used what for which case, and object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from yingzhou.kernel.cases import newcomers, whom
from yingzhou.kernel.cases.knows import above
from yingzhou.kernel.cases.models import Case, DataUse
from yingzhou.kernel.catalogue.items import Apply
from yingzhou.kernel.catalogue.items.known import KNOWN
from yingzhou.kernel.catalogue.population import facts_of_person
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.notices.models import Contact
from yingzhou.kernel.organisations.models import Organisation
from yingzhou.kernel.people.models import (
    DisabilityCertificate,
    Kinship,
    Membership,
    Person,
    Residence,
    Schooling,
)

FACT = 60
"""So much of what was used is kept."""


@dataclass(frozen=True)
class Fact:
    """``source``: the register, as a resident reads it."""

    value: Any
    source: str


class Register:
    """The registers about one person on one day; each is asked once, and only when needed."""

    def __init__(self, person: Person, day: date, beside: Register | None = None) -> None:
        """``beside``: of somebody of the same household, whose facts are read already."""
        self.person, self.day, self._beside = person, day, beside

    def get(self, source: str) -> Fact | None:
        """None where the registers do not know it."""
        value = _READ[source](self)
        is_said = value is not None and value not in ("", [])
        return Fact(value, KNOWN[source][1]) if is_said else None

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """Of the policy facts: this person's own line and the household's."""
        found = self._household_facts
        own = [one for one in found["members"] if one["person_id"] == self.person.pk]
        return {**found, **(own[0] if own else {})}

    @cached_property
    def _household_facts(self) -> Mapping[str, Any]:
        if self._beside is not None:
            shared = self._beside._household_facts
            if any(one["person_id"] == self.person.pk for one in shared["members"]):
                return shared
        together = [(row.person_id, row.household_id) for row in self._together]
        return facts_of_person(self.person.pk, self.day, together) or {"members": []}

    @cached_property
    def residences(self) -> dict[int, Residence]:
        rows = Residence.objects.on(self.day).filter(person=self.person)
        return {row.kind: row for row in rows.order_by("pk")}

    @cached_property
    def _together(self) -> list[Membership]:
        """Everybody of the registered household, in one query."""
        own = Membership.objects.on(self.day).filter(person=self.person).values("household")
        rows = Membership.objects.on(self.day).filter(household__in=own)
        rows = rows.select_related("person", "household")
        return list(rows.order_by("relation", "person__birth_date", "pk"))

    @property
    def membership(self) -> Membership | None:
        return next((row for row in self._together if row.person_id == self.person.pk), None)

    @property
    def people(self) -> dict[int, Person]:
        """Everybody of the registered household, by key."""
        return {row.person_id: row.person for row in self._together}

    @cached_property
    def members(self) -> list[dict[str, Any]]:
        return [
            {
                "person": row.person_id,
                "name": row.person.name,
                "relation": row.get_relation_display(),
                **whom.of_person(row.person),
                "values": {},
            }
            for row in self._together
        ]

    def kin(self, kind: int, down: bool = False) -> str:
        """Names of relatives of a kind; ``down``: of whom this person is one."""
        if down:
            names = Person.objects.filter(kin__relative=self.person, kin__kind=kind)
        else:
            names = Person.objects.filter(kin_of__person=self.person, kin_of__kind=kind)
        return "、".join(names.order_by("birth_date").values_list("name", flat=True))

    @property
    def is_married(self) -> bool | None:
        """None where no living spouse is on record: that proves nothing."""
        rows = Person.objects.filter(kin_of__person=self.person, kin_of__kind=Kinship.Kind.SPOUSE)
        return rows.filter(death_date=None).exists() or None

    def address(self, kind: int) -> str:
        row = self.residences.get(kind)
        if row is None:
            return ""
        names = [node.name for node in tree_on(self.day).path(row.division_id)[1:]]
        if names and row.address.startswith(names[0]):  # written out whole, with its town
            return row.address
        return "".join([*names, row.address])

    def division(self, kind: int) -> str:
        row = self.residences.get(kind)
        path = tree_on(self.day).path(row.division_id) if row else []
        return path[-1].name if path else ""

    def certificate(self) -> str:
        category, grade = self.facts.get("disability_category"), self.facts.get("disability_grade")
        if not category or not grade:
            return ""
        words = DisabilityCertificate.Category(category).label
        return f"{words}残疾 {'零一二三四'[grade]}级"

    def phone(self) -> str:
        row = Contact.objects.on(self.day).filter(person=self.person, channel=Contact.Channel.SMS)
        found = row.first()
        return found.address if found else ""


_REGISTERED, _RESIDENT = Residence.Kind.REGISTERED, Residence.Kind.RESIDENT


def _number(name: str) -> Callable[[Register], Any]:
    return lambda register: register.facts.get(name)


def _yes(name: str) -> Callable[[Register], Any]:
    def read(register: Register) -> Any:
        value = register.facts.get(name)
        return None if value is None else bool(value)

    return read


def _certified(what: str) -> Callable[[Register], Any]:
    def read(register: Register) -> Any:
        code = register.facts.get(f"disability_{what}")
        if not code:
            return None
        return str(DisabilityCertificate.Category(code).label) if what == "category" else code

    return read


def _stage(register: Register) -> str | None:
    code = register.facts.get("schooling")
    return str(Schooling.Stage(code).label) if code else None


def _enrolled(roll: str) -> Callable[[Register], Any]:
    def read(register: Register) -> Any:
        rows = register.person.enrolments.filter(roll=roll, valid_from__lte=register.day)
        return "在册" if rows.filter(valid_to__gt=register.day).exists() else None

    return read


_READ: dict[str, Callable[[Register], Any]] = {
    "name": lambda register: register.person.name,
    "sex": lambda register: register.person.get_sex_display(),
    "birth_date": lambda register: register.person.birth_date.isoformat(),
    "identity": lambda register: register.person.id_number,
    "register_address": lambda register: register.address(_REGISTERED),
    "register_division": lambda register: register.division(_REGISTERED),
    "live_address": lambda register: register.address(_RESIDENT) or register.address(_REGISTERED),
    "live_division": lambda register: (
        register.division(_RESIDENT) or register.division(_REGISTERED)
    ),
    "phone": Register.phone,
    "members": lambda register: register.members,
    "household_number": lambda register: (
        register.membership.household.number if register.membership else ""
    ),
    "spouse": lambda register: register.kin(Kinship.Kind.SPOUSE),
    "married": lambda register: register.is_married,
    "parents": lambda register: register.kin(Kinship.Kind.PARENT),
    "children": lambda register: register.kin(Kinship.Kind.PARENT, down=True),
    "guardian": lambda register: register.kin(Kinship.Kind.GUARDIAN),
    "death": lambda register: (
        register.person.death_date.isoformat() if register.person.death_date else None
    ),
    "disability": Register.certificate,
    "disability_category": _certified("category"),
    "disability_grade": _certified("grade"),
    "wage": _number("wage"),
    "pension": _number("pension"),
    "other_income": _number("other"),
    "medical_cost": _number("medical"),
    "education_cost": _number("education"),
    "employed": _yes("employed"),
    "schooling": _stage,
    "illness": _yes("ill"),
    "care_level": _number("care_level"),
    "money": _number("money"),
    "vehicle": _yes("vehicle"),
    "premises": _yes("premises"),
    "homes": _number("homes"),
    "floor_area": _number("floor_area"),
    "registered": _yes("registered"),
    "rural": _yes("rural"),
    "dibao": _enrolled("dibao"),
    "dibao_paid": above("dibao_paid"),
    "left_behind": _enrolled("left_behind"),
    "organisation": lambda _: None,
    "credit_code": lambda _: None,
}
"""The last two are of organisations, which are not persons (:func:`prefill_unit`)."""


def prefill(apply: Apply, person: Person, day: date) -> dict[str, Any]:
    """Answers as far as the district knows them, each with its source, and the papers it spares."""
    register = Register(person, day)
    values: dict[str, Any] = {}
    known: dict[str, str] = {}
    members: list[dict[str, Any]] = []
    for field in apply.form:
        if not field.known or field.each:
            continue
        fact = register.get(field.known)
        if fact is None:
            continue
        known[field.key] = fact.source
        if field.kind == "members":
            members = fact.value
        else:
            values[field.key] = fact.value
    _of_members(apply, members, known, register)
    for material in apply.materials:
        fact = register.get(material.known) if material.known else None
        if fact is not None and fact.value:  # that a register has nothing proves nothing
            known[f"material:{material.key}"] = fact.source
    made = {"values": values, "members": members, "known": known, "papers": []}
    return whom.with_asker(made, person, day)


def with_own(apply: Apply, prefilled: dict[str, Any], person: Person, day: date) -> dict[str, Any]:
    """Where people are named who are no household (two who marry), whoever applies is one of them:
    what the registers know of them is filled in, and nothing of anybody else."""
    asked = [field for field in apply.form if field.each and field.known]
    named = [field for field in apply.form if field.kind == "members" and not field.known]
    if not asked or not named or prefilled["members"]:
        return prefilled
    register = Register(person, day)
    facts = {field.key: register.get(field.known) for field in asked}
    there = {key: fact for key, fact in facts.items() if fact is not None}
    own = {
        "person": person.pk,
        "name": person.name,
        "relation": "本人",
        **whom.of_person(person),
        "values": {key: fact.value for key, fact in there.items()},
    }
    known = prefilled["known"] | {key: fact.source for key, fact in there.items()}
    return {**prefilled, "members": [own], "known": known}


def beside(apply: Apply, person: Person, day: date, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the registers know beside answers: the same, and where people were named who are no
    household (two who marry), of each whom the register knows (``named``); of whose number it has
    another name, that name (``names``, by number of the member)."""
    found = prefill(apply, person, day)
    found["names"] = newcomers.otherwise_named(answers)
    if any(field.kind == "members" and field.known for field in apply.form):
        return found
    asked = [field for field in apply.form if field.each and field.known]
    keys = [one["person"] for one in answers.get("members", ()) if one.get("person")]
    if not asked or not keys:
        return found
    people = Person.objects.in_bulk(keys)
    found["named"] = True
    for key in keys:
        register = Register(people[key], day)
        facts = {field.key: register.get(field.known) for field in asked}
        there = {name: fact for name, fact in facts.items() if fact is not None}
        found["known"] |= {name: fact.source for name, fact in there.items()}
        values = {name: fact.value for name, fact in there.items()}
        found["members"].append({"person": key, "name": people[key].name, "values": values})
    return found


def prefill_unit(apply: Apply, organisation: Organisation) -> dict[str, Any]:
    """Answers that the register of organisations gives, each with its source."""
    told = {"organisation": organisation.name, "credit_code": organisation.uscc}
    held = {one.key: one.known for one in apply.form if not one.each and one.known in told}
    return {
        "values": {key: told[source] for key, source in held.items()},
        "members": [],
        "known": {key: KNOWN[source][1] for key, source in held.items()},
        "papers": [],
    }


def _of_members(
    apply: Apply, members: list[dict[str, Any]], known: dict[str, str], applicants: Register
) -> None:
    """What the registers know of each member of the household."""
    asked = [field for field in apply.form if field.each and field.known]
    if not asked:
        return
    people = applicants.people
    for member in members:
        if member["person"] not in people:
            continue
        register = Register(people[member["person"]], applicants.day, applicants)
        for field in asked:
            fact = register.get(field.known)
            if fact is not None:
                member["values"][field.key] = fact.value
                known[field.key] = fact.source


def labels_of(apply: Apply) -> dict[str, str]:
    """What each fact is called where its person reads of its use."""
    found = {field.key: field.label for field in apply.form}
    return found | {f"material:{one.key}": one.name for one in apply.materials}


def note_uses(
    *,
    case: Case | None,
    known: Mapping[str, str],
    labels: Mapping[str, str],
    persons: Iterable[int],
    user_name: str,
    at: datetime,
    purpose: str = "",
) -> None:
    """One row a person and fact: the resident can read who used it, for what, from where.
    ``purpose``: where there is no case yet."""
    rows = [
        use_of(
            person,
            case,
            labels.get(key, key),
            source,
            purpose or (f"办理 {case.number}" if case else ""),
            user_name=user_name,
            at=at,
        )
        for person in dict.fromkeys(persons)
        for key, source in known.items()
    ]
    if rows:
        DataUse.objects.bulk_create(rows)


def use_of(
    person: int,
    case: Case | None,
    fact: str,
    source: str,
    purpose: str,
    *,
    user_name: str,
    at: datetime,
) -> DataUse:
    """A row that is not kept yet."""
    return DataUse(
        person_id=person,
        case=case,
        fact=fact[:FACT],
        source=source[:80],
        purpose=purpose[:120],
        user_name=user_name[:150],
        at=at,
    )
