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
from yingzhou.demo.days import as_text, day

_BECAME_DISTRICT = day(2016, 7, 1)
_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECK = np.array(list("10X98765432"))


def identity_numbers(birth: np.ndarray, sex: np.ndarray) -> list[str]:
    """One distinct number a person; the sequence is odd for men and even for women."""
    key = birth.astype("int64") * 4 + sex
    order = np.argsort(key, kind="stable")
    rank = np.empty(len(key), "int64")
    first = np.r_[True, key[order][1:] != key[order][:-1]]
    start = np.maximum.accumulate(np.where(first, np.arange(len(key)), 0))
    rank[order] = np.arange(len(key)) - start
    if rank.max() > 498:
        raise ValueError("同日出生且同性别的人太多, 顺序码不够")
    sequence = rank * 2 + np.where(sex == 1, 1, 2)
    prefix = np.where(birth < _BECAME_DISTRICT, "310151", "310230")
    dates = [text.replace("-", "") for text in as_text(birth)]
    bodies = np.char.add(np.char.add(prefix, dates), np.char.zfill(sequence.astype("U3"), 3))
    digits = bodies.view("U1").reshape(len(bodies), 17).astype("int64")
    check = _CHECK[(digits * _WEIGHTS).sum(axis=1) % 11]
    return np.char.add(bodies, check).tolist()


def _seal_many(numbers: list[str]) -> list[tuple[bytes, bytes]]:
    return [(crypto.seal(number.encode()), crypto.digest(number)) for number in numbers]


def sealed(numbers: list[str], pool: ProcessPoolExecutor | None) -> list[tuple[bytes, bytes]]:
    """Sealed number and search digest for each; in worker processes when a pool is given."""
    if pool is None:
        return _seal_many(numbers)
    parts = [numbers[i : i + 20000] for i in range(0, len(numbers), 20000)]
    return [pair for part in pool.map(_seal_many, parts) for pair in part]
