"""Randomness with a fixed seed; each purpose has its own stream and disturbs no other."""

from __future__ import annotations

from zlib import crc32

import numpy as np

SEED = 310151


def rng(purpose: str) -> np.random.Generator:
    return np.random.default_rng([SEED, crc32(purpose.encode())])
