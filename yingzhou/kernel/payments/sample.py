"""Who is drawn: arithmetic only, so that it can be done again from the same run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from yingzhou.kernel.payments.house import rule

SHARES = ("sample", "sample_changed", "sample_least")


@dataclass(frozen=True)
class Recipient:
    """``town``: where they are counted; ``is_changed``: something is new or another sum."""

    payee: int
    town: int
    is_changed: bool


def shares() -> dict[str, int]:
    """As the house has them today."""
    return {key: rule(key).value for key in SHARES}


def drawn(everybody: Iterable[Recipient], seed: str, by: dict[str, int]) -> list[int]:
    """By town: a share of those for whom nothing changed, a larger one of the others, and at least
    so many. In order of their ids."""
    towns: dict[int, list[Recipient]] = {}
    for one in everybody:
        towns.setdefault(one.town, []).append(one)
    found: list[int] = []
    for some in towns.values():
        ranked = sorted(some, key=lambda one: _rank(seed, one.payee))
        found += _of_town(ranked, by)
    return sorted(found)


def _of_town(ranked: list[Recipient], by: dict[str, int]) -> list[int]:
    chosen: list[int] = []
    for is_changed, share in ((False, by["sample"]), (True, by["sample_changed"])):
        some = [one.payee for one in ranked if one.is_changed == is_changed]
        chosen += some[: -(-len(some) * share // 100)]
    there = set(chosen)
    others = (one.payee for one in ranked if one.payee not in there)
    while len(chosen) < by["sample_least"] and (more := next(others, None)) is not None:
        chosen.append(more)
    return chosen


def _rank(seed: str, payee: int) -> bytes:
    return sha256(f"{seed}:{payee}".encode()).digest()


def digest(payees: Iterable[int]) -> str:
    return sha256(",".join(map(str, sorted(payees))).encode()).hexdigest()
