"""Whoever fills in says whether they agree that registers are looked at: with a no, what these had
filled in of money, work and property goes from the draft, and they are asked for it; with a yes it
comes (back), and is noted as shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import consent, known, questions
from yingzhou.kernel.cases.models import Draft
from yingzhou.kernel.catalogue.items import Apply, item_on

from . import uses


def follow(row: Draft, apply: Apply, user: User, at: datetime, *, was_refused: bool) -> None:
    """After an answer to the question of consent, in place. ``was_refused``: whether anybody had
    said no before it, so that something may have gone."""
    if was_refused:
        _look_up(row, apply, at)
    give_up(row.answers, apply, row.person_id)
    uses.note_drafted(row, item_on(row.item, clock.day_of(at)), user, at)


def give_up(answers: dict[str, Any], apply: Apply, applicant: int) -> None:
    """What the registers had filled in of whoever does not agree goes, in place."""
    for place in consent.shut(apply, answers):
        number, key = questions.parts(place)
        if _is_refused(answers, number) and place in answers["prefilled"]:
            _holder(answers, number).pop(key, None)
            del answers["prefilled"][place]
            if not any(questions.parts(one)[1] == key for one in answers["prefilled"]):
                answers["known"].pop(key, None)
    own = any(one.get("person") == applicant for _, one in consent.refusing(answers))
    if own or consent.refuses_alone(answers):
        for paper in apply.materials:  # the registers' word is no paper of theirs any more
            if paper.known in consent.PRIVATE:
                answers["known"].pop(f"material:{paper.key}", None)


def _is_refused(answers: dict[str, Any], number: int | None) -> bool:
    """Of what is the household's, one no is enough."""
    refusing = {one for one, _ in consent.refusing(answers)}
    if number is None:
        return bool(refusing) or consent.refuses_alone(answers)
    return number in refusing


def _look_up(row: Draft, apply: Apply, at: datetime) -> None:
    """What the registers say and the draft lacks: not where the applicant said something."""
    answers, day = row.answers, clock.day_of(at)
    found = consent.hold_back(apply, known.prefill(apply, row.person, day), row.person, day)
    where = {one["person"]: n for n, one in enumerate(answers["members"]) if one["person"]}
    told = [(None, found["values"])] + [
        (where[one["person"]], one["values"]) for one in found["members"] if one["person"] in where
    ]
    private = {(one.key, one.each) for one in apply.form if one.known in consent.PRIVATE}
    spared = {f"material:{one.key}" for one in apply.materials}
    answers["known"] |= {key: said for key, said in found["known"].items() if key in spared}
    for number, values in told:
        for key, value in values.items():
            place = key if number is None else f"m{number}-{key}"
            is_theirs = place in answers["done"] or place in answers["doubted"]
            if (key, number is not None) not in private or is_theirs:
                continue
            if place not in answers["prefilled"]:
                _holder(answers, number)[key] = value
                answers["prefilled"][place] = answers["known"][key] = found["known"][key]
                if questions.SEEN_KNOWN in answers["done"]:  # something new is to be seen
                    answers["done"].remove(questions.SEEN_KNOWN)


def _holder(answers: dict[str, Any], number: int | None) -> dict[str, Any]:
    holder: dict[str, Any] = (
        answers["values"] if number is None else answers["members"][number]["values"]
    )
    return holder
