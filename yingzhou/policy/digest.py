"""A number that two calculations share only if every household got the same, in any order."""

from __future__ import annotations

import numpy as np

from yingzhou.policy.run import Results
from yingzhou.policy.tree import HOUSEHOLD, PERSON

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def _mixed(values: np.ndarray) -> np.ndarray:
    """splitmix64: every bit of the value changes about half of the result's."""
    made = values.astype(np.int64).view(np.uint64) + _GOLDEN
    made = (made ^ (made >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    made = (made ^ (made >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return made ^ (made >> np.uint64(31))


def digest(results: Results, household_ids: np.ndarray, hh_start: np.ndarray) -> int:
    """The sum (modulo 2**64) of one number a household, made of its id and all its results.

    Sums of parts add up: a cluster's batches can be summed in any order.
    """
    if len(household_ids) == 0:
        return 0
    with np.errstate(over="ignore"):
        total = _mixed(household_ids)
        place = np.arange(hh_start[-1]) - np.repeat(hh_start[:-1], np.diff(hh_start))
        for number, (key, values) in enumerate(sorted(results.values.items())):
            salt = np.uint64(number + 1) * _GOLDEN
            if key[0] == HOUSEHOLD:
                total = _mixed((total ^ _mixed(values) ^ salt).view(np.int64))
            elif key[0] == PERSON:
                each = _mixed((_mixed(values) ^ _mixed(place) ^ salt).view(np.int64))
                summed = np.concatenate([np.zeros(1, np.uint64), np.cumsum(each)])
                inside = summed[hh_start[1:]] - summed[hh_start[:-1]]
                total = _mixed((total ^ inside).view(np.int64))
        return int(total.sum())
