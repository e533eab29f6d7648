"""Whose data a draft showed and the case that came of it used: rows that they can read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import known, questions
from yingzhou.kernel.cases.consent import (
    CONSENT,
    PRIVATE,
    WITHHELD,
    is_asked,
    own_question,
    shut,
    signed_by,
)
from yingzhou.kernel.cases.models import Case, DataUse, Draft
from yingzhou.kernel.catalogue.items import Apply, Item, item_on

DRAFTED = "填写申请(还没有提交)"


def note_drafted(row: Draft, item: Item, user: User, at: datetime) -> None:
    """Shown to whoever fills in, whether or not it is handed in: it stays when the draft goes. What
    asks for consent first is noted when they agree."""
    assert item.apply is not None  # noqa: S101 - it is being applied for
    found, labels = shown(item.apply, row), known.labels_of(item.apply)
    before = set(_noted(row, item, found).values_list("person", "fact"))
    for person, facts in found.items():
        known.note_uses(
            case=None,
            known=_new(person, facts, labels, before),
            labels=labels,
            persons=[person],
            user_name=str(user),
            at=at,
            purpose=f"{DRAFTED}: {item.name}",
        )


def note_handed_in(apply: Apply, row: Draft, case: Case, user: User, at: datetime) -> None:
    """What was noted when the draft began becomes a use for the case; the rest is added, with what
    is looked up now that its person agreed."""
    used, labels = _used(apply, row), known.labels_of(apply)
    noted = _noted(row, item_on(row.item, clock.day_of(at)), used)
    before = set(noted.values_list("person", "fact"))
    for person, facts in used.items():
        told = noted.filter(person=person, fact__in=[_fact(key, labels) for key in facts])
        told.update(case=case, purpose=f"办理 {case.number}"[:120])
        new = _new(person, facts, labels, before)
        known.note_uses(
            case=case, known=new, labels=labels, persons=[person], user_name=str(user), at=at
        )


def _noted(row: Draft, item: Item, persons: Collection[int]) -> QuerySet[DataUse]:
    """What was written down while this draft was filled in."""
    purpose = f"{DRAFTED}: {item.name}"[:120]
    return DataUse.objects.filter(
        person__in=persons, case=None, at__gte=row.begun_at, purpose=purpose
    )


def _fact(key: str, labels: Mapping[str, str]) -> str:
    return labels.get(key, key)[:60]


def _new(
    person: int,
    facts: Mapping[str, str],
    labels: Mapping[str, str],
    before: Collection[tuple[int, str]],
) -> dict[str, str]:
    return {key: said for key, said in facts.items() if (person, _fact(key, labels)) not in before}


def shown(apply: Apply, row: Draft) -> dict[int, dict[str, str]]:
    """By person: which facts were taken from which register and can be read in the draft."""
    kept = row.answers
    hidden = {*kept.get(WITHHELD, {}), *_before_consent(apply, kept, row.person_id)}
    each = {field.key for field in apply.form if field.each}
    found: dict[int, dict[str, str]] = {
        row.person_id: {
            key: said
            for key, said in kept["known"].items()
            if key not in each and key not in hidden
        }
    }
    for place, source in kept["prefilled"].items():
        number, key = questions.parts(place)
        person = kept["members"][number]["person"] if number is not None else None
        if person and place not in kept["done"] and place not in hidden:
            found.setdefault(person, {})[key] = source
    return found


def _before_consent(apply: Apply, kept: Mapping[str, Any], applicant: int) -> set[str]:
    """Places that no page shows before it was said whether everybody agrees, and papers that the
    registers spare."""
    if not is_asked(apply):
        return set()
    silent = {n: one for n, one in enumerate(kept["members"]) if not _agrees(one)}
    found = {
        f"m{number}-{one.key}" if one.each else one.key
        for one in apply.form
        if one.known in PRIVATE
        for number in silent
    }
    alone = own_question(apply)
    is_silent = alone is not None and kept["values"].get(CONSENT) is not True
    if is_silent:
        found |= {one.key for one in apply.form if one.known in PRIVATE and not one.each}
    if is_silent or any(one["person"] == applicant for one in silent.values()):
        found |= {f"material:{one.key}" for one in apply.materials if one.known in PRIVATE}
    return found


def _used(apply: Apply, row: Draft) -> dict[int, dict[str, str]]:
    """What was shown, and of everybody who agreed what the applicant was not shown: of what the
    household owns together, everybody's. Of whom the signature was not seen, nothing yet."""
    found, members = shown(apply, row), row.answers["members"]
    closed = shut(apply, signed_by(row.answers, row.person_id))
    for place, source in row.answers.get(WITHHELD, {}).items():
        if place in closed:
            continue
        number, key = questions.parts(place)
        for one in members if number is None else [members[number]]:
            if one["person"] and _agrees(one):
                found.setdefault(one["person"], {})[key] = source
    return found


def _agrees(member: Mapping[str, Any]) -> bool:
    return bool(member["values"].get(CONSENT))
