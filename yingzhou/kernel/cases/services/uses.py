"""Whose data a draft showed and the case that came of it used: rows that they can read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import known, questions
from yingzhou.kernel.cases.consent import CONSENT, WITHHELD
from yingzhou.kernel.cases.models import Case, DataUse, Draft
from yingzhou.kernel.catalogue.items import Apply, Item

DRAFTED = "填写申请(还没有提交)"


def note_drafted(row: Draft, item: Item, user: User, at: datetime) -> None:
    """Shown to whoever fills in, whether or not it is handed in: it stays when the draft goes."""
    assert item.apply is not None  # noqa: S101 - it is being applied for
    for person, facts in shown(item.apply, row).items():
        known.note_uses(
            case=None,
            known=facts,
            labels=known.labels_of(item.apply),
            persons=[person],
            user_name=str(user),
            at=at,
            purpose=f"{DRAFTED}: {item.name}",
        )


def note_handed_in(apply: Apply, row: Draft, case: Case, user: User, at: datetime) -> None:
    """What was noted when the draft began becomes a use for the case; the rest is added, with what
    is looked up now that its person agreed."""
    used, labels = _used(apply, row), known.labels_of(apply)
    noted = DataUse.objects.filter(
        person__in=used, case=None, at=row.begun_at, purpose__startswith=DRAFTED
    )
    before = set(noted.values_list("person", "fact"))
    noted.update(case=case, purpose=f"办理 {case.number}"[:120])
    for person, facts in used.items():
        new = {
            key: source
            for key, source in facts.items()
            if (person, labels.get(key, key)[:60]) not in before
        }
        known.note_uses(
            case=case, known=new, labels=labels, persons=[person], user_name=str(user), at=at
        )


def shown(apply: Apply, row: Draft) -> dict[int, dict[str, str]]:
    """By person: which facts were taken from which register and can be read in the draft."""
    kept = row.answers
    held = kept.get(WITHHELD, {})
    each = {field.key for field in apply.form if field.each}
    found: dict[int, dict[str, str]] = {
        row.person_id: {
            key: said for key, said in kept["known"].items() if key not in each and key not in held
        }
    }
    for place, source in kept["prefilled"].items():
        number, key = questions.parts(place)
        person = kept["members"][number]["person"] if number is not None else None
        if person and place not in kept["done"]:
            found.setdefault(person, {})[key] = source
    return found


def _used(apply: Apply, row: Draft) -> dict[int, dict[str, str]]:
    """What was shown, and of everybody who agreed what the applicant was not shown: of what the
    household owns together, everybody's."""
    found, members = shown(apply, row), row.answers["members"]
    for place, source in row.answers.get(WITHHELD, {}).items():
        number, key = questions.parts(place)
        for one in members if number is None else [members[number]]:
            if one["person"] and _agrees(one):
                found.setdefault(one["person"], {})[key] = source
    return found


def _agrees(member: Mapping[str, Any]) -> bool:
    return bool(member["values"].get(CONSENT))
