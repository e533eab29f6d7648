"""The pages that ``bench/pages.py`` visits: who opens them, where, and what they may cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

BOARD_MS = 50
LIST_MS = 100
QUERIES = 12
TOWN_CODE, VILLAGE_CODE = "310151101000", "310151101201"
"""城桥镇 and 城桥村, where the demo accounts of a town and a village belong."""


@dataclass(frozen=True)
class Stop:
    """One page as one demo account. ``data`` makes it a POST; ``bar`` is in milliseconds."""

    login: str
    name: str
    address: str
    bar: int = LIST_MS
    data: dict[str, str] = field(default_factory=dict)


def stops() -> Iterator[Stop]:
    """Every list, search and board page of the standing district."""
    yield from _board()
    yield from _records()
    yield from _people()
    yield from _places()
    yield from _desk()


def _board() -> Iterator[Stop]:
    town = f"division={TOWN_CODE}"
    yield Stop("leader", "board", "/board/", BOARD_MS)
    yield Stop("leader", "board, 2023-06-30", "/board/?date=2023-06-30", BOARD_MS)
    yield Stop("leader", "board, 城桥镇", f"/board/?{town}", BOARD_MS)
    yield Stop("leader", "board, 城桥镇 2023-06-30", f"/board/?{town}&date=2023-06-30", BOARD_MS)
    yield Stop("leader", "board, one system", "/board/?indicator=7", BOARD_MS)
    yield Stop("village", "board of a village", "/board/", BOARD_MS)
    for number in (1, 3, 11):
        yield Stop("leader", f"indicator {number}", f"/board/indicator/2021-2025/{number}/")
    yield Stop("leader", "indicator 3, 城桥镇", f"/board/indicator/2021-2025/3/?{town}")
    yield Stop("leader", "indicator 3, changes", "/board/indicator/2021-2025/3/changes/")
    yield Stop("leader", "tasks", "/board/tasks/")
    yield Stop("leader", "contradictions", "/board/contradictions/")
    yield Stop("leader", "report page", "/board/report/")


def _records() -> Iterator[Stop]:
    from yingzhou.insight.relations import RELATIONS, Flow, Stock

    for relation in RELATIONS:
        if not isinstance(relation, Stock | Flow):
            continue
        where = f"/board/records/{relation.code}/"
        deep = cursor(relation.records(), list(relation.order))
        yield Stop("bureau", f"records {relation.code}", where)
        yield Stop("bureau", f"records {relation.code}, deep", f"{where}?after={deep}")
        yield Stop(
            "bureau", f"records {relation.code}, a village", f"{where}?division={VILLAGE_CODE}"
        )
    for code in ("registered_people", "registered_aged_60", "beds"):
        where = f"/board/records/{code}/"
        yield Stop("town", f"records {code}, a town", where)
        yield Stop("village", f"records {code}, a village", where)


def cursor(rows: Any, order: list[str]) -> str:
    """The address parameter of a page from the middle of ``rows``; empty where there are none."""
    from yingzhou.core import paging

    half, fields = rows.count() // 2, [name.lstrip("-") for name in order]
    middle = list(rows.order_by(*order).values_list(*fields)[half : half + 1])
    return paging._encode(list(middle[0])) if middle else ""


def searched() -> tuple[Any, dict[str, str]]:
    """A living person with a common surname, and the ways to look for them."""
    from yingzhou.kernel.people.models import Person

    someone = Person.objects.filter(name__gte="李", name__lt="李\U0010ffff", death_date=None)
    one = next(person for person in someone.order_by("name")[2000:4000] if len(person.name) == 3)
    return one, {
        "exact name": one.name,
        "name and year": f"{one.name} {one.birth_date.year}",
        "prefix": one.name[:2],
        "pinyin": one.pinyin,
        "start of pinyin": one.pinyin[:4],
        "initials": one.initials,
        "two initials": one.initials[:2],
        "one character wrong": one.name[:2] + ("鹏" if one.name[2] != "鹏" else "丹"),
        "pinyin, as heard": one.pinyin.replace("l", "n", 1),
        "nobody": "欧阳测试",
    }


def _people() -> Iterator[Stop]:
    one, asked = searched()
    village = _villager()
    for login in ("bureau", "town", "village"):
        for what, text in asked.items():
            yield Stop(login, f"people: {what}", f"/desk/people/?q={text}")
    number = {"q": str(one.id_number)}
    yield Stop("bureau", "people: number", "/desk/people/", data=number)
    yield Stop("bureau", "people: deep page", f"/desk/people/?q=wang&after={_deep_wang()}")
    yield Stop("bureau", "person", f"/desk/people/{one.pk}/")
    yield Stop("village", "person", f"/desk/people/{village}/")


def _deep_wang() -> str:
    from yingzhou.kernel.people.models import Person

    return cursor(Person.objects.filter(pinyin__gte="wang", pinyin__lt="wanh"), ["pinyin", "pk"])


def _villager() -> int:
    from yingzhou.core import clock
    from yingzhou.kernel.people.models import Residence

    here = Residence.objects.on(clock.today()).filter(division__code=VILLAGE_CODE)
    return here.order_by("person").values_list("person", flat=True)[0]


def _places() -> Iterator[Stop]:
    from yingzhou.core import clock
    from yingzhou.kernel.organisations import selectors
    from yingzhou.kernel.organisations.models import Facility, Organisation

    for login in ("bureau", "town", "village"):
        yield Stop(login, "places", "/desk/places/")
    yield Stop("bureau", "places in 2020", "/desk/places/?on=2020-12-31")
    for name, listing in selectors.LISTS.items():
        where = f"/desk/places/{name}/"
        deep = cursor(listing.rows(selectors.Asked(day=clock.today())), listing.order)
        yield Stop("bureau", f"places: {name}", where)
        yield Stop("bureau", f"places: {name}, deep", f"{where}?after={deep}")
        yield Stop("bureau", f"places: {name}, 2020", f"{where}?on=2020-12-31")
        yield Stop("bureau", f"places: {name}, searched", f"{where}?name=李")
        yield Stop("town", f"places: {name}", where)
        yield Stop("village", f"places: {name}", where)
    home = Facility.objects.filter(kind=Facility.Kind.ELDER_HOME).order_by("pk")[0]
    yield Stop("bureau", "facility", f"/desk/places/facility/{home.pk}/")
    firm = Organisation.objects.order_by("pk")[0]
    yield Stop("bureau", "organisation", f"/desk/places/organisation/{firm.pk}/")


def _desk() -> Iterator[Stop]:
    from yingzhou.core.models import AuditEntry
    from yingzhou.kernel.divisions.models import Division

    yield Stop("bureau", "desk", "/desk/")
    yield Stop("bureau", "divisions", "/desk/divisions/")
    yield Stop("bureau", "divisions, searched", "/desk/divisions/?q=新")
    yield Stop("bureau", "divisions in 2018", "/desk/divisions/?on=2018-01-01")
    unit = Division.objects.get(code=TOWN_CODE)
    yield Stop("bureau", "division", f"/desk/divisions/{unit.pk}/")
    yield Stop("bureau", "imports", "/desk/imports/")
    yield Stop("auditor", "audit", "/accounts/audit/")
    deep = cursor(AuditEntry.objects.all(), ["-seq"])
    yield Stop("auditor", "audit, deep", f"/accounts/audit/?after={deep}")
    yield Stop("auditor", "audit of bureau", "/accounts/audit/?actor=bureau")
    yield Stop("auditor", "audit, one action", "/accounts/audit/?action=people.view")
    yield Stop("auditor", "audit, a day", "/accounts/audit/?since=2020-01-01&until=2020-01-02")
    yield Stop("administrator", "accounts", "/accounts/manage/")
