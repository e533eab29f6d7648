"""Made-up households in both forms that the engine reads: instances for one, columns for all.

Values crowd where rules turn: on the figures of the law and one fen beside them, on birthdays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from yingzhou.policy.book import Book, Key
from yingzhou.policy.columns import column_dtype, labels_of, lowest
from yingzhou.policy.explain import told
from yingzhou.policy.files.inputs import InputSpec
from yingzhou.policy.kinds import DAY, FLAG, LABEL
from yingzhou.policy.law import Moment, law
from yingzhou.policy.population import Population, load
from yingzhou.policy.run import Runner
from yingzhou.policy.scalar import Case, Evaluation, Instance, Unknown
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED

AGES = (0, 1, 3, 16, 18, 22, 55, 59, 60, 65, 70, 80, 90, 100)


@dataclass
class World:
    """``columns``: by 人.出生日期 and so on; the lowest number of a column's type is unknown."""

    book: Book
    household_of: np.ndarray
    register_of: np.ndarray
    obligor_of: np.ndarray
    households: int
    columns: dict[str, np.ndarray]

    def size(self, entity: str) -> int:
        registers = int(self.register_of.max(initial=-1)) + 1
        sizes = {PERSON: len(self.household_of), HOUSEHOLD: self.households}
        return {**sizes, REGISTERED: registers, OBLIGOR: len(self.obligor_of)}[entity]

    def population(self) -> Population:
        return load(
            self.book, self.household_of, self.columns, self.households,
            register_of=self.register_of, obligor_of=self.obligor_of,
        )  # fmt: skip

    def instances(self) -> dict[str, list[Instance]]:
        """The same people, one by one, with the ways between them."""
        made = {
            entity: [Instance(entity, f"{entity}{n}", facts) for n, facts in self._facts(entity)]
            for entity in (HOUSEHOLD, PERSON, REGISTERED, OBLIGOR)
        }
        for group in (*made[HOUSEHOLD], *made[REGISTERED]):
            group.down["成员"] = []
        for n, one in enumerate(made[PERSON]):
            one.up[HOUSEHOLD] = made[HOUSEHOLD][self.household_of[n]]
            one.up[REGISTERED] = made[REGISTERED][self.register_of[n]]
            for group in one.up.values():
                group.down["成员"].append(one)
            one.down["赡养义务人"] = []
        for n, one in enumerate(made[OBLIGOR]):
            one.up[PERSON] = made[PERSON][self.obligor_of[n]]
            one.up[PERSON].down["赡养义务人"].append(one)
        return made

    def _facts(self, entity: str) -> Iterator[tuple[int, dict[str, Any]]]:
        words = list(labels_of(self.book))
        columns = {
            name: found for name, found in self.columns.items() if name.startswith(f"{entity}.")
        }
        for n in range(self.size(entity)):
            facts: dict[str, Any] = {}
            for name, column in columns.items():
                value = int(column[n])
                if value != lowest(column.dtype.type):
                    short = name.split(".")[1]
                    is_label = self.book.inputs[entity, short].kind == LABEL
                    facts[short] = words[value] if is_label else value
            yield n, facts


def generated(book: Book, draw: np.random.Generator, moment: Moment, households: int) -> World:
    """Households of nought to four; some share a registered household with the one before."""
    sizes = draw.choice([0, 1, 2, 3, 4], households, p=[0.08, 0.3, 0.3, 0.2, 0.12])
    sizes[-1] = 0  # one without members in the last place has tripped others
    household_of = np.repeat(np.arange(households), sizes).astype(np.int32)
    register_of = _registers(draw, household_of)
    many = draw.choice([0, 1, 2], len(household_of), p=[0.6, 0.3, 0.1])
    obligor_of = np.repeat(np.arange(len(household_of)), many).astype(np.int32)
    world = World(book, household_of, register_of, obligor_of, households, {})
    luck = _Luck(
        draw, moment, _figures(book, moment),
        unknown=draw.choice([0, 0, 0.02, 0.2], households),
        often=draw.choice([0.03, 0.15, 0.5], households),
    )  # fmt: skip
    homes = {
        PERSON: household_of, HOUSEHOLD: np.arange(households),
        REGISTERED: _first(register_of, household_of), OBLIGOR: household_of[obligor_of],
    }  # fmt: skip
    for (entity, _), spec in book.inputs.items():
        world.columns[spec.key] = luck.column(book, spec, homes[entity])
    return world


def _registers(draw: np.random.Generator, household_of: np.ndarray) -> np.ndarray:
    """Each household has its own, except some people who stand in that of the one before."""
    made, number, before, previous = [], -1, -1, -1
    for household in household_of:
        if household != before:
            previous = number if household == before + 1 else -1
            before = household
            number += 1
        joins = previous >= 0 and draw.random() < 0.15
        made.append(previous if joins else number)
    found = np.array(made, np.int64)
    return np.unique(found, return_inverse=True)[1].astype(np.int32)


def _first(register_of: np.ndarray, household_of: np.ndarray) -> np.ndarray:
    return household_of[np.unique(register_of, return_index=True)[1]]


def _figures(book: Book, moment: Moment) -> np.ndarray:
    """Every amount of the law of the day, doubled too, and one fen beside each."""
    found = [
        value
        for parameter in book.parameters.values()
        if parameter.kind.is_money and (dated := parameter.on(moment.law_day)) is not None
        for value in dated.value or ()
    ]
    lines = np.unique(np.array([*found, *(2 * one for one in found), 0]))
    return np.concatenate([lines, lines + 1, np.maximum(lines - 1, 0)])


@dataclass
class _Luck:
    """``unknown`` and ``often`` (how often a yes) differ from household to household."""

    draw: np.random.Generator
    moment: Moment
    figures: np.ndarray
    unknown: np.ndarray
    often: np.ndarray

    def column(self, book: Book, spec: InputSpec, home: np.ndarray) -> np.ndarray:
        dtype = column_dtype(spec.kind)
        made = self._values(book, spec, home).astype(dtype)
        missing = self.draw.random(len(home)) < self.unknown[home]
        made[missing] = lowest(dtype)
        return made

    def _values(self, book: Book, spec: InputSpec, home: np.ndarray) -> np.ndarray:
        draw, count = self.draw, len(home)
        if spec.kind == FLAG:
            return draw.random(count) < self.often[home]
        if spec.kind == LABEL:
            codes = labels_of(book)
            return draw.choice([codes[label] for label in spec.labels], count)
        if spec.kind == DAY:
            return self._days(spec, count)
        if spec.kind.is_money:
            on_lines = draw.choice(self.figures, count)
            values = np.where(draw.random(count) < 0.7, on_lines, draw.integers(0, 900_000, count))
        else:
            values = draw.integers(spec.least, min(spec.most, spec.least + 100) + 1, count)
            values = np.where(draw.random(count) < 0.6, np.minimum(values, spec.least + 4), values)
        return np.clip(values, spec.least, spec.most)

    def _days(self, spec: InputSpec, count: int) -> np.ndarray:
        """Around birthdays in the month at hand; other days around the last years."""
        ages = self.draw.choice(AGES if spec.name == "出生日期" else (0, 0, 1, 2, 3), count)
        months = self.moment.year * 12 + self.moment.month - 1
        months = months - ages * 12 + self.draw.integers(-2, 3, count)
        days = self.draw.choice([1, 2, 15, 28], count)
        return months // 12 * 10_000 + (months % 12 + 1) * 100 + days


def differences(world: World, wanted: list[Key], moment: Moment, changed: Any = None) -> list[str]:
    """Where the compiled month and the single evaluations say different things; with the trace."""
    found = changed or law(world.book, moment.law_day)
    results = Runner(world.population(), wanted).month(moment, found)
    everyone = world.instances()
    empty = Instance(HOUSEHOLD, "", {}, {}, {"成员": []})
    evaluation = Evaluation(found, moment, Case(empty, []))
    wrong = []
    for key in wanted:
        compiled = results[key].tolist()
        assert len(compiled) == len(everyone[key[0]])
        for one, got in zip(everyone[key[0]], compiled, strict=True):
            want = 0 if _is_empty(one) else plain(world.book, key, evaluation.value(key, one))
            if want != got:
                wrong.append(f"{moment} {one.label} {'.'.join(key)}: 单算 {want}, 全算 {got}")
    return wrong[:10] and [*wrong[:10], *list(told(evaluation))[-60:]]


def _is_empty(one: Instance) -> bool:
    return one.entity == HOUSEHOLD and not one.down["成员"]


def plain(book: Book, key: Key, value: Any) -> int:
    """A single result as the column of results has it."""
    from yingzhou.policy.columns import dtype_of

    if isinstance(value, Unknown):
        return lowest(dtype_of(book.rules[key][-1].kind))
    return labels_of(book)[value] if isinstance(value, str) else int(value)
