"""Evaluates rules for the instances of one case; every result is computed once and remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yingzhou.policy.book import Key
from yingzhou.policy.kinds import LABEL
from yingzhou.policy.law import Law, Moment
from yingzhou.policy.rules import Rule
from yingzhou.policy.tree import Branch, Return

from .closures import Frame, body_of
from .instances import Case, Instance
from .unknown import Unknown


@dataclass(eq=False)
class Step:
    """One rule for one instance: its value, the author's local names, and the way it took.

    ``rule`` is None where none holds on the day: the value is then nothing. ``taken``: each branch
    that was met, and whether its condition held. ``ended``: the return that gave the value.
    ``said``: who established it, where no rule was asked (:meth:`Evaluation.suppose`).
    """

    key: Key
    rule: Rule | None
    instance: Instance
    value: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    taken: list[tuple[Branch, Any]] = field(default_factory=list)
    ended: Return | None = None
    asked: dict[Step, None] = field(default_factory=dict)
    said: str = ""


class Evaluation:
    """One case under the law of one moment. ``steps`` is the trace, in order of completion."""

    def __init__(self, law: Law, moment: Moment, case: Case) -> None:
        self.law, self.moment, self.case = law, moment, case
        self.steps: list[Step] = []
        self._results: dict[tuple[Key, int], Step] = {}
        self.as_of = moment.as_of
        self.parameters: dict[str, tuple[int, ...]] = {}

    def step(self, key: Key, instance: Instance) -> Step:
        """The result of ``key`` for ``instance``, with how it came about."""
        place = (key, id(instance))
        found = self._results.get(place)
        if found is None:
            found = Step(key, self.law.rules.get(key), instance)
            self._results[place] = found
            self._fill(found)
            self.steps.append(found)
        elif found.value is None:
            self.law.order([key])  # it waits for itself: raises PolicyError with the circle
        return found

    def suppose(self, key: Key, instance: Instance, value: Any, said: str) -> None:
        """``key`` was decided before and stands on record: it is not computed again, and the trace
        tells where it stands."""
        step = Step(key, self.law.rules.get(key), instance, value=value, said=said)
        self._results[key, id(instance)] = step
        self.steps.append(step)

    def value(self, key: Key, instance: Instance) -> Any:
        return self.step(key, instance).value

    def below(self, step: Step) -> list[Step]:
        """The steps that ``step`` asked for, in order."""
        return list(step.asked)

    def cells(self, name: str) -> tuple[int, ...]:
        found = self.parameters.get(name)
        if found is None:
            found = self.parameters[name] = self.law.value(name)
        return found

    def _fill(self, step: Step) -> None:
        if step.rule is None:
            kind = self.law.book.rules[step.key][-1].kind
            step.value = "" if kind == LABEL else 0
            return
        frame = Frame(self, step)
        step.value = body_of(step.rule)(frame)


__all__ = ["Evaluation", "Step", "Unknown"]
