"""What the simulated providers outside believe of the district's people: a file beside the data.

Hashes of identity numbers and columns of facts, as :mod:`yingzhou.demo.simulators.seed` reads
them. What a household owns is put to one of its grown-ups, as a register of owners would have it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings

from yingzhou.demo.assets import Assets
from yingzhou.demo.budgets import Budgets
from yingzhou.demo.crowd import NOBODY
from yingzhou.demo.hardship import Members
from yingzhou.demo.simulators.seed import mixed

NAME = "simulators.npz"
OWNED = ("money", "vehicle", "premises", "homes", "floor_area")


@dataclass(frozen=True)
class Believed:
    """``who``: which of the crowd, ``bodies``: the first seventeen digits of their numbers;
    ``stage``, ``ill``: of all."""

    who: np.ndarray
    bodies: np.ndarray
    stage: np.ndarray
    ill: np.ndarray


def sow(believed: Believed, budgets: Budgets, members: Members, owned: Assets) -> Path:
    """Writes the file; it takes the place of an earlier one whole."""
    who = believed.who
    keys = mixed(believed.bodies.astype("uint64"))
    order = np.argsort(keys)
    owner = _owners(budgets, members)
    columns = {
        "wage": budgets.wage[who].astype("int32"),
        "pension": budgets.pension[who].astype("int32"),
        "other_income": budgets.other[who].astype("int32"),
        "employed": budgets.employed[who],
        "schooling": believed.stage[who].astype("int8"),
        "illness": believed.ill[who] > 0,
    }
    for name in OWNED:
        values = np.zeros(len(budgets.wage), getattr(owned, name).dtype)
        has = np.flatnonzero(owner != NOBODY)
        values[owner[has]] = getattr(owned, name)[has]
        columns[name] = values[who]
    path = Path(settings.VAR_DIR) / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{NAME}.{os.getpid()}")
    with part.open("wb") as file:
        np.savez(file, key=keys[order], **{name: one[order] for name, one in columns.items()})
    part.replace(path)
    return path


def _owners(budgets: Budgets, members: Members) -> np.ndarray:
    """By household, one of its grown-ups, or somebody where it has none."""
    owner = np.full(len(members.size), NOBODY)
    owner[members.home[::-1]] = members.who[::-1]
    grown = (budgets.age[members.who] >= 18)[::-1]
    owner[members.home[::-1][grown]] = members.who[::-1][grown]
    return owner
