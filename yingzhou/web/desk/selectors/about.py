"""Whom a matter is about, where that is not the applicant: a child somebody is worried about."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import linking, persons
from yingzhou.kernel.cases.whose import NOBODY
from yingzhou.kernel.catalogue.items import Field
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.models import Person, Residence

from .opening import Opened

GROWN = 18
_HAN = re.compile(r"[\u4e00-\u9fff·]+")
LONGEST = 60


def told_of(opened: Opened) -> tuple[tuple[str, str], ...]:
    """What the form tells of them, question and answer."""
    values = opened.case.answers.get("values", {})
    by_key = {one.key: one for one in opened.apply.form}
    return tuple(
        (by_key[key].label, forms.shown(by_key[key], values[key]))
        for key in opened.apply.about
        if values.get(key) is not None
    )


def subject(opened: Opened) -> Person | None:
    """Whom an officer recognised, or the one of that name."""
    return linking.subject_of(opened.case) or named_child(opened)


def with_child(opened: Opened, asked: list[Field]) -> list[Field]:
    """Whoever says whom of the register it is finds the likely one put forward."""
    if not any(one.kind == linking.KIND for one in asked):
        return asked
    likely = subject(opened)
    put = (persons.typed(likely),) if likely is not None else ()
    return [replace(one, options=put) if one.kind == linking.KIND else one for one in asked]


def named_child(opened: Opened) -> Person | None:
    """The one child of the place whose whole name was told; None where there is none, or several:
    nobody is taken for somebody else. One query."""
    values = opened.case.answers.get("values", {})
    texts = [str(values.get(key) or "") for key in opened.apply.about]
    names = {name for text in texts for name in _names(text[:LONGEST])}
    if not names:
        return None
    places = tree_on(opened.today).within(opened.case.home_id)
    here = Residence.objects.on(opened.today).filter(division__in=places)
    found = Person.objects.filter(
        name__in=names,
        birth_date__gt=_years_before(opened.today, GROWN),
        death_date=None,
        pk__in=here.values("person"),
    )
    rows = list(found.order_by("pk")[:2])
    return rows[0] if len(rows) == 1 else None


def reporter_of(opened: Opened) -> dict[str, str]:
    """Who reported, and the number they gave for questions."""
    case = opened.case
    values = case.answers.get("values", {})
    phones = [values.get(one.key) for one in opened.apply.form if one.kind == "phone"]
    name = case.applicant.name if case.applicant else NOBODY
    return {"name": name, "phone": next((str(one) for one in phones if one), "")}


def _names(text: str) -> set[str]:
    """All that may be a name of two to four characters."""
    return {
        run[at : at + size]
        for run in _HAN.findall(text)
        for size in (2, 3, 4)
        for at in range(len(run) - size + 1)
    }


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28))
