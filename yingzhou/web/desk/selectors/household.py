"""The household at a glance: members, kin, rolls they are on, what happened in the last year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import Scope, classes_at, scope_of
from yingzhou.kernel.people import identity
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.names import mask_name
from yingzhou.kernel.people.selectors import record_of
from yingzhou.kernel.people.selectors.record import Record, Relative

from .about import subject, told_of
from .opening import Opened

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Glance:
    """None of ``record`` where an organisation applies, or where it is not known whom the matter is
    about. ``about``: what was told of whom it is about, where that is not the applicant."""

    person: Person | None = None
    record: Record | None = None
    number: str = ""
    members: tuple[dict[str, Any], ...] = ()
    kin: tuple[dict[str, Any], ...] = ()
    events: tuple[Any, ...] = ()
    may_open: bool = False
    rolls: tuple[Any, ...] = ()
    ended: tuple[Any, ...] = ()
    shows_sensitive: bool = False
    about: tuple[tuple[str, str], ...] = ()

    @property
    def persons(self) -> set[int]:
        """Everybody whom it shows."""
        own = {self.person.pk} if self.person is not None else set()
        return own | {one["pk"] for one in (*self.members, *self.kin)}


def glance(opened: Opened, user: User) -> Glance:
    """As of today. Of people outside the viewer's divisions no more than the case itself tells."""
    person = subject(opened) if opened.is_secret else opened.case.applicant
    about = told_of(opened)
    if person is None or (opened.hides_name and not opened.is_secret):
        return Glance(about=about)
    record = record_of(person, opened.today, opened.today)
    here = {*record.home.divisions, opened.case.home_id}
    scope = scope_of(user, "people.view")
    classes = classes_at(user, here, "cases.view")
    members = record.household.members if record.household else []
    since = opened.today - YEAR
    return Glance(
        person=person,
        record=record,
        about=about,
        number=identity.mask(str(person.id_number)),
        members=tuple(_person(one, scope, classes) for one in members),
        kin=tuple(_person(one, scope, classes) for one in record.kin),
        events=tuple(one for one in record.events if one.on >= since),
        may_open=scope.meets(record.home.divisions),
        rolls=tuple(one for one in record.rolls if one.is_open),
        ended=tuple(one for one in record.rolls if not one.is_open and one.valid_to >= since),
        shows_sensitive="sensitive" in classes,
    )


def _person(one: Relative, scope: Scope, classes: frozenset[str]) -> dict[str, Any]:
    reached = scope.meets(one.home.divisions)
    hidden = one.is_minor and "children" not in classes
    return {
        "pk": one.person.pk,
        "name": mask_name(one.person.name) if hidden else one.person.name,
        "relation": one.relation,
        "age": one.age,
        "is_dead": one.person.death_date is not None,
        "may_open": reached and not hidden,
        "lives": one.home.lives if reached else "",
    }
