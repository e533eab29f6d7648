"""What the registers know of money and work is not shown at a counter before those it is about
agree: a grown-up who is not there agrees by a paper that they signed (``consent``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yingzhou.core import clock
from yingzhou.kernel.cases import consent
from yingzhou.kernel.catalogue.items import Apply


def veiled(apply: Apply, answers: Mapping[str, Any]) -> dict[str, Any]:
    """As the registers filled them, without what asks for consent first; {place: source} of it
    under ``withheld``."""
    if not consent.is_asked(apply):
        return dict(answers)
    held = {place: answers["known"][key] for place, key, _ in _private(apply, answers)}
    gone = set(held)
    members = [
        {**one, "values": _without(one["values"], gone, f"m{number}-")}
        for number, one in enumerate(answers["members"])
    ]
    values = _without(answers["values"], gone, "")
    return {**answers, "values": values, "members": members, consent.WITHHELD: held}


def shown(
    apply: Apply,
    known: Mapping[str, Any],
    said: Mapping[int, Mapping[str, Any]],
    own: Any = None,
) -> dict[str, Any]:
    """As the registers filled them (``known``), so far as whoever it is about agrees. ``said``: the
    members that the form counts in, by their place on it, as they were read; ``own``: what whoever
    applies said where they alone are asked."""
    made = veiled(apply, known)
    if consent.WITHHELD not in made:
        return made
    open_ = {at for at, one in said.items() if agrees(one)}
    is_open = open_ == set(said) if consent.own_question(apply) is None else own is True
    held = made[consent.WITHHELD]
    for place, key, at in _private(apply, known):
        if at in open_ if at is not None else is_open:
            holder = made["values"] if at is None else made["members"][at]["values"]
            source = known["values"] if at is None else known["members"][at]["values"]
            holder[key] = source[key]
            held.pop(place)
    return made


def agrees(member: Mapping[str, Any]) -> bool:
    """Whether it is said and, of another grown-up, signed."""
    if member["values"].get(consent.CONSENT) is not True:
        return False
    return bool(member.get(consent.SIGNED)) or consent.is_child(member, clock.today())


def needs_paper(apply: Apply, member: Mapping[str, Any]) -> bool:
    """Whether somebody who is not there must have signed."""
    is_other = member.get(consent.SIGNED) != consent.OWN_WORD
    return consent.is_asked(apply) and is_other and not consent.is_child(member, clock.today())


def still_held(
    apply: Apply, known: Mapping[str, Any], answers: Mapping[str, Any], places: list[int]
) -> dict[str, str]:
    """What a register knows and the form does not say: it is counted as registered. ``places``: of
    the members of ``answers``, in ``known``."""
    if not consent.is_asked(apply):
        return {}
    where = {at: number for number, at in enumerate(places)}
    found = {}
    for _, key, at in _private(apply, known):
        if at is not None and at not in where:
            continue
        holder = answers["values"] if at is None else answers["members"][where[at]]["values"]
        if holder.get(key) is None:
            found[key if at is None else f"m{where[at]}-{key}"] = known["known"][key]
    return found


def _private(apply: Apply, answers: Mapping[str, Any]) -> Iterator[tuple[str, str, int | None]]:
    """Place, question and member of what a register says and asks for consent first."""
    for field in apply.form:
        if field.known not in consent.PRIVATE or field.key not in answers["known"]:
            continue
        if not field.each:
            if answers["values"].get(field.key) is not None:
                yield field.key, field.key, None
            continue
        for number, one in enumerate(answers["members"]):
            if one["values"].get(field.key) is not None:
                yield f"m{number}-{field.key}", field.key, number


def _without(values: Mapping[str, Any], gone: set[str], of: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if f"{of}{key}" not in gone}
