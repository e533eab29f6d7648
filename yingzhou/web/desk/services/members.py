"""People who live with the applicant and stand in another household's register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core import signing

from yingzhou.kernel.accounts.selectors import person_of_number
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.catalogue.items import Item
from yingzhou.kernel.people.models import Person

SALT = "desk.member"
MOST = 20


def added(tokens: Iterable[str], item: Item, day: date) -> list[dict[str, Any]]:
    """Members that were added on this form a moment ago, with what the registers know of them."""
    made = []
    for token in list(tokens)[:MOST]:
        try:
            pk, relation = signing.loads(token, salt=SALT, max_age=24 * 3600)
        except signing.BadSignature:
            continue
        person = Person.objects.filter(pk=pk).first()
        if person is not None and item.apply is not None:
            made.append(_member(item, person, relation, day))
    return made


def token_for(number: str, relation: str, there: Iterable[int | None]) -> str:
    """CaseFault in words where it is nobody, or somebody who is in already."""
    try:
        person = person_of_number(number)
    except ValueError as error:
        raise CaseFault(str(error)) from None
    if person is None:
        raise CaseFault("登记里没有这个号码的人, 请先在人员登记里登记")
    if person.pk in set(there):
        raise CaseFault(f"{person.name}已经在上面了")
    return signing.dumps([person.pk, relation.strip()[:10] or "其他"], salt=SALT)


def _member(item: Item, person: Person, relation: str, day: date) -> dict[str, Any]:
    assert item.apply is not None  # noqa: S101 - the caller has looked
    theirs = known.prefill(item.apply, person, day)["members"]
    known_of = {one["person"]: one["values"] for one in theirs}
    return {
        "person": person.pk,
        "name": person.name,
        "relation": relation,
        "values": known_of.get(person.pk, {}),
    }
