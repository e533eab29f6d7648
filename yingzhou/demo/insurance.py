"""Claims on 生态惠民保险 since 2016: as many and as much as was published, on people who were
covered when it happened; and a few of these days that are still on their way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.db import connection

from yingzhou.core import clock
from yingzhou.core.money import split_exactly
from yingzhou.demo import bulk
from yingzhou.demo.bulk import DayColumn
from yingzhou.demo.crowd import NOBODY, Crowd
from yingzhou.demo.days import day, to_date
from yingzhou.demo.person_rows import Writer
from yingzhou.demo.rng import rng
from yingzhou.demo.stocks import scaled, stocks
from yingzhou.programmes.assistance.relief.models import Claim

KINDS = (Claim.Kind.INJURY, Claim.Kind.INJURY_STAY, Claim.Kind.ILLNESS, Claim.Kind.DEATH)
OFTEN = (0.46, 0.2, 0.32, 0.02)
WEIGHT = np.array([10, 34, 26, 120])
"""What a claim of each kind comes to, beside the others."""
PUBLISHED = range(2016, 2021)
REFUSED_SHARE = 0.08
OPEN = 24
"""On their way now, in a district of full size."""
LONGEST = 120
"""Days from what happened to the end of a claim."""
REASONS = ("出险原因不在保险责任以内", "出险日期不在保险期间", "同一次出险已经赔过")


@dataclass
class Ended:
    """One year: days since 1970, places in the crowd; money in fen, 0 where it was refused."""

    who: np.ndarray
    kind: np.ndarray
    happened: np.ndarray
    settled: np.ndarray
    amount: np.ndarray


def write_claims(writer: Writer, scale: float) -> int:
    """Returns how many."""
    crowd = writer.population.crowd
    generator = rng("insurance claims")
    years = [year for year in plan(scale) if year <= to_date(writer.today).year]
    parts = [_year(crowd, year, *plan(scale)[year], generator) for year in years]
    known = [_until(one, writer.today) for one in parts]
    written = 0
    for year, one in zip(years, known, strict=True):
        written += _write(writer, year, one, written, generator)
    return written + _write_open(writer, scale, written, generator)


def plan(scale: float) -> dict[int, tuple[int, int]]:
    """By year: claims that are settled and what they come to (fen); exact for the years whose sums
    were published together."""
    told = stocks()["insurance"]
    made: dict[int, tuple[int, int]] = {}
    for span in (list(PUBLISHED), [year for year in told if year not in PUBLISHED]):
        counts = [told[year]["claims"] for year in span]
        money = [told[year]["paid"] * 100 for year in span]
        some = split_exactly(scaled(sum(counts), scale), counts)
        much = split_exactly(scaled(sum(money), scale), money)
        made |= {year: pair for year, *pair in zip(span, some, much, strict=True)}
    return {year: (int(pair[0]), int(pair[1])) for year, pair in sorted(made.items())}


def _year(
    crowd: Crowd, year: int, claims: int, money: int, generator: np.random.Generator
) -> Ended:
    refused = round(claims * REFUSED_SHARE)
    total = claims + refused
    who = generator.choice(_covered(crowd, year), total)
    kind = generator.choice(len(KINDS), total, p=OFTEN)
    settled = generator.integers(day(year), day(year, 12, 31) + 1, total)
    happened = np.maximum(settled - generator.integers(12, LONGEST, total), day(2016))
    weights = (WEIGHT[kind] * generator.uniform(0.4, 1.6, total) * 1000).astype("int64")
    amount = np.zeros(total, "int64")
    amount[:claims] = split_exactly(money, weights[:claims].tolist()) if claims else 0
    return Ended(who, kind, happened, settled, amount)


def _covered(crowd: Crowd, year: int) -> np.ndarray:
    """Whoever was registered and old or young enough from the autumn before to the year's end."""
    there = (crowd.reg_div != NOBODY) & (crowd.reg_from <= day(year - 1, 8))
    there &= crowd.reg_to > day(year, 12, 31)
    old = crowd.birth <= day(year - 61, 8)
    young = (crowd.birth > day(year - 17)) & (crowd.birth <= day(year - 1, 8))
    return np.flatnonzero(there & (old | young))


def _until(one: Ended, today: int) -> Ended:
    kept = one.settled <= today
    return Ended(*(getattr(one, name)[kept] for name in one.__dataclass_fields__))


def _write(
    writer: Writer, year: int, one: Ended, written: int, generator: np.random.Generator
) -> int:
    paid = one.amount > 0
    state = np.where(paid, str(Claim.State.SETTLED), str(Claim.State.REFUSED)).tolist()
    reason = [
        "" if is_paid else REASONS[which]
        for is_paid, which in zip(
            paid.tolist(), generator.integers(0, len(REASONS), len(paid)).tolist(), strict=True
        )
    ]
    columns = _columns(writer, year, one.who, one.kind, one.happened, one.settled - 10)
    columns |= {
        "state": state, "reason": reason, "amount": one.amount,
        "settled_on": DayColumn(one.settled), "next_try": [None] * len(state),
    }  # fmt: skip
    return bulk.table(Claim, columns, first_id=written + 1)


def _write_open(writer: Writer, scale: float, written: int, generator: np.random.Generator) -> int:
    """Filed these days, and taken up by the worker as soon as the insurer is there."""
    today = writer.today
    count = max(scaled(OPEN, scale), 6)
    year = to_date(today).year
    who = generator.choice(_covered(writer.population.crowd, year), count)
    kind = generator.choice(len(KINDS) - 1, count)
    filed = today - generator.integers(0, 6, count)
    columns = _columns(writer, year, who, kind, filed - generator.integers(3, 30, count), filed)
    nothing = [None] * count
    now = connection.ops.adapt_datetimefield_value(clock.now())
    columns |= {
        "number": [f"LP-{year}-{9000 + n:06d}" for n in range(count)],
        "state": [str(Claim.State.FILED)] * count, "reason": [""] * count,
        "amount": [0] * count, "settled_on": nothing, "next_try": [now] * count,
    }  # fmt: skip
    return bulk.table(Claim, columns, first_id=written + 1)


def _columns(
    writer: Writer,
    year: int,
    who: np.ndarray,
    kind: np.ndarray,
    happened: np.ndarray,
    filed: np.ndarray,
) -> dict[str, object]:
    crowd, count = writer.population.crowd, len(who)
    filed = np.maximum(filed, happened)
    return {
        "number": [f"LP-{year}-{n:06d}" for n in range(1, count + 1)],
        "person": writer.person_id[who],
        "division": writer.places.ids[crowd.reg_div[who]],
        "kind": [str(KINDS[one]) for one in kind.tolist()],
        "happened_on": DayColumn(happened),
        "spent": (WEIGHT[kind] * 9_000).tolist(),
        "filed_on": DayColumn(filed),
        "reference": [""] * count,
        "tries": [0] * count,
        "papers": [""] * count,
        "asked_times": [0] * count,
    }
