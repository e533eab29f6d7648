"""Persons from a spreadsheet. One who may be known is shown beside the record, masked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yingzhou.core import clock
from yingzhou.core.sheets import SHEETS, Candidate, Column, Context, Fact, Row, Sheet
from yingzhou.core.sheets.parsers import choice, past_day, short
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.sheets import check_village, division_code
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people import identity, names
from yingzhou.kernel.people.models import Membership, Person
from yingzhou.kernel.people.selectors.places import ELSEWHERE, Home, Places
from yingzhou.kernel.people.selectors.scope import within
from yingzhou.kernel.people.selectors.similar import Incoming, alike, known_by_number
from yingzhou.kernel.people.services import register_person
from yingzhou.kernel.people.services.duplicates import remember_not_same

RELATIONS = {label: value for value, label in Membership.Relation.choices}


def name(cell: str) -> str:
    """A name without spaces, 2 to 40 characters, letters of any script only."""
    return names.checked("".join(cell.split()))


def _check(row: Row, context: Context) -> list[tuple[str, str]]:
    values, wrong = row.values, []
    if values["since"] < identity.birth_date(values["id_number"]):
        wrong.append(("since", "起始日期早于身份号码中的出生日期"))
    places = [key for key in ("registered", "resident") if values[key] is not None]
    if not places:
        wrong.append(("resident", "户籍村居代码和常住村居代码至少填写一个"))
    for key in places:
        wrong += check_village(key, "since", row, context)
    if values["registered"] is not None and values["household"] is None:
        wrong.append(("household", "本区户籍须填写户号"))
    if values["household"] is not None and values["relation"] is None:
        wrong.append(("relation", "填了户号须填写与户主关系"))
    return wrong


def _incoming(row: Row) -> Incoming:
    number = row.values["id_number"]
    return Incoming(
        identity.search_digest(number),
        names.sound(row.values["name"]),
        identity.birth_date(number),
    )


def _find_similar(rows: Sequence[Row], context: Context) -> dict[int, list[Candidate]]:
    incoming = {row.number: _incoming(row) for row in rows}
    known = known_by_number(list(incoming.values()))
    others = alike(list(incoming.values()))
    people: dict[int, list[Person]] = {}
    for number, one in incoming.items():
        same = known.get(one.digest)
        people[number] = [same] if same else others.get(one.digest, [])
    comparison = _Comparison([person for found in people.values() for person in found], context)
    return {
        row.number: [comparison.candidate(row, person) for person in people[row.number]]
        for row in rows
        if people[row.number]
    }


class _Comparison:
    """Rows beside records. Of persons out of the viewer's reach little is told."""

    def __init__(self, people: list[Person], context: Context) -> None:
        self.places = Places(clock.today())
        ids = [person.pk for person in people]
        self.homes = self.places.homes(ids) if ids else {}
        reach = [pk for pk in self.places.tree.home if context.reach(pk)]
        rows = within(Person.objects.filter(pk__in=ids), reach, clock.today())
        self.visible = set(rows.values_list("pk", flat=True)) if ids else set()

    def candidate(self, row: Row, person: Person) -> Candidate:
        number, seen = row.values["id_number"], person.pk in self.visible
        home = self.homes.get(person.pk, Home()) if seen else Home(ELSEWHERE, ELSEWHERE, ELSEWHERE)
        is_same = bytes(person.id_digest) == identity.search_digest(number)
        facts = (
            ("姓名", row.values["name"], person.name if seen else names.mask_name(person.name)),
            ("公民身份号码", identity.mask(number), identity.mask(str(person.id_number))),
            ("性别", _sex(identity.sex(number)), person.get_sex_display()),
            ("出生日期", str(identity.birth_date(number)), str(person.birth_date)),
            ("户籍", self._place(row, "registered"), home.registered),
            ("常住", self._place(row, "resident"), home.resident),
            ("地址", row.values["address"] or "", home.address),
        )
        label = f"{names.mask_name(person.name)}({'已登记' if is_same else '相似'})"
        return Candidate(person.pk, is_same, label, tuple(Fact(*fact) for fact in facts))

    def _place(self, row: Row, key: str) -> str:
        """By its name of today, as the record's place is."""
        code = row.values[key]
        node = tree_on(row.values["since"]).by_code(code) if code else None
        return self.places.label(node.id) if node else ""


def _sex(value: int) -> str:
    return str(Person.Sex(value).label)


def _division(code: str | None, day: date) -> Division | None:
    node = tree_on(day).by_code(code) if code else None
    return Division.objects.get(pk=node.id) if node else None


def _take(row: Row, context: Context) -> Person:
    values = row.values
    return register_person(
        name=values["name"],
        id_number=values["id_number"],
        household_number=values["household"] or "",
        relation=values["relation"] or Membership.Relation.OTHER,
        registered_division=_division(values["registered"], values["since"]),
        resident_division=_division(values["resident"], values["since"]),
        address=values["address"] or "",
        since=values["since"],
        actor=context.actor,
        at=context.at,
    )


def _remember_different(row: Row, person_ids: Sequence[int], context: Context) -> None:
    remember_not_same(
        person_ids=person_ids,
        id_number=row.values["id_number"],
        actor=context.actor,
        at=context.at,
    )


SHEETS.add(
    "people",
    Sheet(
        name="people",
        title="人员",
        permission="imports.use",
        intro="登记户籍或常住人口, 每人一行。号码已登记的会跳过; 可能是同一人的会并排请您判定。",
        columns=(
            Column("name", "姓名", name, example="示例人", width=12),
            Column(
                "id_number",
                "公民身份号码",
                identity.validate,
                example="18位号码",
                help="18位, 单元格须为文本格式",
                width=24,
            ),
            Column("household", "户号", short(12), required=False, example="H0000001"),
            Column(
                "relation",
                "与户主关系",
                choice(RELATIONS),
                required=False,
                choices=tuple(RELATIONS),
                example="户主",
            ),
            Column(
                "registered",
                "户籍村居代码",
                division_code,
                required=False,
                example="310151101201",
                help="12位; 户籍在外区的不填",
            ),
            Column(
                "resident",
                "常住村居代码",
                division_code,
                required=False,
                example="310151101201",
                help="12位; 不在本区常住的不填",
            ),
            Column("address", "地址", short(120), required=False, example="示例路1号", width=30),
            Column("since", "起始日期", past_day, example="2024-07-01", help="从哪天起登记在此"),
        ),
        check_row=_check,
        find_similar=_find_similar,
        remember_different=_remember_different,
        take=_take,
        describe=lambda row: names.mask_name(row.values["name"]),
        unique=(("id_number",),),
        url_name="people:person",
        max_rows=1000,
    ),
)
