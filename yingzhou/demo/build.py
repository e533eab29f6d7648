"""Builds the synthetic district into the configured database, step by step.

On SQLite everything goes into a new file that takes its place at the very end, so an interrupted
build leaves nothing half done (:mod:`yingzhou.demo.command` does that).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from yingzhou.core import clock
from yingzhou.core.models import Installation
from yingzhou.demo import (
    bulk,
    economy,
    honours,
    insurance,
    interments,
    lines,
    names,
    person_events,
    person_rows,
    rolls,
)
from yingzhou.demo.addresses import addresses
from yingzhou.demo.beds import make_beds
from yingzhou.demo.credentials import Credentials
from yingzhou.demo.facilities import FacilityRows, make_facilities
from yingzhou.demo.history import figures, keep, source, years
from yingzhou.demo.institutions import Institutions, make_organisations
from yingzhou.demo.places import Places, load_places
from yingzhou.demo.population import Population, make_population
from yingzhou.demo.rng import rng
from yingzhou.demo.workforce import Workforce
from yingzhou.kernel.divisions import tree
from yingzhou.kernel.divisions.loading import load_divisions
from yingzhou.kernel.payments.sealing import files
from yingzhou.kernel.people.models import Enrolment

FOUNDED = date(1986, 1, 1)
Step = Callable[[str], None]
Waiting = Callable[[], list[years.Year]]


@dataclass
class Builder:
    """One build. ``say`` is told the name of each step as it begins; ``meanwhile`` is what needs
    the records and no history."""

    scale: float
    today: date
    say: Step
    meanwhile: Callable[[], None]
    workers: bool = True

    def run(self) -> None:
        """The whole district. Raises ValueError where a target cannot be reached at this scale."""
        with self._pool() as pool:
            history = self._records(pool)
            self.say("演示账号")
            self.meanwhile()
            self.say("历年发放")
            with transaction.atomic():
                keep.keep(history())
                bulk.reset_sequences()
        if connection.vendor == "postgresql":
            self.say("更新统计信息")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _records(self, pool: ProcessPoolExecutor | None) -> Waiting:
        # SQLite would look for waiting children of every parent row; we look once, at the end.
        with connection.constraint_checks_disabled(), transaction.atomic():
            self.say("行政区划")
            load_divisions(FOUNDED)
            tree.forget()
            places = load_places(tree.tree_on(self.today))
            self.say("人口与家庭")
            population = make_population(places, self.scale, names.surname_weights())
            with bulk.indexes_afterwards((*person_rows.MODELS, *economy.MODELS)):
                writer, history = self._people(population, places, pool)
                self.say("建立索引")
            institutions, facilities = self._institutions(writer, places)
            self._credentials(writer, facilities, institutions)
            lines.connect(self.today)
            insurance.write_claims(writer, self.scale)
            bulk.reset_sequences()
            self._remember()
            self.say("核对外键")
            bulk.check_foreign_keys()
        return history

    @contextmanager
    def _pool(self) -> Iterator[ProcessPoolExecutor | None]:
        if not self.workers:
            yield None
            return
        with ProcessPoolExecutor(1) as pool:
            pool.submit(int).result()
            yield pool

    def _people(
        self, population: Population, places: Places, pool: ProcessPoolExecutor | None
    ) -> tuple[person_rows.Writer, Waiting]:
        writer = person_rows.Writer(population, places, person_rows.as_day(self.today))
        naming = names.Naming(population.crowd, pool)
        sealing = writer.seal_numbers(pool)
        self.say("户与住址")
        homes = addresses(places, population.home_div, rng("home addresses"))
        writer.households(homes)
        writer.memberships()
        writer.residences(homes)
        self.say("亲属关系、生命事件、残疾证")
        writer.kinship()
        person_events.life_events(writer)
        cards = person_events.disabled(writer)
        person_events.disability_certificates(writer, cards)
        self.say("姓名与身份号码(加密)")
        writer.persons(naming.result(), sealing)
        self.say("名册")
        roll = Enrolment.Roll
        dibao = rolls.dibao(population, self.scale)
        count = writer.enrolments(roll.DIBAO, dibao, 0)
        count = writer.enrolments(roll.PARTNER, rolls.partner(population, self.scale), count)
        count = writer.enrolments(roll.LEFT_BEHIND, rolls.left_behind(population), count)
        writer.enrolments(roll.PLATFORM, rolls.platform(population, self.scale), count)
        history = self._history(source.Source.of(writer, cards, dibao, self.scale), pool)
        self.say("收入、财产、就学、照护")
        economy.Economy(writer, dibao).build()
        return writer, history

    def _history(self, known: source.Source, pool: ProcessPoolExecutor | None) -> Waiting:
        """Begins to write the sealed years on the second core."""
        last = self.today.year - 1
        months = source.months_of(range(source.FIRST, last + 1))
        task = (known, figures.figures(months), last, files.root())
        if pool is None:
            return lambda: years.write(*task)
        return pool.submit(years.write, *task).result

    def _institutions(
        self, writer: person_rows.Writer, places: Places
    ) -> tuple[Institutions, FacilityRows]:
        self.say("机构、设施、床位、队伍")
        institutions = make_organisations(places, writer.today)
        facilities = make_facilities(places, institutions, writer.today)
        make_beds(facilities, writer.today)
        interments.make_interments(facilities, writer.today)
        return institutions, facilities

    def _credentials(
        self, writer: person_rows.Writer, facilities: FacilityRows, institutions: Institutions
    ) -> None:
        credentials = Credentials(writer.today)
        Workforce(writer, facilities, credentials).build()
        honours.village_honours(credentials, writer.places)
        honours.organisation_grades(credentials, institutions.social)
        honours.facility_standards(credentials, facilities, writer.places)
        credentials.write()

    def _remember(self) -> None:
        facts = {
            "demo": "1",
            "scale": str(self.scale),
            "today": self.today.isoformat(),
            "built_at": clock.now().isoformat(timespec="seconds"),
            "identity": secrets.token_hex(16),  # snapshots of an earlier build are not this one's
        }
        Installation.objects.bulk_create(
            [Installation(name=name, value=value) for name, value in facts.items()],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["value"],
        )


def build_district(
    scale: float,
    today: date | None = None,
    say: Step = lambda _: None,
    meanwhile: Callable[[], None] = lambda: None,
    workers: bool = True,
) -> None:
    """Build into the configured, migrated and empty database. ``meanwhile`` is done while the
    second core still writes the sealed years."""
    Builder(scale, today or clock.today(), say, meanwhile, workers).run()
