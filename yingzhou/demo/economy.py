"""Writes incomes, assets, schooling, illness and care: one current check for everybody, and an
earlier one for the households that were on the 低保 roll then or have little now."""

from __future__ import annotations

import numpy as np

from yingzhou.demo import assets, bulk, care, hardship, sowing
from yingzhou.demo.budgets import MONEY, SINCE, Budgets, natural
from yingzhou.demo.bulk import DayColumn
from yingzhou.demo.crowd import NOBODY
from yingzhou.demo.days import day
from yingzhou.demo.person_rows import Writer
from yingzhou.demo.rng import rng
from yingzhou.demo.rolls import Roll
from yingzhou.kernel.people import models

MODELS = (models.Income, models.Assets, models.Schooling, models.Illness, models.CareLevel)
BEFORE = day(2020)
"""The earlier check holds from here to the current one."""
EARLIER = 0.75
"""Incomes then, as a share of those now."""
SCHOOL_DAY = day(2025, 9, 1)
SOURCE = "经济状况核对"


class Economy:
    """``dibao``: the roll, as it is written, for who was on it when."""

    def __init__(self, writer: Writer, dibao: Roll) -> None:
        self.writer, self.dibao = writer, dibao
        self.population, self.crowd = writer.population, writer.population.crowd
        self.homes = len(self.population.home_div)

    def build(self) -> None:
        crowd, size = self.crowd, len(self.crowd)
        schools, ill = care.schooling(crowd), care.illnesses(crowd)
        care.write(self.writer, schools, ill)
        stage = care.value_on(schools, SCHOOL_DAY, size)
        ill_now = care.value_on(ill, care.REFERENCE, size)
        self.budgets = natural(crowd, self.writer.places, stage, ill_now)
        self.members = hardship.Members.of(crowd, self.homes)
        self.plan = hardship.plan(self.members, self.budgets, crowd, self.dibao)
        meagre = (crowd.household != NOBODY) & self.plan.meagre[crowd.household]
        hardship.make_meagre(self.budgets, np.flatnonzero(meagre))
        hardship.fit(self.budgets, self.members, self._reachable())
        self._write_incomes()
        owned = self._write_assets()
        who = np.flatnonzero(self.writer.there)
        believed = sowing.Believed(who, self.writer.bodies, stage, ill_now)
        sowing.sow(believed, self.budgets, self.members, owned)

    def _reachable(self) -> np.ndarray:
        """The planned totals; a poor household keeps most of its pensions, and stays poor."""
        members, total = self.members, self.plan.total
        most = (0.97 * hardship.STANDARD * members.size).astype("int64")
        pensions = (0.75 * members.total(self.budgets.pension)).astype("int64")
        return np.where(self.plan.meagre, np.maximum(total, np.minimum(pensions, most)), total)

    def _earlier_factor(self) -> np.ndarray:
        """What each household had before, as a share of what it has now; 0: not checked then."""
        crowd, dibao = self.crowd, self.dibao
        then = (dibao.valid_from < SINCE) & (dibao.valid_to > BEFORE)
        was_on = np.zeros(self.homes, bool)
        was_on[crowd.household[dibao.holder[then]]] = True
        present = (crowd.member_from < SINCE) & (crowd.member_to > BEFORE)
        who = np.flatnonzero(present & (crowd.household != NOBODY))
        home = crowd.household[who]
        size = np.bincount(home, minlength=self.homes)
        have = np.bincount(home, self.budgets.income[who], self.homes)
        wanted = rng("earlier").uniform(0.3, 0.95, self.homes) * size * hardship.STANDARD
        risen = was_on & (have > size * hardship.STANDARD)
        factor = np.where(risen, wanted / np.maximum(have, 1), 1.0) * EARLIER
        return np.where(was_on | (self.plan.kind != hardship.ORDINARY), factor, 0.0)

    def _write_incomes(self) -> None:
        writer, crowd = self.writer, self.crowd
        start, end = care.presence(crowd)
        self.factor = self._earlier_factor()
        known = writer.there & (end > start)
        mine = np.where(crowd.household != NOBODY, self.factor[crowd.household], 0.0)
        old = np.flatnonzero(known & (mine > 0) & (start < SINCE) & (end > BEFORE))
        begin, stop = np.maximum(start[old], BEFORE), np.minimum(end[old], SINCE)
        written = self._incomes(old, mine[old], begin, stop, 1)
        now = np.maximum(start, SINCE)
        current = np.flatnonzero(known & (end > now) & (now <= writer.today))
        self._incomes(current, 1.0, now[current], end[current], written + 1)

    def _incomes(
        self,
        who: np.ndarray,
        factor: np.ndarray | float,
        start: np.ndarray,
        end: np.ndarray,
        first_id: int,
    ) -> int:
        budgets: Budgets = self.budgets
        money = {name: (getattr(budgets, name)[who] * factor).astype("int64") for name in MONEY}
        return bulk.table(
            models.Income,
            {
                "person": self.writer.person_id[who],
                **money,
                "employed": budgets.employed[who],
                "source": [SOURCE] * len(who),
                "valid_from": DayColumn(start),
                "valid_to": DayColumn(self.writer.open_end(end)),
            },
            first_id=first_id,
        )

    def _write_assets(self) -> assets.Assets:
        population, today = self.population, self.writer.today
        earners = self.members.total(self.budgets.wage) > 0
        rural = self.writer.places.is_village[population.home_div]
        made = assets.assets(self.plan.kind, self.members.size, rural, earners)
        start, end = population.home_from, population.home_to
        old = np.flatnonzero((self.factor > 0) & (start < SINCE) & (end > BEFORE))
        now = np.maximum(start, SINCE)
        current = np.flatnonzero((end > now) & (now <= today))
        parts = (
            (old, np.maximum(start[old], BEFORE), np.minimum(end[old], SINCE), EARLIER),
            (current, now[current], end[current], 1.0),
        )
        written = 0
        for homes, begin, stop, factor in parts:
            written += bulk.table(
                models.Assets,
                {
                    "household": homes + 1,
                    "money": (made.money[homes] * factor).astype("int64"),
                    "vehicle": made.vehicle[homes],
                    "premises": made.premises[homes],
                    "homes": made.homes[homes],
                    "floor_area": made.floor_area[homes],
                    "source": [SOURCE] * len(homes),
                    "valid_from": DayColumn(begin),
                    "valid_to": DayColumn(self.writer.open_end(stop)),
                },
                first_id=written + 1,
            )
        return made
