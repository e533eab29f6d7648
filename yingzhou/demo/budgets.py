"""What people earn and must spend a month, by age, sex and place, before any hardship."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from yingzhou.demo.care import COMPULSORY, HIGH, PRESCHOOL, UNIVERSITY, VOCATIONAL, age_on
from yingzhou.demo.crowd import NOBODY, Crowd
from yingzhou.demo.days import day
from yingzhou.demo.places import Places
from yingzhou.demo.rng import rng

SINCE = day(2025, 7, 1)
"""The current check; ages are those of this day."""
YUAN = 100
_MEN_AT_WORK = {16: 0, 20: 0.5, 24: 0.9, 50: 0.9, 59: 0.78, 60: 0.22, 66: 0.08, 75: 0.0}
_WOMEN_AT_WORK = {16: 0, 20: 0.45, 24: 0.84, 45: 0.8, 54: 0.66, 55: 0.2, 62: 0.06, 70: 0.0}
_WAGE = {18: 4600, 25: 6000, 35: 7600, 48: 7400, 59: 6400, 60: 3200, 75: 2000}
_MINIMUM_WAGE = 2740
# kind of pension: mean, spread, least; a month, yuan
_PENSIONS = {"职保": (4650, 620, 2900), "镇保": (2950, 190, 2500), "居保": (1560, 60, 1490)}
_SHARES = {True: [0.36, 0.2, 0.44], False: [0.86, 0.07, 0.07]}
_MEDICAL = {0: 35, 30: 45, 60: 150, 80: 320}
_SCHOOL_FEES = {PRESCHOOL: 620, COMPULSORY: 140, HIGH: 330, VOCATIONAL: 210, UNIVERSITY: 1350}


@dataclass
class Budgets:
    """Fen a month, one element a person."""

    wage: np.ndarray
    pension: np.ndarray
    other: np.ndarray
    medical: np.ndarray
    education: np.ndarray
    rural: np.ndarray
    age: np.ndarray
    student: np.ndarray

    @property
    def income(self) -> np.ndarray:
        return self.wage + self.pension + self.other

    @property
    def employed(self) -> np.ndarray:
        """In work for a wage, or on one's own."""
        own_business = (self.other >= 2000 * YUAN) & (self.age >= 18) & (self.age < 60)
        return ((self.wage > 0) | own_business) & ~self.student


MONEY = tuple(f.name for f in fields(Budgets))[:5]


def natural(crowd: Crowd, places: Places, stage: np.ndarray, ill: np.ndarray) -> Budgets:
    """Everyone's budget as age, sex, place, school and health make it."""
    village = np.where(crowd.reg_div != NOBODY, crowd.reg_div, crowd.res_div)
    rural, age = places.is_village[village], age_on(crowd, SINCE)
    student = stage > 0
    pension = _pensions(crowd, rural, age)
    return Budgets(
        wage=_wages(crowd, rural, age, student, pension),
        pension=pension,
        other=_other(rural, age),
        medical=_medical(age, ill),
        education=_education(stage),
        rural=rural,
        age=age,
        student=student,
    )


def _pensions(crowd: Crowd, rural: np.ndarray, age: np.ndarray) -> np.ndarray:
    """职保 of employees (women from 55), 镇保 for land given up, 居保 of villagers."""
    generator = rng("pensions")
    luck, spread = generator.random(len(crowd)), generator.normal(0, 1, len(crowd))
    kind = np.zeros(len(crowd), "int8")
    for is_rural, shares in _SHARES.items():
        here = rural == is_rural
        kind[here] = np.searchsorted(np.cumsum(shares)[:2], luck[here])
    mean, deviation, least = np.array(list(_PENSIONS.values())).T
    amount = np.maximum(mean[kind] + deviation[kind] * spread, least[kind])
    since = np.where((crowd.sex == 2) & (kind == 0), 55, 60)
    return np.where(age >= since, np.round(amount), 0).astype("int64") * YUAN


def _wages(
    crowd: Crowd, rural: np.ndarray, age: np.ndarray, student: np.ndarray, pension: np.ndarray
) -> np.ndarray:
    generator = rng("wages")
    men, women = (np.interp(age, list(k), list(k.values())) for k in (_MEN_AT_WORK, _WOMEN_AT_WORK))
    share = np.where(crowd.sex == 1, men, women) * np.where(pension > 0, 0.7, 1.0)
    at_work = (generator.random(len(crowd)) < share) & ~student & (age >= 16)
    amount = np.interp(age, list(_WAGE), list(_WAGE.values()))
    amount = amount * np.where(crowd.sex == 1, 1.1, 0.92) * np.where(rural, 0.88, 1.05)
    amount = amount * generator.lognormal(0, 0.33, len(crowd))
    amount = np.maximum(np.round(amount, -1), np.where(age < 60, _MINIMUM_WAGE, 900))
    return np.where(at_work, amount, 0).astype("int64") * YUAN


def _other(rural: np.ndarray, age: np.ndarray) -> np.ndarray:
    """Rent for fields that others till; here and there a flat that is let."""
    generator = rng("other incomes")
    luck = generator.random(len(age))
    land = generator.integers(60, 260, len(age))
    flat = generator.integers(900, 3200, len(age))
    amount = np.where(rural, np.where(luck < 0.6, land, 0), np.where(luck < 0.05, flat, 0))
    return np.where(age >= 18, amount, 0).astype("int64") * YUAN


def _medical(age: np.ndarray, ill: np.ndarray) -> np.ndarray:
    """What the insurance does not pay: little for most, very much for a few."""
    generator = rng("medical spending")
    usual = np.interp(age, list(_MEDICAL), list(_MEDICAL.values()))
    usual = usual * generator.lognormal(0, 1.0, len(age))
    usual[generator.random(len(age)) < 0.25] = 0
    serious = np.where(ill > 0, generator.lognormal(np.log(1900), 0.85, len(age)), 0)
    return np.minimum(np.round(usual + serious), 60_000).astype("int64") * YUAN


def _education(stage: np.ndarray) -> np.ndarray:
    fees = np.zeros(UNIVERSITY + 1)
    fees[list(_SCHOOL_FEES)] = list(_SCHOOL_FEES.values())
    spread = rng("school fees").lognormal(0, 0.4, len(stage))
    return np.round(fees[stage] * spread).astype("int64") * YUAN
