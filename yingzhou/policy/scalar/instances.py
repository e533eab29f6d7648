"""The people and groups that one question is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED

Value = int | str
"""Money in fen, ratios in ten-thousandths, days as yyyymmdd, yes and no as 1 and 0, labels."""


@dataclass(eq=False)
class Instance:
    """One person, household or obligor. ``facts`` that are missing are unknown."""

    entity: str
    label: str
    facts: Mapping[str, Value]
    up: dict[str, Instance] = field(default_factory=dict)
    down: dict[str, list[Instance]] = field(default_factory=dict)


@dataclass(eq=False)
class Case:
    """A household (共同生活家庭) with its members, their registration and who owes them support."""

    household: Instance
    members: list[Instance]

    def instances(self, entity: str) -> Iterator[Instance]:
        """Every instance of ``entity`` in the case."""
        if entity == HOUSEHOLD:
            yield self.household
        elif entity == PERSON:
            yield from self.members
        elif entity == OBLIGOR:
            for one in self.members:
                yield from one.down["赡养义务人"]
        elif entity == REGISTERED:
            yield from dict.fromkeys(one.up[REGISTERED] for one in self.members)


def build(
    household: Mapping[str, Value],
    members: list[tuple[str, Mapping[str, Value], list[Mapping[str, Value]], str]],
    registers: Mapping[str, Mapping[str, Value]] | None = None,
) -> Case:
    """``members``: label, facts, facts of obligors, and the name of the registered household.

    Who names none shares one registered household; ``registers`` holds facts of those.
    """
    top = Instance(HOUSEHOLD, "本户", household, {}, {"成员": []})
    books: dict[str, Instance] = {}
    people = []
    for label, facts, obligors, register in members:
        if register not in books:
            facts_of = (registers or {}).get(register, {})
            books[register] = Instance(REGISTERED, register or "户籍户", facts_of, {}, {"成员": []})
        one = Instance(PERSON, label, facts, {HOUSEHOLD: top, REGISTERED: books[register]})
        one.down["赡养义务人"] = [
            Instance(OBLIGOR, f"{label}的义务人{n}", found, {PERSON: one})
            for n, found in enumerate(obligors, 1)
        ]
        top.down["成员"].append(one)
        books[register].down["成员"].append(one)
        people.append(one)
    return Case(top, people)
