"""For whom a resident may act: themselves, their minor children, their wards, who mandated them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import Mandate
from yingzhou.kernel.people import identity
from yingzhou.kernel.people.models import Kinship, Person
from yingzhou.kernel.people.selectors import age_on

ADULT = 18
SELF, PARENT, GUARDIAN, MANDATED = "本人", "父母", "监护人", "受托"


@dataclass(frozen=True)
class Principal:
    """Whom somebody may act for: ``reason`` is 本人, 父母, 监护人 or 受托; ``word`` what to call
    them (妈妈); ``items`` the services a mandate is limited to, empty for all."""

    person: Person
    reason: str
    word: str = ""
    items: tuple[str, ...] = ()

    def covers(self, item: str) -> bool:
        """Whether it reaches the service ``item`` (a code of the catalogue; empty: any)."""
        return not item or not self.items or item in self.items


def principals_of(person: Person, on: date) -> list[Principal]:
    """Oneself first, then the others by birth date; the dead are nobody's principals. Two
    queries."""
    if person.death_date is not None:
        return []
    found = {person.pk: Principal(person, SELF)}
    links = _links(person)
    for link in links:
        reason = _by_kinship(link, on)
        if link.relative_id == person.pk and reason:
            found.setdefault(link.person_id, Principal(link.person, reason, _word_down(link)))
    words = {row.relative_id: _word_up(row) for row in links if row.person_id == person.pk}
    words |= {row.person_id: _word_down(row) for row in links if row.relative_id == person.pk}
    for mandate in _mandates(on).filter(agent=person).select_related("principal"):
        known = found.get(mandate.principal_id)
        if known is None or known.reason == MANDATED:
            found[mandate.principal_id] = _mandated(known, mandate, words)
    own, *others = found.values()
    others = [each for each in others if each.person.death_date is None]
    return [own, *sorted(others, key=lambda each: (each.person.birth_date, each.person.pk))]


def may_act_for(agent: Person, principal: Person, item: str, on: date) -> str:
    """Why ``agent`` may ask for ``item`` in the name of ``principal``; empty where they may not."""
    if agent.death_date is not None or principal.death_date is not None:
        return ""
    if agent.pk == principal.pk:
        return SELF
    for link in _links(agent).filter(person=principal, relative=agent):
        if reason := _by_kinship(link, on):
            return reason
    rows = _mandates(on).filter(agent=agent, principal=principal).values_list("items", flat=True)
    reaches = any(not item or not items or item in items for items in rows)
    return MANDATED if reaches else ""


def is_beyond_mandate(agent: Person, principal: Person, item: str, on: date) -> bool:
    """Whether ``agent`` holds a mandate of ``principal``, but for other services than ``item``."""
    rows = _mandates(on).filter(agent=agent, principal=principal)
    return not may_act_for(agent, principal, item, on) and rows.exists()


def did_act_for(agent: Person, principal: Person, item: str, since: datetime) -> bool:
    """Whether ``agent`` held a mandate of ``principal`` for ``item`` that was over only after
    ``since``: they knew then what they may not open any more."""
    if principal.death_date is not None:
        return False
    rows = Mandate.objects.filter(agent=agent, principal=principal)
    rows = rows.filter(valid_to__gt=clock.day_of(since))
    rows = rows.filter(Q(revoked_at=None) | Q(revoked_at__gte=since))
    return any(not items or item in items for items in rows.values_list("items", flat=True))


def person_of_number(number: str) -> Person | None:
    """The person of a full identity number; ValueError (Chinese) where it cannot be one."""
    return Person.objects.filter(
        id_digest=identity.search_digest(identity.validate(number))
    ).first()


def _links(person: Person) -> QuerySet[Kinship]:
    either = Kinship.objects.filter(Q(person=person) | Q(relative=person))
    return either.select_related("person", "relative").order_by("kind", "pk")


def _mandates(on: date) -> QuerySet[Mandate]:
    return Mandate.objects.on(on).filter(revoked_at__isnull=True).order_by("pk")


def _by_kinship(link: Kinship, on: date) -> str:
    """Parents act while the child is a minor (民法典 27), guardians as long as they are."""
    if link.kind == Kinship.Kind.GUARDIAN:
        return GUARDIAN
    is_minor = age_on(link.person, on) < ADULT
    return PARENT if link.kind == Kinship.Kind.PARENT and is_minor else ""


def _word_down(link: Kinship) -> str:
    """What the ``relative`` of a link calls its ``person``."""
    is_man = link.person.sex == Person.Sex.MALE
    words = {Kinship.Kind.PARENT: ("儿子", "女儿"), Kinship.Kind.SPOUSE: ("丈夫", "妻子")}
    return _of(words, link.kind, is_man)


def _word_up(link: Kinship) -> str:
    """What the ``person`` of a link calls its ``relative``."""
    is_man = link.relative.sex == Person.Sex.MALE
    words = {Kinship.Kind.PARENT: ("爸爸", "妈妈"), Kinship.Kind.SPOUSE: ("丈夫", "妻子")}
    return _of(words, link.kind, is_man)


def _of(words: dict[Kinship.Kind, tuple[str, str]], kind: int, is_man: bool) -> str:
    his, hers = words.get(Kinship.Kind(kind), ("", ""))
    return his if is_man else hers


def _mandated(known: Principal | None, mandate: Mandate, words: dict[int, str]) -> Principal:
    """Several mandates of one principal reach as far as all of them together."""
    items = tuple(mandate.items)
    if known is not None:
        items = tuple(sorted({*known.items, *items})) if known.items and items else ()
    return Principal(mandate.principal, MANDATED, words.get(mandate.principal_id, ""), items)
