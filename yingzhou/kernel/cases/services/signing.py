"""Nothing that registers tell of a grown-up is used before somebody saw that they signed; then it
is, and its person can read it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from yingzhou.kernel.cases import consent, known, questions
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items import Apply


def usable(apply: Apply, answers: Mapping[str, Any], applicant: int | None) -> dict[int, dict]:
    """By person: the facts that are used when a matter is taken in, with their registers; of whom
    did not sign, and of what the household owns then, nothing."""
    shut, told = consent.shut(apply, answers), answers["known"]
    papers = {f"material:{one.key}" for one in apply.materials if one.known in consent.PRIVATE}
    whose = {one.get("person"): n for n, one in enumerate(answers["members"])}
    closed = {number for number, _ in consent.closed(answers)}
    is_alone = consent.refuses_alone(answers)
    found: dict[int, dict] = {}
    for person in dict.fromkeys([applicant, *whose]):
        number = whose.get(person)
        if person:
            found[person] = {
                key: source for key, source in told.items()
                if not {key, f"m{number}-{key}"} & set(shut)
                and not ((number in closed or is_alone) and key in papers)
            }  # fmt: skip
    return found


def note_signed(
    apply: Apply, case: Case, before: Mapping[str, Any], user_name: str, at: datetime
) -> None:
    """What is used of them now that they signed. ``before``: the answers until then."""
    opened = set(consent.shut(apply, before)) - set(consent.shut(apply, case.answers))
    told, held = case.answers.get("known", {}), case.answers.get(consent.WITHHELD, {})
    members = case.answers.get("members", ())
    facts: dict[int, dict[str, str]] = {}
    for place in sorted(opened):
        number, key = questions.parts(place)
        source = held.get(place) or told.get(key)
        for one in _of(members, number) or [case.applicant_id or 0] if source else ():
            facts.setdefault(one, {})[key] = str(source)
    for person, found in facts.items():
        known.note_uses(
            case=case, known=found, labels=known.labels_of(apply), persons=[person],
            user_name=user_name, at=at,
        )  # fmt: skip


def _of(members: Collection[Mapping[str, Any]], number: int | None) -> list[int]:
    """Whom a place is about; of what the household owns everybody."""
    there = [one for n, one in enumerate(members) if number is None or n == number]
    return [one["person"] for one in there if one.get("person")]
