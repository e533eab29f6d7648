"""Of whom the questions of a form are asked: how old they are on the day on which it was begun, and
of which sex, as far as that is known. Nobody of sixty is asked which school they go to.

Kept among the answers: ``asker`` {"born", "sex", "on"} of whoever applies, and ``born`` and ``sex``
of each member.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingzhou.core import clock
from yingzhou.kernel.catalogue.items import Field
from yingzhou.kernel.people.models import Person

ASKER = "asker"


@dataclass(frozen=True)
class Whose:
    """Whose answers they are. ``age``: None where nobody knows it."""

    age: int | None = None
    sex: str = ""


def of_person(person: Person) -> dict[str, str]:
    return {"born": person.birth_date.isoformat(), "sex": person.get_sex_display()}


def asker(person: Person, day: date) -> dict[str, str]:
    return {**of_person(person), "on": day.isoformat()}


def with_asker(answers: Mapping[str, Any], person: Person | None, day: date) -> dict[str, Any]:
    """As whoever applies hands them in, by whichever way they came."""
    if person is None or ASKER in answers:
        return dict(answers)
    return {**answers, ASKER: asker(person, day)}


def whose(answers: Mapping[str, Any], number: int | None = None) -> Whose:
    """Of one member, or (None) of whoever applies. What was answered goes before the register."""
    told = answers.get(ASKER, {})
    if number is None:
        return _whose(told, told, answers.get("values", {}))
    one = answers["members"][number]
    return _whose(told, one, one.get("values", {}))


def goes_without_saying(
    form: Iterable[Field], entity: str, answers: Mapping[str, Any], member: Mapping[str, Any] | None
) -> Iterator[tuple[str, Any]]:
    """Facts of questions that were not asked, for they make no sense of ``member`` (None: of
    whoever applies)."""
    told = answers.get(ASKER, {})
    who = whose(answers) if member is None else _whose(told, member, member.get("values", {}))
    for field in form:
        of, _, name = field.fact.partition(".")
        is_theirs = of == entity and field.each == (member is not None)
        if is_theirs and field.whom and field.whom.otherwise is not None and not is_of(field, who):
            yield name, field.whom.otherwise


def _whose(told: Mapping[str, Any], one: Mapping[str, Any], said: Mapping[str, Any]) -> Whose:
    day = date.fromisoformat(told["on"]) if "on" in told else clock.today()
    born = str(said.get("birth_date") or one.get("born") or "")
    sex = str(said.get("sex") or one.get("sex") or "")
    return Whose(_years(date.fromisoformat(born), day) if born else None, sex)


def _years(born: date, day: date) -> int:
    """周岁."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def says_nothing(field: Field, who: Whose, *told: Any) -> bool:
    """Whether a question makes no sense of them and no register (``told``) says otherwise."""
    rule = field.whom
    if rule is None or rule.fits(who.age, who.sex):
        return False
    return all(one is None or one == rule.otherwise for one in told)


def is_of(field: Field, who: Whose) -> bool:
    """Whether a question makes sense of them."""
    return field.whom is None or field.whom.fits(who.age, who.sex)
