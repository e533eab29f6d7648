"""Posts and certificates: community workers, caregivers, social workers, and honours of villages."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from yingzhou.demo import bulk
from yingzhou.demo.bulk import DayColumn
from yingzhou.demo.crowd import NOBODY
from yingzhou.demo.days import FOREVER, OPENING, day, schedule
from yingzhou.demo.facilities import FacilityRows, Kind
from yingzhou.demo.institutions import Institutions
from yingzhou.demo.person_rows import Writer
from yingzhou.demo.rng import rng
from yingzhou.demo.stocks import stocks
from yingzhou.kernel.organisations.models import Certificate, Post

C = Certificate.Kind


@dataclass
class Workers:
    """People fit for work who stay to the horizon; drawn without returning, so nobody has two posts."""

    pool: np.ndarray
    used: int = 0

    @classmethod
    def find(cls, writer: Writer) -> Workers:
        """Those of 28 to 52 first; in a very small district younger and older ones have to help."""
        crowd = writer.population.crowd
        stays = (crowd.death == FOREVER) & (crowd.res_div != NOBODY) & (crowd.res_to == FOREVER)
        fit = stays & (crowd.res_from < OPENING)
        fit &= (crowd.birth > day(1945)) & (crowd.birth < day(2000))
        fit &= writer.there
        best = (crowd.birth > day(1968)) & (crowd.birth < day(1992))
        order = rng("workers").permutation(np.flatnonzero(fit))
        return cls(np.concatenate([order[best[order]], order[~best[order]]]))

    def take(self, count: int) -> np.ndarray:
        chosen = self.pool[self.used : self.used + count]
        if len(chosen) < count:
            raise ValueError("可任职的人不够")
        self.used += count
        return chosen


@dataclass
class Rows:
    """Columns that grow; written at the end in one go."""

    columns: dict[str, list] = field(default_factory=dict)

    def add(self, **values: list) -> None:
        for name, column in values.items():
            self.columns.setdefault(name, []).extend(column)

    def write(self, model: type) -> int:
        days = {
            name: DayColumn(np.array(self.columns[name])) for name in ("valid_from", "valid_to")
        }
        return bulk.table(model, {**self.columns, **days})


class Workforce:
    """Builds posts and certificates. People-sized groups shrink with the scale, institutions do not."""

    def __init__(
        self, writer: Writer, facilities: FacilityRows, institutions: Institutions, scale: float
    ) -> None:
        self.writer, self.facilities, self.institutions = writer, facilities, institutions
        self.scale, self.today = scale, writer.today
        self.workers = Workers.find(writer)
        self.posts, self.certificates = Rows(), Rows()
        self.serial = 0

    def build(self) -> None:
        self._community_workers()
        self._caregivers()
        self._children()
        self._social_workers()
        self._aid_consultants()
        self._honours()
        self._grades()
        self._facility_standards()
        self.posts.write(Post)
        self.certificates.write(Certificate)

    def post(
        self,
        kind: str,
        who: np.ndarray,
        division: list,
        start: np.ndarray,
        facility: list | None = None,
    ) -> None:
        known = np.flatnonzero(start <= self.today)
        self.posts.add(
            kind=[str(kind)] * len(known),
            person=self.writer.person_id[who[known]].tolist(),
            division=[division[i] for i in known],
            facility=[facility[i] if facility else None for i in known],
            valid_from=start[known].tolist(),
            valid_to=[FOREVER] * len(known),
        )

    def certify(
        self,
        kind: str,
        start: np.ndarray,
        end: np.ndarray,
        division: list,
        holder: str = "",
        ids: list | None = None,
        grade: str = "",
    ) -> None:
        """``holder``: person, organisation or facility; empty where the division itself holds it."""
        known = [i for i in range(len(start)) if start[i] <= self.today]
        ends = np.where(end > self.today, FOREVER, end) if kind != C.ORGANISATION_GRADE else end
        numbers = range(self.serial + 1, self.serial + len(known) + 1)
        self.serial += len(known)
        blank = [None] * len(known)
        holders = [ids[i] for i in known] if ids is not None else blank
        self.certificates.add(
            kind=[str(kind)] * len(known),
            grade=[grade] * len(known),
            number=[f"演示-{number:06d}" for number in numbers],
            person=holders if holder == "person" else blank,
            organisation=holders if holder == "organisation" else blank,
            facility=holders if holder == "facility" else blank,
            division=[division[i] for i in known],
            valid_from=[int(start[i]) for i in known],
            valid_to=[int(ends[i]) for i in known],
        )

    def _home(self, who: np.ndarray) -> list:
        return self.writer.places.ids[self.writer.population.crowd.res_div[who]].tolist()

    def _held(
        self,
        kind: str,
        who: np.ndarray,
        targets: dict[int, int],
        post_start: np.ndarray,
        division: list,
    ) -> None:
        """Certificates of people in posts: from the first ones on, each no earlier than its post."""
        start, end = schedule(targets, rng(f"certificates {kind} {len(who)}"))
        who, held = who[: len(start)], np.maximum(start, post_start[: len(start)])
        self.certify(kind, held, end, division, "person", self.writer.person_id[who].tolist())

    def _community_workers(self) -> None:
        start, _ = schedule(stocks()["posts"]["community_worker"], rng("community workers"))
        who = self.workers.take(len(start))
        places = self.writer.places
        weights = places.residents[places.town] * np.where(places.is_village, 0.4, 2.5)
        where = rng("community where").choice(
            len(places.ids), len(start), p=weights / weights.sum()
        )
        division = places.ids[where].tolist()
        self.post(Post.Kind.COMMUNITY_WORKER, who, division, start)
        targets = stocks()["certificates"]["social_work_community"]
        self._held(C.SOCIAL_WORK, who, targets, start, division)

    def _caregivers(self) -> None:
        start, _ = schedule(stocks()["posts"]["caregiver"], rng("caregivers"))
        who = self.workers.take(len(start))
        homes = self.facilities.ids_of(Kind.ELDER_HOME)[:45]
        facility = rng("caregiver homes").choice(homes, len(start)).tolist()
        division = [int(self.writer.places.ids[self.facilities.village[i - 1]]) for i in facility]
        self.post(Post.Kind.CAREGIVER, who, division, start, facility)
        self._held(C.CAREGIVER, who, stocks()["certificates"]["caregiver"], start, division)

    def _children(self) -> None:
        """A child director in each village, a supervisor in each town, and who of them passed the course."""
        places = self.writer.places
        directors, supervisors = self.workers.take(358), self.workers.take(18)
        ids = places.ids.tolist()
        self.post(Post.Kind.CHILD_DIRECTOR, directors, ids, np.full(358, OPENING - 100))
        self.post(
            Post.Kind.CHILD_SUPERVISOR,
            supervisors,
            places.town_ids.tolist(),
            np.full(18, OPENING - 100),
        )
        trained = np.concatenate([supervisors, directors])
        division = [*places.town_ids.tolist(), *ids]
        targets = stocks()["certificates"]["child_welfare"]
        self._held(C.CHILD_WELFARE, trained, targets, np.full(len(trained), OPENING), division)

    def _social_workers(self) -> None:
        targets = stocks()["certificates"]["social_work_other"]
        start, end = schedule(targets, rng("social workers"))
        who = self.workers.take(len(start))
        self.certify(
            C.SOCIAL_WORK,
            start,
            end,
            self._home(who),
            "person",
            self.writer.person_id[who].tolist(),
        )

    def _aid_consultants(self) -> None:
        start, end = schedule(stocks()["certificates"]["aid_consultant"], rng("aid consultants"))
        who = self.workers.take(len(start))
        self.post(Post.Kind.AID_CONSULTANT, who, self._home(who), start)
        self.certify(
            C.AID_CONSULTANT,
            start,
            end,
            self._home(who),
            "person",
            self.writer.person_id[who].tolist(),
        )

    def _honours(self) -> None:
        """Village and town honours (G01-G03, G36): the division itself is the holder."""
        places, generator = self.writer.places, rng("honours")
        rural = places.ids[places.is_village]
        for kind, ids in (
            (C.COMMUNITY_DISTRICT, rural),
            (C.COMMUNITY_CITY, generator.choice(rural, 22, replace=False)),
            (C.COMMUNITY_NATIONAL, places.town_ids[:1]),
            (C.ELDER_FRIENDLY, places.town_ids),
        ):
            start = np.sort(generator.integers(day(2016, 6, 1), day(2020, 12, 1), len(ids)))
            self.certify(kind, start, np.full(len(ids), FOREVER), ids.tolist())

    def _grades(self) -> None:
        """5A and 4A grades hold five years (民政部令39号) and are renewed here."""
        social = self.institutions.social
        first = 0
        for grade, key in (("5A", "grade_5a"), ("4A", "grade_4a")):
            start, _ = schedule(stocks()["organisations"][key], rng(f"grade {grade}"))
            index = first + np.arange(len(start))
            first += len(start)
            begin = start.astype("int64")
            while (begin <= self.today).any():
                end = begin + 5 * 365 + 1
                self.certify(
                    C.ORGANISATION_GRADE,
                    begin,
                    end,
                    social.division[index].tolist(),
                    "organisation",
                    social.ids[index].tolist(),
                    grade,
                )
                begin = end

    def _facility_standards(self) -> None:
        places, generator = self.writer.places, rng("standards")
        start, end = schedule(stocks()["certificates"]["standard_home"], generator)
        homes = self.facilities.ids_of(Kind.ELDER_HOME)[: len(start)]
        where = [int(places.ids[self.facilities.village[i - 1]]) for i in homes]
        self.certify(C.STANDARD_HOME, start, end, where, "facility", homes.tolist())
        protection = self.facilities.ids_of(Kind.CHILD_PROTECTION)
        where = [int(places.ids[self.facilities.village[i - 1]]) for i in protection]
        reached = np.array([day(2023, 9, 28)])
        self.certify(
            C.CHILD_PROTECTION, reached, np.array([FOREVER]), where, "facility", protection.tolist()
        )
