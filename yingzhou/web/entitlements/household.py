"""The resident's household under this month's law: what each benefit comes to, or what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from yingzhou.kernel.catalogue.book import book, paid
from yingzhou.policy.book import Book, Key
from yingzhou.policy.exclusions import PAID
from yingzhou.policy.files.inputs import InputSpec
from yingzhou.policy.given.facts import value_of
from yingzhou.policy.law import Law, Moment, law
from yingzhou.policy.scalar import Case, Evaluation, Instance, Unknown
from yingzhou.policy.scalar.instances import Value, build
from yingzhou.policy.tree import HOUSEHOLD, PERSON

from .answers import DO_NOT_KNOW, Answers, place_of
from .order import UNSURE_IS_NO, implied


@lru_cache(maxsize=4)
def law_for(moment: Moment) -> Law:
    """This month's law for somebody whose registers nobody has looked into.

    A register that holds nothing proves that there is nothing; a resident who has not been asked
    proves nothing. So whatever a resident can be asked is not assumed.
    """
    whole = book()
    inputs = {
        key: replace(spec, assume=None) if spec.ask else spec for key, spec in whole.inputs.items()
    }
    return law(replace(whole, inputs=inputs), moment.law_day)


@dataclass(frozen=True)
class Outcome:
    """One benefit for one person or household. ``lacks``: keys of questions not yet answered;
    ``skipped``: keys answered with “I do not know”; ``others``: facts that no resident is asked."""

    key: Key
    instance: Instance
    value: int | None
    lacks: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    others: tuple[InputSpec, ...] = ()

    @property
    def benefit(self) -> Key:
        """The benefit itself, before exclusions."""
        return self.key[0], self.key[1].removeprefix(PAID)


@dataclass(frozen=True)
class Found:
    """Everything that is computed for one set of answers."""

    answers: Answers
    moment: Moment
    evaluation: Evaluation
    outcomes: tuple[Outcome, ...]
    taken_as_none: tuple[str, ...]

    @property
    def book(self) -> Book:
        return self.evaluation.law.book

    def needs_of(self, value: Unknown) -> tuple[list[str], list[InputSpec]]:
        """Keys of what a resident can be asked, and what only an office can find out."""
        numbers = {one.label: n for n, one in enumerate(self.evaluation.case.members, 1)}
        asked, others = [], []
        for need in value.needs:
            spec = self.book.inputs[need.entity, need.name]
            if not spec.ask or need.entity not in (PERSON, HOUSEHOLD):
                others.append(spec)
            elif need.entity == PERSON:
                asked.append(f"p{numbers[need.of]}.{need.name}")
            else:
                asked.append(f"h.{need.name}")
        return asked, list(dict.fromkeys(others))


def find(answers: Answers, moment: Moment) -> Found:
    """Evaluates every benefit with what is known. About a millisecond for a household."""
    the_law = law_for(moment)
    case, taken = _case(answers, moment)
    evaluation = Evaluation(the_law, moment, case)
    found = Found(answers, moment, evaluation, (), taken)
    return replace(found, outcomes=tuple(_outcomes(found)))


def _outcomes(found: Found) -> Iterator[Outcome]:
    for key in paid():
        for instance in found.evaluation.case.instances(key[0]):
            value = found.evaluation.value(key, instance)
            own = found.evaluation.value((key[0], key[1].removeprefix(PAID)), instance)
            if not isinstance(own, Unknown) and not own:
                value = 0  # what is nothing anyway needs no look at what excludes it
            if not isinstance(value, Unknown):
                yield Outcome(key, instance, int(value))
                continue
            asked, others = found.needs_of(value)
            skipped = [one for one in asked if found.answers.given.get(one) == DO_NOT_KNOW]
            lacks = [one for one in asked if one not in skipped]
            yield Outcome(key, instance, None, tuple(lacks), tuple(skipped), tuple(others))


def _case(answers: Answers, moment: Moment) -> tuple[Case, tuple[str, ...]]:
    """The household for the engine, and the keys of amounts that nobody knew and count as none."""
    facts: dict[int, dict[str, Value]] = {n: {} for n in range(answers.people + 1)}
    taken = []
    for key, written in answers.given.items():
        entity, number, name = place_of(key)
        spec = book().inputs.get((entity, name))
        if spec is None or number > answers.people:
            continue
        if written == DO_NOT_KNOW:
            if spec.assume is not None and (spec.kind.is_money or name in UNSURE_IS_NO):
                facts[number][name] = spec.assume
                taken.append(key)
            continue
        value = fact(spec, written)
        if value is not None:
            facts[number][name] = value
    people: list[tuple[str, Mapping[str, Value], list[Mapping[str, Value]], str]] = [
        (label, facts[n] | implied(facts[n], moment.as_of), [], "")
        for n, label in enumerate(answers.labels(), 1)
    ]
    return build(facts[0], people), tuple(taken)


def fact(spec: InputSpec, written: str) -> Value | None:
    """A written answer as the engine keeps it; None for what is no answer to this question."""
    try:
        number = spec.kind.base == "number"
        return value_of(spec, Decimal(written) if number else written)
    except (ValueError, InvalidOperation):
        return None
