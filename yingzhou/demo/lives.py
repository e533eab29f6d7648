"""What happens after the base date, up to the horizon: deaths, births, moves, arrivals."""

from __future__ import annotations

import numpy as np

from yingzhou.demo.crowd import NOBODY, Crowd
from yingzhou.demo.days import BASE, FOREVER, HORIZON, OPENING, day
from yingzhou.demo.rng import rng
from yingzhou.demo.siblings import space_out, too_near
from yingzhou.kernel.people.models import Membership

# Gompertz: hazard a year = LEVEL * exp(SLOPE * age); gives about 8,700 deaths a year of 649,000.
_LEVEL, _SLOPE = 2.7e-5, 0.0945


def draw_deaths(crowd: Crowd) -> None:
    """A day of death for everyone, by age; beyond the horizon means alive."""
    generator = rng("deaths")
    age = (BASE - crowd.birth) / 365.25
    hazard = _LEVEL * np.exp(_SLOPE * np.maximum(age, 0))
    luck = -np.log1p(-generator.random(len(crowd)))
    years = np.log1p(luck * _SLOPE / hazard) / _SLOPE
    when = np.minimum(BASE + 1 + years * 365.25, FOREVER - 1).astype("int32")
    alive = crowd.death == FOREVER
    crowd.death[alive] = np.where(when > HORIZON, FOREVER, when)[alive]
    dying = np.flatnonzero(alive & (crowd.death < FOREVER))
    crowd.end_at(dying, crowd.death[dying])


def draw_moves_out(crowd: Crowd, a_year: int) -> np.ndarray:
    """Registered adults of 20 to 45 who move their registration away; returns who."""
    generator = rng("moves out")
    years = HORIZON // 365 - BASE // 365
    fit = (crowd.reg_div != NOBODY) & (crowd.death == FOREVER) & (crowd.father != NOBODY)
    fit &= (crowd.birth > day(1976)) & (crowd.birth < day(2001)) & (crowd.spouse == NOBODY)
    who = generator.permutation(np.flatnonzero(fit))[: a_year * years]
    when = generator.integers(BASE + 1, HORIZON, len(who)).astype("int32")
    crowd.end_at(who, when)
    return who


def born_later(crowd: Crowd, a_year: int, scale_births: float = 1.0) -> Crowd:
    """Children born after the base date to registered couples; they join the mother's household."""
    generator = rng("born later")
    years = HORIZON // 365 - BASE // 365
    count = int(a_year * years * scale_births)
    born = np.sort(generator.integers(BASE + 1, HORIZON, count)).astype("int32")
    mothers = np.flatnonzero(
        (crowd.sex == 2)
        & (crowd.spouse != NOBODY)
        & (crowd.reg_div != NOBODY)
        & (crowd.birth > day(1984))
        & (crowd.birth < day(1999))
    )
    mother = generator.choice(mothers, count)

    def draw(at: np.ndarray) -> None:
        mother[at] = generator.choice(mothers, len(at))

    space_out(lambda: too_near(crowd, mother, born), draw)
    alive = (crowd.reg_to[mother] > born) & (crowd.member_to[mother] > born)
    mother, born = mother[alive], born[alive]
    child = Crowd.blank(born, np.where(generator.random(len(born)) < 0.48, 2, 1))
    child.mother[:] = mother
    husband = crowd.spouse[mother]
    child.surname[:] = crowd.surname[husband]
    child.father[:] = np.where(crowd.death[husband] + 300 > born, husband, NOBODY)
    child.household[:] = crowd.household[mother]
    child.relation[:] = np.where(
        np.isin(crowd.relation[mother], (1, 2)), int(Membership.Relation.CHILD), 4
    )
    child.reg_div[:] = crowd.reg_div[mother]
    child.res_div[:] = crowd.res_div[mother]
    return child


def moved_in_before_base(crowd: Crowd, ages: np.ndarray, target: int) -> np.ndarray:
    """Mark wives under 45 as having moved their registration here in 2016-2020; returns who."""
    generator = rng("moved in")
    fit = (crowd.sex == 2) & (crowd.spouse != NOBODY) & (ages < 48) & (crowd.reg_div != NOBODY)
    who = generator.permutation(np.flatnonzero(fit))[:target]
    when = generator.integers(OPENING + 1, BASE - 10, len(who)).astype("int32")
    for name in ("reg_from", "res_from", "member_from"):
        getattr(crowd, name)[who] = when
    return who


def newcomers(
    targets: dict[str, int], villages: np.ndarray, surnames: tuple[int, np.ndarray]
) -> Crowd:
    """People registered elsewhere who live here; on the base date they complete the residents."""
    generator = rng("newcomers")
    standing = targets["resident_2020"] - (
        targets["registered_2020"] - targets["living_outside_2020"]
    )
    left, later = standing // 6, targets["arrivals_a_year"] * (HORIZON // 365 - BASE // 365)
    total = standing + left + later
    birth = (day(1985) + generator.normal(0, 11 * 365, total)).astype("int32")
    birth = np.clip(birth, day(1945), day(2018))
    crowd = Crowd.blank(birth, np.where(generator.random(total) < 0.44, 2, 1))
    crowd.surname[:] = generator.choice(surnames[0], total, p=surnames[1])
    crowd.res_div[:] = generator.choice(len(villages), total, p=villages / villages.sum())
    early = generator.random(standing) < 0.7
    arrived = np.where(
        early,
        generator.integers(day(2006), OPENING, standing),
        generator.integers(OPENING, BASE, standing),
    )
    stays_to = BASE + 1 + (generator.exponential(19 * 365, standing)).astype("int64")
    crowd.res_from[:standing] = np.maximum(arrived, birth[:standing])
    crowd.res_to[:standing] = np.where(stays_to > HORIZON, FOREVER, stays_to)
    gone = slice(standing, standing + left)
    crowd.res_from[gone] = np.maximum(generator.integers(day(2008), OPENING, left), birth[gone])
    crowd.res_to[gone] = np.maximum(
        generator.integers(OPENING + 1, BASE, left), crowd.res_from[gone] + 1
    )
    crowd.res_from[standing + left :] = generator.integers(BASE + 1, HORIZON, later)
    crowd.reg_from[:] = FOREVER
    crowd.member_from[:] = FOREVER
    return crowd
