"""Who works in civil affairs: community workers, caregivers, child directors, social workers."""

from __future__ import annotations

import numpy as np

from yingzhou.demo.credentials import Credentials, Holders, Spells, Workers
from yingzhou.demo.days import OPENING, schedule
from yingzhou.demo.facilities import FacilityRows, Kind
from yingzhou.demo.person_rows import Writer
from yingzhou.demo.rng import rng
from yingzhou.demo.stocks import stocks
from yingzhou.kernel.organisations.models import Certificate, Post

C = Certificate.Kind


class Workforce:
    """Posts and the certificates of their holders. Their numbers do not shrink with the scale."""

    def __init__(self, writer: Writer, facilities: FacilityRows, credentials: Credentials) -> None:
        self.writer, self.facilities, self.credentials = writer, facilities, credentials
        self.workers = Workers.find(writer)

    def build(self) -> None:
        self._community_workers()
        self._caregivers()
        self._children()
        self._social_workers()
        self._aid_consultants()

    def _post(
        self,
        kind: str,
        who: np.ndarray,
        division: np.ndarray,
        start: np.ndarray,
        facility: np.ndarray | None = None,
    ) -> None:
        """``who``: places in the crowd."""
        self.credentials.post(kind, self.writer.person_id[who], division, start, facility)

    def _certify(self, kind: str, who: np.ndarray, spells: Spells, division: np.ndarray) -> None:
        holders = Holders("person", self.writer.person_id[who])
        self.credentials.certify(kind, spells, division, holders)

    def _certify_some(
        self, kind: str, stock: str, who: np.ndarray, post_start: np.ndarray, division: np.ndarray
    ) -> None:
        """The first of those in posts, as many as the stock says, none before the post began."""
        generator = rng(f"certificates {kind} {len(who)}")
        start, end = schedule(stocks()["certificates"][stock], generator)
        count = len(start)
        spells = Spells(np.maximum(start, post_start[:count]), end)
        self._certify(kind, who[:count], spells, division[:count])

    def _home(self, who: np.ndarray) -> np.ndarray:
        return self.writer.places.ids[self.writer.population.crowd.res_div[who]]

    def _community_workers(self) -> None:
        start, _ = schedule(stocks()["posts"]["community_worker"], rng("community workers"))
        who = self.workers.take(len(start))
        places = self.writer.places
        weights = places.residents[places.town] * np.where(places.is_village, 0.4, 2.5)
        where = rng("community where").choice(
            len(places.ids), len(start), p=weights / weights.sum()
        )
        division = places.ids[where]
        self._post(Post.Kind.COMMUNITY_WORKER, who, division, start)
        self._certify_some(C.SOCIAL_WORK, "social_work_community", who, start, division)

    def _caregivers(self) -> None:
        start, _ = schedule(stocks()["posts"]["caregiver"], rng("caregivers"))
        who = self.workers.take(len(start))
        homes = self.facilities.ids_of(Kind.ELDER_HOME)[:45]
        facility = rng("caregiver homes").choice(homes, len(start))
        village = np.array(self.facilities.village)[facility - 1]
        division = self.writer.places.ids[village]
        self._post(Post.Kind.CAREGIVER, who, division, start, facility)
        self._certify_some(C.CAREGIVER, "caregiver", who, start, division)

    def _children(self) -> None:
        """A child director in each village, a supervisor in each town; some passed the course."""
        villages, towns = self.writer.places.ids, self.writer.places.town_ids
        directors, supervisors = self.workers.take(len(villages)), self.workers.take(len(towns))
        since = np.full(len(villages), OPENING - 100)
        self._post(Post.Kind.CHILD_DIRECTOR, directors, villages, since)
        self._post(Post.Kind.CHILD_SUPERVISOR, supervisors, towns, since[: len(towns)])
        trained = np.concatenate([supervisors, directors])
        division = np.concatenate([towns, villages])
        opening = np.full(len(trained), OPENING)
        self._certify_some(C.CHILD_WELFARE, "child_welfare", trained, opening, division)

    def _social_workers(self) -> None:
        start, end = schedule(stocks()["certificates"]["social_work_other"], rng("social workers"))
        who = self.workers.take(len(start))
        self._certify(C.SOCIAL_WORK, who, Spells(start, end), self._home(who))

    def _aid_consultants(self) -> None:
        start, end = schedule(stocks()["certificates"]["aid_consultant"], rng("aid consultants"))
        who = self.workers.take(len(start))
        self._post(Post.Kind.AID_CONSULTANT, who, self._home(who), start)
        self._certify(C.AID_CONSULTANT, who, Spells(start, end), self._home(who))
