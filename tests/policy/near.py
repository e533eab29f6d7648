"""Households near the worked examples: most of what they say, some facts changed, some unknown.

Households drawn blindly almost never meet all conditions of a benefit; these stand at its door.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from tests.policy.worlds import World, generated
from yingzhou.policy.book import Book
from yingzhou.policy.cases import Example, examples
from yingzhou.policy.columns import column_dtype, labels_of, lowest
from yingzhou.policy.kinds import DAY, LABEL
from yingzhou.policy.law import Moment
from yingzhou.policy.scalar import Case, Instance
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED


@cache
def house_examples() -> tuple[Example, ...]:
    from yingzhou.kernel.catalogue.book import book, folders

    paths = sorted(path for folder in folders() for path in folder.rglob("cases.yaml"))
    return tuple(one for path in paths for one in examples(book(), path))


def near(book: Book, draw: np.random.Generator, moment: Moment, households: int) -> World:
    """``households`` examples at random; what they leave open is unknown, or quiet (no, nought)."""
    chosen = draw.choice(len(house_examples()), households)
    cases = [house_examples()[place].case for place in chosen]
    people = [case.members for case in cases]
    world = World(
        book,
        np.repeat(np.arange(households), [len(one) for one in people]).astype(np.int32),
        _registers(people),
        _obligors(people),
        households,
        {},
    )
    everyone = {
        entity: [one for case in cases for one in _of(case, entity)]
        for entity in (PERSON, HOUSEHOLD, REGISTERED, OBLIGOR)
    }
    other = _other(world, draw, moment)
    changes = draw.choice([0, 0.02, 0.1], households)
    homes = {
        PERSON: world.household_of,
        HOUSEHOLD: np.arange(households),
        REGISTERED: world.household_of[np.unique(world.register_of, return_index=True)[1]],
        OBLIGOR: world.household_of[world.obligor_of],
    }
    quiet = draw.random(households) < 0.6
    for key, spec in book.inputs.items():
        home = homes[key[0]]
        column = _column(book, everyone[key[0]], key, quiet[home])
        changed = draw.random(len(column)) < changes[home]
        column[changed] = other.columns[spec.key][: len(column)][changed]
        world.columns[spec.key] = column
    return world


def _of(case: Case, entity: str) -> list[Instance]:
    return list(case.instances(entity))


def _registers(people: list[list[Instance]]) -> np.ndarray:
    numbers: dict[tuple[int, int], int] = {}
    found = [
        numbers.setdefault((home, id(one.up[REGISTERED])), len(numbers))
        for home, members in enumerate(people)
        for one in members
    ]
    return np.array(found, np.int32)


def _obligors(people: list[list[Instance]]) -> np.ndarray:
    everyone = [one for members in people for one in members]
    many = [len(one.down["赡养义务人"]) for one in everyone]
    return np.repeat(np.arange(len(everyone)), many).astype(np.int32)


def _other(world: World, draw: np.random.Generator, moment: Moment) -> World:
    """A blind world at least as large, to take changed facts from."""
    large = 6 * max(world.size(entity) for entity in (PERSON, HOUSEHOLD, REGISTERED, OBLIGOR)) + 60
    return generated(world.book, draw, moment, large)


def _column(
    book: Book, everyone: list[Instance], key: tuple[str, str], quiet: np.ndarray
) -> np.ndarray:
    spec = book.inputs[key]
    dtype = column_dtype(spec.kind)
    codes, made = labels_of(book), []
    for one, is_quiet in zip(everyone, quiet, strict=True):
        value = one.facts.get(key[1])
        if value is None and is_quiet:
            still = {LABEL: spec.labels[0] if spec.labels else "", DAY: 19700101}
            value = still.get(spec.kind, spec.least)
        made.append(lowest(dtype) if value is None else codes[value] if spec.labels else value)
    return np.array(made, dtype)
