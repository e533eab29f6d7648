"""The awards that hold in a month, whatever the rules give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Running:
    """Every award that holds in the month, a place each: what the rules give (0: nothing, or they
    cannot tell). ``persons``: 0 where the registers do not know the holder any more;
    ``by_old_law``: what the law of the month before gives on the same facts."""

    holder: np.ndarray
    payee: np.ndarray
    division: np.ndarray
    persons: np.ndarray
    amount: np.ndarray
    by_old_law: Callable[[], np.ndarray]
