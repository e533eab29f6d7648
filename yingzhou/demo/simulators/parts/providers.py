"""The eight data providers of the check of a household's means: civil affairs and seven others.

    POST /<provider>/query   {"number": "...", "name": "...", "purpose": "...", "fields": [...]}
    → {"receipt": "...", "about": "<the number>", "answers": {"pension": 240000, ...}}

Money in fen (a month, or a balance); null where they know nothing. What they say of a person is
drawn by the identity number, age and sex as it tells them; see :mod:`..seed` for the demo's people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from yingzhou.demo.simulators import seed
from yingzhou.demo.simulators.contract import Asked, Simulator, Told, keyed, receipt

TELLS = {
    "civil_affairs": ("民政", ("married", "aid_elsewhere")),
    "housing": ("住房保障", ("homes", "floor_area", "premises")),
    "education": ("教育", ("schooling",)),
    "health": ("卫生健康", ("illness",)),
    "social_insurance": ("社会保险", ("pension", "employed")),
    "tax": ("税务", ("wage", "other_income")),
    "vehicles": ("车辆", ("vehicle",)),
    "banks": ("银行", ("money",)),
}


def _query(asked: Asked) -> Told:
    number = str(asked.body.get("number", ""))
    if len(number) != 18:
        return Told({"error": "number"}, 422)
    told = TELLS[asked.simulator][1]
    facts = seed.facts_of(number)
    wanted = [one for one in asked.body.get("fields") or told if one in told]
    answers = {one: facts.get(one) for one in wanted}
    return Told({"receipt": receipt(asked), "about": number, "answers": answers})


def _with(told: Told, **changed: Any) -> Told:
    return replace(told, content={**told.content, **changed})


def _other_person(asked: Asked, told: Told) -> Told:
    """A number whose check digit does not fit is nobody's; it is not the one that was asked."""
    number = str(asked.body.get("number", ""))
    return _with(told, about=f"{number[:-1]}{'0' if number[-1:] != '0' else '1'}")


def _out_of_range(_: Asked, told: Told) -> Told:
    answers = dict(told.content.get("answers", {}))
    return _with(told, answers={one: -1 for one in answers})


def _wrong_shape(_: Asked, told: Told) -> Told:
    return _with(told, answers=["not", "what", "was", "agreed"])


def _same_receipt(asked: Asked, told: Told) -> Told:
    """A number that stood on another answer already."""
    return _with(told, receipt=f"{asked.simulator.upper()}-{keyed('always the same'):016X}")


SPOILS: dict[str, Callable[[Asked, Told], Told]] = {
    "other_person": _other_person,
    "out_of_range": _out_of_range,
    "wrong_shape": _wrong_shape,
    "same_receipt": _same_receipt,
}
SIMULATORS = tuple(
    Simulator(name, title, {"POST /query": _query}, SPOILS) for name, (title, _) in TELLS.items()
)
