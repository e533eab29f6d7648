"""A step that somebody wants to take, as the guards look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.grounds import NAMED
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.reckoning import Reckoned, reckon
from yingzhou.kernel.catalogue.items import Apply, Item, Transition


@dataclass
class Asked:
    """A step somebody wants to take. ``data``: what they filled in, already read."""

    case: Case
    item: Item
    apply: Apply
    way: Transition
    user: User | None
    data: Mapping[str, Any]
    words: str
    day: date

    @cached_property
    def reckoned(self) -> Reckoned | None:
        return reckon(self.item, self.case.applicant, _established(self), self.day)


def _established(asked: Asked) -> Mapping[str, Any]:
    """The answers, with what officials found out since: a step's question that answers the same
    fact as the form goes before it (the amount needed, as assessed at home)."""
    process = asked.apply.process
    keys = {field.fact: field.key for field in asked.apply.form if field.fact and not field.each}
    if not any(field.fact in keys for way in process.transitions.values() for field in way.asks):
        return asked.case.answers
    found = dict(asked.case.answers.get("values", {}))
    sources = dict(asked.case.answers.get("sources", {}))
    taken = list(asked.case.steps.order_by("seq").values_list("transition", "data"))
    for name, data in [*taken, (asked.way.key, asked.data)]:
        way = process.transitions.get(name)
        given = data or {}
        for field in way.asks if way else ():
            if field.fact in keys and given.get(field.key) is not None:
                found[keys[field.fact]] = given[field.key]
                sources[keys[field.fact]] = NAMED
    return {**asked.case.answers, "values": found, "sources": sources}
