"""Who works at the counters: the demo's own logins, and colleagues that nobody can log in as."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from yingzhou.core import audit
from yingzhou.demo.rng import rng
from yingzhou.kernel.accounts import services
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.services.residents import no_password
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.cases.selectors.rights import RECTIFICATION
from yingzhou.kernel.catalogue.items import Transition
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import Tree

SURNAMES = "王张陈李黄朱沈陆施徐顾倪龚范袁茅"
GIVEN = (
    "敏", "晓燕", "建平", "丽华", "志强", "春兰", "海峰", "静", "卫东", "玉芳", "俊", "雪梅",
    "国栋", "婷", "永康", "秋菊",
)  # fmt: skip
IN_TOWN = (("counter", "受理窗口"), ("town", "经办"), ("town", "经办"), ("approver", "审核确认"))
IN_DISTRICT = (("bureau", "业务科"), ("bureau", "业务科"))
BY_PERMISSION = {"cases.receive": "counter", "cases.handle": "town", "cases.decide": "approver"}


def _names() -> Iterator[str]:
    generator = rng("colleagues")
    while True:
        yield str(generator.choice(list(SURNAMES))) + str(generator.choice(GIVEN))


@dataclass
class Staff:
    """``people``: by unit and role, the demo's own login first."""

    tree: Tree
    opened_at: datetime
    names: Iterator[str] = field(default_factory=_names)
    people: dict[tuple[int, str], list[User]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def open(cls, tree: Tree, towns: list[int], at: datetime) -> Staff:
        made = cls(tree, at)
        for user in User.objects.filter(is_demo=True).select_related("person"):
            for held in user.assignments.all():
                made.people[held.division_id, held.role].append(user)
        for unit, roles in [(tree.root.id, IN_DISTRICT), *((town, IN_TOWN) for town in towns)]:
            division = Division.objects.get(pk=unit)
            for number, (role, title) in enumerate(roles, 1):
                name = f"{next(made.names)}({tree.nodes[unit].name}{title})"
                username = f"{role}-{division.code[4:9]}-{number}"
                made.people[unit, role].append(_account(username, name, role, division, at))
        return made

    def district(self) -> User:
        """Whoever starts a matter that no counter took in."""
        return self.people[self.tree.root.id, "bureau"][-1]

    def department(self, unit: str) -> User | None:
        """Who answers for this office."""
        found = self.people[self.tree.root.id, "department"]
        return next((one for one in found if one.assignments_now()[0].unit == unit), None)

    def may(self, case: Case, way: Transition) -> list[User]:
        """Who would take this step: those of the desk, by what the step asks for."""
        district = self.people[self.tree.root.id, "bureau"]
        if way.by == "district":
            return district
        if way.by == "village":
            return self._of_village(case)
        where = case.place_id if way.by in ("counter", "applicant") else case.home_id
        town = town_of(self.tree, where).id
        if town == self.tree.root.id:
            return district
        role = "counter" if way.by == "applicant" else BY_PERMISSION.get(way.permission, "town")
        found = self.people[town, role]
        # where the window's own people are rated, a clerk of the town puts it right
        return [*found, *self.people[town, "town"]] if case.item == RECTIFICATION else found

    def _of_village(self, case: Case) -> list[User]:
        """A village's officer takes office when the first matter comes to it."""
        village = self.tree.home.get(case.home_id, case.home_id)
        found = self.people[village, "village"]
        if not found:
            division = Division.objects.get(pk=village)
            name = f"{next(self.names)}({self.tree.nodes[village].name})"
            username = f"village-{division.code[4:]}"
            found.append(_account(username, name, "village", division, self.opened_at))
        return found

    def clerks(self, case: Case) -> list[User]:
        return self.people[town_of(self.tree, case.home_id).id, "town"]

    def counter(self, place: int) -> User:
        """At a counter of the demo's town the colleague sits there too."""
        return self.people[place, "counter"][-1 if place % 2 else 0]


def _account(username: str, name: str, role: str, division: Division, at: datetime) -> User:
    user = User.objects.create(
        username=username, name=name, password=no_password(), date_joined=at, is_demo=True
    )
    services.assign(
        user=user,
        role=role,
        division=division,
        valid_from=at.date(),
        actor=audit.SYSTEM,
        at=at,
    )
    return user
