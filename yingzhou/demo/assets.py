"""What households own: savings, vehicles, shops, homes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yingzhou.demo.budgets import YUAN
from yingzhou.demo.hardship import LOW, ORDINARY, POOR
from yingzhou.demo.rng import rng

LIMITS = {POOR: 30_000, LOW: 50_000}
"""Savings a head, in yuan: poor and low households have less."""


@dataclass
class Assets:
    """One element a household; money in fen."""

    money: np.ndarray
    vehicle: np.ndarray
    premises: np.ndarray
    homes: np.ndarray
    floor_area: np.ndarray


def assets(kind: np.ndarray, size: np.ndarray, rural: np.ndarray, earners: np.ndarray) -> Assets:
    """``kind`` and ``size`` as in ``hardship``; ``earners``: whether somebody has a wage."""
    generator = rng("assets")
    count, ordinary = len(kind), kind == ORDINARY
    luck = generator.random((3, count))
    a_head = generator.lognormal(np.log(95_000), 0.9, count)
    for poor, limit in LIMITS.items():
        here = kind == poor
        a_head[here] = limit * 0.95 * generator.beta(1.2, 3.2, here.sum())
    homes = 1 + np.searchsorted([0.72, 0.95], generator.random(count))
    homes = np.where(ordinary, homes, luck[2] < 0.93)
    # The house on village land is no flat in the sense of the means test: few own one besides it.
    in_town = np.searchsorted([0.78, 0.97], luck[2])
    homes = np.where(rural, np.where(ordinary, in_town, luck[2] < 0.02), homes)
    room = np.where(rural, generator.normal(165, 45, count), generator.normal(82, 24, count))
    room = np.where(ordinary, room, room * 0.62)
    return Assets(
        money=a_head.astype("int64") * np.maximum(size, 1) * YUAN,
        vehicle=ordinary & (luck[0] < np.where(earners, 0.46, 0.06)),
        premises=ordinary & (luck[1] < 0.03),
        homes=homes.astype("int64"),
        floor_area=(np.maximum(room, 24) * homes).astype("int64"),
    )
