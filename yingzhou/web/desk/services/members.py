"""People whom an application names and who stand in another household's register, or in none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core import signing

from yingzhou.kernel.accounts.selectors import person_of_number
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.newcomers import is_same, newcomer
from yingzhou.kernel.catalogue.items import Item
from yingzhou.kernel.people.models import Person

SALT = "desk.member"
MOST = 20


def added(tokens: Iterable[str], item: Item, day: date) -> list[dict[str, Any]]:
    """Members that were added on this form a moment ago, with what the registers know of them."""
    made = []
    for token in list(tokens)[:MOST]:
        try:
            member = signing.loads(token, salt=SALT, max_age=24 * 3600)
        except signing.BadSignature:
            continue
        person = Person.objects.filter(pk=member["person"]).first() if member["person"] else None
        made.append(_known(item, person, member, day) if person is not None else member)
    return made


def token_for(name: str, number: str, relation: str, there: Iterable[dict[str, Any]]) -> str:
    """CaseFault in words where the number is none, or of somebody who is in already. Whom no
    register knows is added by name: the clerk has seen the papers."""
    if not number.strip():
        raise CaseFault("请写身份证号")
    try:
        person = person_of_number(number)
    except ValueError as error:
        raise CaseFault(str(error)) from None
    if person is None and not name.strip():
        raise CaseFault("登记里没有这个号码的人, 请对照证件写上姓名")
    if person is not None and name.strip() not in ("", person.name):
        raise CaseFault("登记里这个号码是另一个姓名, 请对照证件")
    told = newcomer(person.name if person else name, relation or "其他", number)
    if any(is_same(told, one) for one in there):
        raise CaseFault(f"{told['name']}已经在上面了")
    return signing.dumps(told, salt=SALT)


def _known(item: Item, person: Person, member: dict[str, Any], day: date) -> dict[str, Any]:
    """With what the registers know."""
    if item.apply is None:
        return member
    theirs = known.prefill(item.apply, person, day)["members"]
    known_of = {one["person"]: one["values"] for one in theirs}
    return {**member, "values": known_of.get(person.pk, {})}
