"""Where persons are registered and live, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yingzhou.core import clock
from yingzhou.kernel.divisions.tree import Tree, name_on, tree_on
from yingzhou.kernel.people.models import Person, Residence

ELSEWHERE = "不在您负责的区划内"


@dataclass(frozen=True)
class Home:
    """``registered`` and ``resident``: “庙镇 启瀛村”, or empty where there is none. ``divisions``:
    the units under which that is recorded."""

    registered: str = ""
    resident: str = ""
    address: str = ""
    divisions: frozenset[int] = frozenset()

    @property
    def lives(self) -> str:
        return self.resident or (f"{self.registered}(户籍)" if self.registered else "本区以外")


def divisions_of(person: Person) -> frozenset[int]:
    """Where the person is registered and lives; of the dead, where they were to the end. One query,
    as :class:`Home` has it."""
    day, died = clock.today(), person.death_date
    rows = Residence.objects.filter(person=person, valid_from__lte=day)
    standing = rows.filter(valid_to__gte=died) if died else rows.filter(valid_to__gt=day)
    return frozenset(standing.values_list("division", flat=True))


class Places:
    """Names of divisions as of one day; the tree is worked out once."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.tree: Tree = tree_on(day)

    def label(self, division_id: int) -> str:
        path = self.tree.path(self.tree.home.get(division_id, division_id))
        words = [node.name for node in path if node.parent_id is not None]
        return " ".join(words) or name_on(division_id, self.day)

    def homes(self, person_ids: Iterable[int]) -> dict[int, Home]:
        """One query for all."""
        return self.homes_in(Residence.objects.filter(person__in=list(person_ids)))

    def homes_in(self, residences: Iterable[Residence]) -> dict[int, Home]:
        """By person: what holds on the day, or else the last place before it."""
        latest: dict[int, dict[int, Residence]] = defaultdict(dict)
        for row in sorted(residences, key=lambda row: row.valid_from):
            if row.valid_from <= self.day:
                latest[row.person_id][row.kind] = row
        return {person: self._home(by_kind) for person, by_kind in latest.items()}

    def _home(self, by_kind: dict[int, Residence]) -> Home:
        standing = {kind: row for kind, row in by_kind.items() if row.holds_on(self.day)}
        shown = standing or by_kind
        registered = shown.get(Residence.Kind.REGISTERED)
        resident = shown.get(Residence.Kind.RESIDENT)
        nearest = resident or registered
        return Home(
            registered=self.label(registered.division_id) if registered else "",
            resident=self.label(resident.division_id) if resident else "",
            address=nearest.address if nearest else "",
            divisions=frozenset(row.division_id for row in shown.values()),
        )
