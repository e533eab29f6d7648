"""What the answers come to: the instrument's rule, asked of the policy engine with these answers as
the only facts, so that a result never depends on what is not on the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingzhou.kernel.assessments.faults import AssessmentFault
from yingzhou.kernel.assessments.files import Instrument
from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.explain import explain
from yingzhou.policy.law import Moment, law
from yingzhou.policy.scalar import Evaluation
from yingzhou.policy.scalar.instances import build
from yingzhou.policy.tree import HOUSEHOLD


@dataclass(frozen=True)
class Scored:
    """``needs``: the questions whose answers say that something is needed, the urgent first;
    ``lines``: how the rule came to its result; ``rules``: the digest of the rules."""

    result: str
    needs: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    rules: str


def needs_of(instrument: Instrument, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Question and answer of what is needed, the urgent first."""
    found = []
    for item in instrument.items:
        option = item.option(values[item.key])
        if option is not None and option.need:
            found.append((not option.urgent, item.key, option.say))
    return [(key, said) for _, key, said in sorted(found, key=lambda one: one[0])]


def facts_of(instrument: Instrument, values: Mapping[str, str]) -> dict[str, int]:
    """``人.自主吃饭`` → 1: what the answers tell the rules."""
    chosen = [(item, item.option(values[item.key])) for item in instrument.items]
    facts = {
        item.fact: int(option.fact)
        for item, option in chosen
        if item.fact and option is not None and option.fact is not None
    }
    counted = ((instrument.needs, "need"), (instrument.urgent, "urgent"))
    for fact, what in counted:
        if fact:
            facts[fact] = sum(1 for _, option in chosen if option and getattr(option, what))
    return facts


def score(instrument: Instrument, values: Mapping[str, str], day: date) -> Scored:
    """By the rules of ``day``. AssessmentFault where they cannot tell."""
    facts = facts_of(instrument, values)
    own: dict[str, dict[str, Any]] = {"人": {}, "户": {}}
    for fact, value in facts.items():
        entity, _, name = fact.partition(".")
        own[entity][name] = value
    case = build(own["户"], [("本人", own["人"], [], "")])
    moment = Moment(day.year, day.month)
    key = book().find(instrument.rule)
    whose = case.household if key[0] == HOUSEHOLD else case.members[0]
    found = explain(Evaluation(law(book(), moment.law_day), moment, case), key, whose)
    if found.answer.needs:
        raise AssessmentFault(f"规则还算不出{instrument.label}: {'、'.join(found.answer.needs)}")
    return Scored(
        result=found.answer.value,
        needs=tuple(needs_of(instrument, values)),
        lines=tuple(sentence for line in found.lines[:2] for sentence in line.sentences),
        rules=book().digest,
    )
