"""Which facts a rule can need, and the inputs that ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yingzhou.policy.book import Key
from yingzhou.policy.files.inputs import InputSpec
from yingzhou.policy.kinds import DAY, FLAG, LABEL
from yingzhou.policy.law import Law, uses
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED

from .fact import assumed, limits
from .sheet import Facts, Member, Sheet
from .things import address, fact_of

Asked = dict[str, list[InputSpec]]


@dataclass(frozen=True)
class Field:
    """``control``: flag, label, day or number. ``empty``: what leaving it open means."""

    name: str
    spec: InputSpec
    value: str
    control: str
    choices: tuple[str, ...]
    empty: str
    url: str
    error: str

    @property
    def id(self) -> str:
        return f"f-{self.name.replace(':', '-')}"

    @property
    def unit(self) -> str:
        return str(self.spec.kind.unit) if self.control == "number" else ""

    @property
    def limits(self) -> str:
        return limits(self.spec)


@dataclass(frozen=True)
class Group:
    """``usual``: facts that are taken as the register has them where nothing is entered."""

    fields: list[Field]
    usual: list[Field]

    @property
    def is_empty(self) -> bool:
        return not self.fields and not self.usual

    @property
    def usual_given(self) -> int:
        return sum(1 for field in self.usual if field.value or field.error)


@dataclass(frozen=True)
class Obligor:
    number: int
    group: Group


@dataclass(frozen=True)
class Person:
    number: int
    member: Member
    group: Group
    obligors: list[Obligor]
    error: str


@dataclass(frozen=True)
class Register:
    name: str
    group: Group


@dataclass(frozen=True)
class Form:
    """``asks_obligors`` and ``asks_registers``: whether the rule can need such facts at all."""

    household: Group
    people: list[Person]
    registers: list[Register]
    asks_obligors: bool
    asks_registers: bool


def asked(law: Law, key: Key) -> Asked:
    """Facts that the result can depend on, on this day, in the order of the files."""
    named = {fact for one in law.order([key]) for fact in uses(law.rules[one]).inputs}
    made: Asked = {HOUSEHOLD: [], PERSON: [], OBLIGOR: [], REGISTERED: []}
    for fact, spec in law.book.inputs.items():
        if fact in named:
            made[spec.entity].append(spec)
    return made


def by_register(law: Law, key: Key) -> bool:
    """Whether it matters who is registered with whom."""
    return any(entity == REGISTERED for one in law.order([key]) for entity in _entities(law, one))


def _entities(law: Law, key: Key) -> list[str]:
    used = uses(law.rules[key])
    return [key[0], *(entity for entity, _ in (*used.rules, *used.inputs))]


def form(sheet: Sheet, asked: Asked, errors: Mapping[str, str], by_register: bool) -> Form:
    people = []
    for n, member in enumerate(sheet.members):
        obligors = [
            Obligor(k, _group(f"m{n}o{k}", asked[OBLIGOR], one, errors, OBLIGOR))
            for k, one in enumerate(member.obligors)
        ]
        group = _group(f"m{n}", asked[PERSON], member.facts, errors, PERSON)
        people.append(Person(n, member, group, obligors, errors.get(f"m{n}:_name", "")))
    registers = [
        Register(
            name or "共同的户籍户", _group(f"r{n}", asked[REGISTERED], facts, errors, REGISTERED)
        )
        for n, name in enumerate(sheet.register_names())
        for facts in [sheet.registers.get(name, {})]
    ]
    registers = [one for one in registers if not one.group.is_empty]
    household = _group("h", asked[HOUSEHOLD], sheet.household, errors, HOUSEHOLD)
    owing = bool(asked[OBLIGOR]) or any(member.obligors for member in sheet.members)
    return Form(household, people, registers, owing, by_register or bool(registers))


def _group(
    slot: str, specs: list[InputSpec], facts: Facts, errors: Mapping[str, str], entity: str
) -> Group:
    """What is asked, and what was given besides: a loaded case loses nothing."""
    from yingzhou.kernel.catalogue.book import book

    wanted = {spec.name: spec for spec in specs}
    for name in facts:
        spec = book().inputs.get((entity, name))
        if spec is not None:
            wanted.setdefault(name, spec)
    fields = [_field(f"{slot}:{name}", spec, facts, errors) for name, spec in wanted.items()]
    return Group(
        [one for one in fields if one.spec.assume is None],
        [one for one in fields if one.spec.assume is not None],
    )


def _field(name: str, spec: InputSpec, facts: Facts, errors: Mapping[str, str]) -> Field:
    control = {FLAG: "flag", LABEL: "label", DAY: "day"}.get(spec.kind, "number")
    usual = assumed(spec)
    return Field(
        name,
        spec,
        facts.get(spec.name, ""),
        control,
        ("是", "否") if control == "flag" else spec.labels,
        f"没有记录(按“{usual}”)" if usual else "不知道",
        address(fact_of((spec.entity, spec.name))),
        errors.get(name, ""),
    )
