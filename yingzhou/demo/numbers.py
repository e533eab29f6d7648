"""Identity numbers that are well formed (GB 11643) and can be nobody's.

The first six digits of a real number are the place where it was first given out. Chongming was
310230 until it became a district in July 2016 and 310151 after. Here it is the other way round: who
was born before gets 310151, a code that did not exist then, and who was born later gets 310230, a
code that was no longer given out. So every number passes the checks and none was ever issued.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

import numpy as np

from yingzhou.core import crypto
from yingzhou.core.wholenumbers import yyyymmdd
from yingzhou.demo.days import day

_BECAME_DISTRICT = day(2016, 7, 1)
_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECK = np.array(list("10X98765432"))


def identity_numbers(birth: np.ndarray, sex: np.ndarray) -> list[str]:
    """One distinct number a person; the sequence is odd for men and even for women."""
    return with_check(bodies(birth, sex))


def bodies(birth: np.ndarray, sex: np.ndarray) -> np.ndarray:
    """The first seventeen digits of each, as whole numbers."""
    key = birth.astype("int64") * 4 + sex
    order = np.argsort(key, kind="stable")
    rank = np.empty(len(key), "int64")
    first = np.r_[True, key[order][1:] != key[order][:-1]]
    start = np.maximum.accumulate(np.where(first, np.arange(len(key)), 0))
    rank[order] = np.arange(len(key)) - start
    if rank.max() > 498:
        raise ValueError("同日出生且同性别的人太多, 顺序码不够")
    prefix = np.where(birth < _BECAME_DISTRICT, 310151, 310230).astype("int64")
    sequence = rank * 2 + np.where(sex == 1, 1, 2)
    return (prefix * 10**8 + yyyymmdd(birth)) * 1000 + sequence


def with_check(bodies: np.ndarray) -> list[str]:
    digits = bodies[:, None] // 10 ** np.arange(16, -1, -1) % 10
    check = _CHECK[(digits * _WEIGHTS).sum(axis=1) % 11]
    return np.char.add(bodies.astype("U17"), check).tolist()


def _seal_many(numbers: list[str]) -> list[tuple[bytes, bytes]]:
    return [(crypto.seal(number.encode()), crypto.digest(number)) for number in numbers]


PART = 5000
"""So many numbers are sealed at a time."""


class Sealing:
    """Numbers being sealed, in worker processes when a pool is given; ``result`` waits for them,
    and does from the end what no worker has begun."""

    def __init__(self, numbers: list[str], pool: ProcessPoolExecutor | None) -> None:
        self._parts = [numbers[i : i + PART] for i in range(0, len(numbers), PART)]
        self._begun = [pool.submit(_seal_many, part) for part in self._parts] if pool else []

    def result(self) -> list[tuple[bytes, bytes]]:
        """Sealed number and search digest of each."""
        own: dict[int, list[tuple[bytes, bytes]]] = {}
        for at in reversed(range(len(self._parts))):
            if self._begun and not self._begun[at].cancel():
                break
            own[at] = _seal_many(self._parts[at])
        done = (
            own[at] if at in own else self._begun[at].result() for at in range(len(self._parts))
        )
        return [pair for part in done for pair in part]
