"""Small random districts for the engine's tests, and a slow, plain counter to hold it against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from hypothesis import strategies as st

from tests import factories
from yingzhou.core import audit, clock
from yingzhou.core.spells import FOREVER
from yingzhou.core.timeline import Refused
from yingzhou.kernel.divisions import services, tree
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.organisations.models import (
    AnnualReport,
    Capacity,
    Certificate,
    Facility,
    Interment,
    Organisation,
    Post,
)
from yingzhou.kernel.people.models import Enrolment, Person, Residence

START = date(2019, 1, 1)
DAYS = 2400
_serial = count(1)
OFFSETS = st.integers(0, DAYS)
SPANS = st.tuples(OFFSETS, st.one_of(st.none(), st.integers(1, 900)))
PLACES = st.integers(0, 10**6)
FACTS = st.lists(st.tuples(PLACES, SPANS, st.integers(0, 99)), max_size=7)


def day_at(offset: int) -> date:
    return START + timedelta(days=offset)


def spell(span: tuple[int, int | None]) -> dict:
    start, length = span
    end = FOREVER if length is None else day_at(start + length)
    return {"valid_from": day_at(start), "valid_to": end}


def person(born: date = date(1955, 6, 1)) -> Person:
    """Bare: nothing but the person."""
    number = next(_serial)
    return Person.objects.create(
        name="测试人",
        pinyin="ceshiren",
        sound="ceshiren",
        initials="csr",
        sex=1,
        birth_date=born,
        id_number=factories.id_number(born, 1),
        id_digest=number.to_bytes(32, "big"),
    )


def make_places() -> None:
    """Two towns and a statistical unit, two villages each."""
    for name, kind in (("甲镇", "town"), ("乙镇", "town"), ("丙农场", "statistical")):
        top = factories.division(name, Division.Kind(kind), factories.district())
        for number in (1, 2):
            factories.village(f"{name}{number}村", top)


def pick(places: list[Division], at: int) -> Division:
    return places[at % len(places)]


def residents(places: list[Division], facts: list) -> None:
    for at, span, extra in facts:
        born = date(1945 + extra % 70, 2, 28) + timedelta(days=extra % 3)
        who = person(born)
        for kind in Residence.Kind:
            Residence.objects.create(
                person=who, kind=kind, division=pick(places, at), **spell(span)
            )


def enrolled(places: list[Division], facts: list) -> None:
    """People who moved once and were on the roll twice: joins with several partners."""
    for at, (start, length), extra in facts:
        who, moved = person(), start + 1 + extra
        for where, since, until in ((at, start, moved), (at + 1, moved, None)):
            Residence.objects.create(
                person=who,
                kind=Residence.Kind.REGISTERED,
                division=pick(places, where),
                **spell((since, None if until is None else until - since)),
            )
        for begins in (start, start + 40):
            Enrolment.objects.create(
                roll=Enrolment.Roll.DIBAO, person=who, **spell((begins, (length or 500) + extra))
            )


def workers(places: list[Division], facts: list) -> None:
    """Each with up to three certificates that overlap, touch or leave a gap."""
    for at, (start, length), extra in facts:
        who, home = person(), pick(places, at)
        Post.objects.create(
            kind=Post.Kind.COMMUNITY_WORKER, person=who, division=home, **spell((start, length))
        )
        for number in range(extra % 4):
            Certificate.objects.create(
                kind=Certificate.Kind.SOCIAL_WORK,
                number=f"Z{next(_serial)}",
                person=who,
                division=home,
                **spell((start + number * 60, 40 + extra)),
            )


def kitchens(places: list[Division], facts: list) -> None:
    for at, span, extra in facts:
        kind = (Facility.Kind.MEAL_SITE, Facility.Kind.CANTEEN)[extra % 2]
        site = factories.facility("助餐点", kind, pick(places, at), day_at(span[0]))
        Facility.objects.filter(pk=site.pk).update(valid_to=spell(span)["valid_to"])
        for later in (0, 120):
            Capacity.objects.create(
                facility=site,
                unit=Capacity.Unit.MEALS_A_DAY,
                amount=extra + later,
                **spell((span[0] + later, None if later else 120)),
            )


def organisations(places: list[Division], facts: list) -> None:
    for at, span, extra in facts:
        made = factories.organisation("测试协会", home=pick(places, at), since=day_at(span[0]))
        Organisation.objects.filter(pk=made.pk).update(valid_to=spell(span)["valid_to"])
        for number in range(extra % 3):
            Certificate.objects.create(
                kind=Certificate.Kind.ORGANISATION_GRADE,
                grade="5A",
                number=f"P{next(_serial)}",
                organisation=made,
                division=made.division,
                **spell((span[0] + 100 * number, 150)),
            )
        for year in (2019, 2021 + extra % 3):
            AnnualReport.objects.create(
                organisation=made,
                year=year,
                total_income=1000 + extra,
                purchase_income=extra,
                subsidy_income=7 * extra,
            )


def burials(places: list[Division], facts: list) -> None:
    for at, (start, _), extra in facts:
        ground = factories.facility("墓园", Facility.Kind.CEMETERY, pick(places, at))
        for number in range(3):
            Interment.objects.create(
                facility=ground,
                plot=str(number),
                plot_area=5000 + 30 * extra,
                in_new_section=(extra + number) % 3 > 0,
                on=day_at(start + 200 * number),
            )


MAKERS: dict[str, Callable[[list[Division], list], None]] = {
    "residents": residents,
    "enrolled": enrolled,
    "workers": workers,
    "kitchens": kitchens,
    "organisations": organisations,
    "burials": burials,
}
RECORDS = st.fixed_dictionaries(dict.fromkeys(MAKERS, FACTS))
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["rename", "move", "merge", "merge into new", "split"]),
        PLACES,
        PLACES,
        st.integers(0, 500),
    ),
    max_size=4,
)


def fill(records: dict[str, list]) -> None:
    """Records under any village of any day."""
    places = list(Division.objects.filter(level=Division.Level.VILLAGE).order_by("id"))
    for name, facts in records.items():
        MAKERS[name](places, facts)


def change(number: int, kind: str, one: int, two: int, on: date) -> None:
    """One change of divisions; what the services refuse is left out."""
    nodes = sorted((n for n in tree.tree_on(on).nodes.values() if n.level > 1), key=lambda n: n.id)
    first, second = nodes[one % len(nodes)], nodes[two % len(nodes)]
    order = {"on": on, "document": "测试", "actor": audit.SYSTEM, "at": clock.now()}

    def new(offset: int) -> services.NewUnit:
        code = f"{777000000000 + 2 * next(_serial) + offset}"
        return services.NewUnit(code, f"新设{number}{offset}", first.kind)

    both = list(dict.fromkeys([first.id, second.id]))
    part = services.Part
    acts = {
        "rename": lambda: services.rename(division_id=first.id, name=f"改名{number}", **order),
        "move": lambda: services.move(division_id=first.id, parent_id=second.id, **order),
        "merge": lambda: services.merge(division_ids=[first.id], into=second.id, **order),
        "merge into new": lambda: services.merge(division_ids=both, into=new(0), **order),
        "split": lambda: services.split(
            division_id=first.id, parts=[part(new(0), is_default=True), part(new(1))], **order
        ),
    }
    try:
        acts[kind]()
    except Refused:
        return


def change_all(changes: list) -> None:
    on = START
    for number, (kind, one, two, wait) in enumerate(changes):
        on += timedelta(days=wait)
        change(number, kind, one, two, on)


@dataclass(frozen=True)
class Plain:
    """A relation counted by hand: ``rows`` gives (division, amount) of what counts on a day."""

    rows: Callable[[date], list[tuple[int, int]]]

    def total(self, day: date, division_id: int) -> int:
        found = tree.tree_on(day)
        return sum(
            amount
            for division, amount in self.rows(day)
            if division in found.home and found.contains(division_id, division)
        )


def _at_home(who: Person, day: date) -> list[int]:
    kind = Residence.Kind.REGISTERED
    return [r.division_id for r in who.residences.all() if r.kind == kind and r.holds_on(day)]


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _residents(kind: int, youngest: int = -99) -> Plain:
    return Plain(
        lambda day: [
            (r.division_id, 1)
            for r in Residence.objects.select_related("person")
            if r.kind == kind and r.holds_on(day) and _age(r.person.birth_date, day) >= youngest
        ]
    )


def _dibao(day: date) -> list[tuple[int, int]]:
    on_roll = [e for e in Enrolment.objects.all() if e.roll == "dibao" and e.holds_on(day)]
    people = {e.person_id for e in on_roll}
    rolls_by_person = {pk: [e.pk for e in on_roll if e.person_id == pk] for pk in people}
    return [
        (home, 1)
        for who in Person.objects.all()
        if who.pk in people
        for home in _at_home(who, day)
        for _ in rolls_by_person[who.pk]
    ]


def _certified(day: date) -> list[tuple[int, int]]:
    return [
        (post.division_id, 1)
        for post in Post.objects.filter(kind="community_worker")
        if post.holds_on(day)
        and any(c.holds_on(day) for c in post.person.certificates.filter(kind="social_work"))
    ]


def _holders(day: date) -> list[tuple[int, int]]:
    held = Certificate.objects.filter(kind="social_work")
    return [(d, 1) for d, _ in {(c.division_id, c.person_id) for c in held if c.holds_on(day)}]


def _meals(day: date) -> list[tuple[int, int]]:
    return [
        (c.facility.division_id, c.amount)
        for c in Capacity.objects.select_related("facility")
        if c.holds_on(day) and c.facility.holds_on(day)
    ]


def _graded(day: date) -> list[tuple[int, int]]:
    return [
        (o.division_id, 1)
        for o in Organisation.objects.all()
        if o.holds_on(day) and any(c.holds_on(day) for c in o.certificates.filter(grade="5A"))
    ]


def _income(day: date) -> list[tuple[int, int]]:
    year = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    return [
        (r.organisation.division_id, r.purchase_income + r.subsidy_income)
        for r in AnnualReport.objects.select_related("organisation")
        if r.year == year
    ]


def _small_plots(day: date) -> list[tuple[int, int]]:
    a_year_ago = date(day.year - 1, day.month, min(day.day, 28 if day.month == 2 else 31))
    return [
        (i.facility.division_id, 1)
        for i in Interment.objects.select_related("facility")
        if i.in_new_section and i.plot_area <= 6000 and a_year_ago < i.on <= day
    ]


PLAIN = {
    "registered_people": _residents(Residence.Kind.REGISTERED),
    "resident_people": _residents(Residence.Kind.RESIDENT),
    "registered_aged_60": _residents(Residence.Kind.REGISTERED, 60),
    "dibao_people": Plain(_dibao),
    "certified_community_workers": Plain(_certified),
    "social_work_certificates": Plain(_holders),
    "meal_capacity": Plain(_meals),
    "organisations_5a": Plain(_graded),
    "public_income": Plain(_income),
    "small_plot_interments": Plain(_small_plots),
}
