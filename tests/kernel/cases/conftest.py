"""A village in a town of the district, a poor household in it, and the staff who handle cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from tests import factories
from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Household, Person

MONDAY = date(2026, 3, 2)
DIBAO = "relief/dibao"


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


def called(day: date, said: str = "现在快了") -> dict[str, str]:
    """What whoever rings back writes down."""
    return {"asked_on": day.isoformat(), "how": "电话", "spoke": "区里李明打的, 本人接的",
            "said": said}  # fmt: skip


NOT_AS_DECLARED = {"matches": "否", "differs": "核实的和申报的不一样"}
"""What a visit says after something else was found than was declared."""


@dataclass
class World:
    district: Division
    town: Division
    village: Division
    mother: Person
    son: Person
    counter: User
    clerk: User
    approver: User
    extra: dict = field(default_factory=dict)

    def answers(self, **values):
        """Everything the form of 低保 asks, on top of what the registers know."""
        found = known.prefill(items()[DIBAO].apply, self.mother, MONDAY)
        found["values"] |= {
            "support": False, "staff_kin": False, "account": "6222000011112222",
            "phone": "13900000000", "consent": True,
        } | values  # fmt: skip
        for member in found["members"]:
            member["values"] |= {"consent": True}
            member["signed"] = "窗口看过"
        return found

    def apply(self, day: date = MONDAY, channel: str = "counter", user=None, **values) -> Case:
        request = Request(
            items()[DIBAO], self.mother, channel, self.answers(**values), place=self.town
        )
        return intake(request=request, user=user or self.counter, at=at(day))

    def step(self, case: Case, way: str, user: User | None, day: date, words: str = "", **data):
        made = advance(
            case=case.pk, transition=way, user=user, at=at(day, 15), data=data, words=words
        )
        case.refresh_from_db()
        return made

    def visited(self, case: Case, user: User, day: date, **more):
        data = {
            "visited_on": day.isoformat(), "visitors": "张三、李四", "living": "平房两间, 无收入",
            "matches": "是",
        } | more  # fmt: skip
        return self.step(case, "visit", user, day, **data)


@pytest.fixture
def world(db, stop_clock) -> World:
    stop_clock(at(MONDAY))
    town = factories.town("庙镇")
    village = factories.village("启瀛村", town)
    mother = factories.person("王秀英", date(1950, 5, 1), home=village, household="H1")
    son = factories.person("王建国", date(1980, 5, 1), 1, home=village, household="H1")
    for one in (mother, son):
        factories.income(one, since=date(2025, 7, 1))
    home = Household.objects.get(number="H1")
    factories.assets(home, since=date(2025, 7, 1), money=1_000_000, homes=0, floor_area=0)
    factories.kin(son, mother)
    return World(
        district=factories.district(),
        town=town,
        village=village,
        mother=mother,
        son=son,
        counter=factories.user_with("counter", town),
        clerk=factories.user_with("town", town),
        approver=factories.user_with("approver", town),
    )
