"""Answers that another system sends become the answers of a case: read and checked like typed ones,
on top of what the registers know."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import consent, known, questions
from yingzhou.kernel.cases.services import agreeing
from yingzhou.kernel.catalogue.items import Apply, Field
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.names import mask_name

from .faults import Wrong
from .shapes import Member, NewCase, Value


def filled(apply: Apply, person: Person, asked: NewCase, day: date) -> dict[str, Any]:
    """A draft's answers (``cases.questions``), complete; :class:`Wrong` with all that is not. What
    the registers know of other grown-ups is held back as at the portal: the case does not keep it,
    nobody finds it out by trying values, and it counts when they have signed.

    What is sent goes before what a register says, and is then the applicant's own word: an
    objection to the register, as at the portal.
    """
    prefilled = known.prefill(apply, person, day)
    answers = questions.begun(consent.hold_back(apply, prefilled, person, day))
    own = {field.key: field for field in apply.form if not field.each and field.kind != "members"}
    faults: list[tuple[str, str]] = []
    said = _read(own, asked.values, "values", faults)
    for key, value in said.items():
        if said.get(consent.CONSENT) is False:  # what they say is theirs, whatever a register says
            answers["prefilled"].pop(key, None)
        if answers["values"].get(key) != value:
            _doubt(apply, answers, key)
            answers["known"].pop(key, None)
            answers["values"][key] = value
            answers[consent.WITHHELD].pop(key, None)
    if asked.members is not None:
        _members(apply, answers, asked.members, faults)
    agreeing.give_up(answers, apply, person.pk)
    named = {person.name, *(one.name for one in asked.members or ())}
    faults += _lacking(apply, answers, {where for where, _ in faults}, named)
    if faults:
        raise Wrong(*faults)
    return answers


def _lacking(
    apply: Apply, answers: Mapping[str, Any], wrong: Collection[str], named: Collection[str]
) -> Iterator[tuple[str, str]]:
    """What was not answered; what was answered wrongly (``wrong``: its place) is told already. Of
    the household nobody learns whom they have not ``named`` themselves."""
    for number, field in forms.lacking(apply.form, answers):
        words = field.label
        if number is not None:
            name = answers["members"][number]["name"]
            words = f"{name if name in named else mask_name(name)}: {words}"
        ends = f".values.{field.key}" if number is not None else f"values.{field.key}"
        told = any(one == ends or (number is not None and one.endswith(ends)) for one in wrong)
        if not told:
            yield "values", f"还没有填: {words}"


def read(apply: Apply, values: Mapping[str, Value]) -> None:
    """:class:`Wrong` where one of them cannot be taken; ``values`` are then typed as a form is."""
    own = {field.key: field for field in apply.form if not field.each and field.kind != "members"}
    faults: list[tuple[str, str]] = []
    _read(own, values, "values", faults)
    if faults:
        raise Wrong(*faults)


def _read(
    fields: Mapping[str, Field],
    values: Mapping[str, Value],
    place: str,
    faults: list[tuple[str, str]],
) -> dict[str, Any]:
    made = {}
    for key, raw in values.items():
        where = f"{place}.{key[:40]}"
        field = fields.get(key)
        if field is None:
            faults.append((where, "这个事项不问这一项"))
            continue
        if isinstance(raw, bool) and field.kind != "yesno":
            faults.append((where, "应为文字"))
            continue
        try:
            made[key] = forms.read(field, raw)
        except ValueError as error:
            faults.append((where, str(error)))
    return made


def _members(
    apply: Apply, answers: dict[str, Any], sent: list[Member], faults: list[tuple[str, str]]
) -> None:
    """The household as it was sent: who is in the registers keeps what they know."""
    there = {one["name"]: number for number, one in enumerate(answers["members"])}
    kept = [there[one.name] for one in sent if one.name in there]
    added = [(one.name, one.relation) for one in sent if one.name not in there]
    place = next((field.key for field in apply.form if field.kind == "members"), "")
    if not place:
        faults.append(("members", "这个事项不问家庭成员"))
        return
    if len(kept) != len(there) or added:
        _doubt(apply, answers, place)
    questions.put_members(answers, place, kept, added)
    each = {field.key: field for field in apply.form if field.each}
    numbers = {one["name"]: number for number, one in enumerate(answers["members"])}
    for at, one in enumerate(sent):
        member = answers["members"][numbers[one.name]]
        said = _read(each, one.values, f"members.{at}.values", faults)
        refuses = said.get(consent.CONSENT) is False
        for key, value in said.items():
            of = f"m{numbers[one.name]}-{key}"
            if refuses:  # what they say is theirs, whatever a register says
                answers["prefilled"].pop(of, None)
            if refuses or member["values"].get(key) != value:
                _doubt(apply, answers, of)
                questions.put(answers, of, value)


def _doubt(apply: Apply, answers: dict[str, Any], place: str) -> None:
    """Where a register says something else, that is kept: it opens a correction."""
    question = questions.at(apply, answers, place)
    if question is not None and question.source:
        questions.doubt(answers, question)


def used(apply: Apply, person: Person, answers: Mapping[str, Any]) -> Iterator[tuple[int, dict]]:
    """By person: which facts were taken from which register. Of whom did not agree or sign,
    and of what their household owns, nothing yet."""
    each = {field.key for field in apply.form if field.each}
    shut = consent.shut(apply, consent.signed_by(answers, person.pk))
    held = {place: one for place, one in answers[consent.WITHHELD].items() if place not in shut}
    there = {
        place: one for place, one in answers["prefilled"].items() if place not in answers["done"]
    } | held  # fmt: skip
    own = {key: one for key, one in answers["known"].items() if key not in each}
    yield (
        person.pk,
        {key: one for key, one in own.items() if key not in shut}
        | {key: one for key, one in held.items() if key not in each and "-" not in key},
    )
    for number, member in enumerate(answers["members"]):
        facts = {
            questions.parts(place)[1]: source
            for place, source in there.items()
            if questions.parts(place)[0] == number
        }
        if member["person"] and facts:
            yield member["person"], facts
