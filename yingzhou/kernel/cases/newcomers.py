"""People whom an application names beyond the registered household: a bride, a child to be adopted,
a ward. Looked for by the digest of their number; the number itself is not kept.

Whoever applies is not told whether the register knows a number, and nothing that it says of others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yingzhou.kernel.accounts.selectors import person_of_number
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.people import identity
from yingzhou.kernel.people.models import Person

FOUND, ANOTHER, ABSENT, UNSAID = "found", "another", "absent", "unsaid"
WORDS = {
    FOUND: "登记里有这个人",
    ANOTHER: "登记里这个号码是另一个姓名, 请核对证件",
    ABSENT: "登记里没有这个号码, 请核对证件",
    UNSAID: "没有写身份证号",
}
"""For staff, by ``register`` of a member."""
CORRECTION = "correction"
"""In what was decided on a name: the number of the case in which its register is looked into."""
BY_REGISTER = "姓名以登记为准"
"""The same of whom somebody settled that the register's name counts."""
LONGEST_NAME, LONGEST_RELATION = 40, 20


def newcomer(name: str, relation: str, number: str = "") -> dict[str, Any]:
    """A member of an application's answers. :class:`CaseFault` where the number cannot be one."""
    made: dict[str, Any] = {
        "person": None,
        "name": name.strip()[:LONGEST_NAME],
        "relation": relation.strip()[:LONGEST_RELATION],
        "values": {},
        "register": UNSAID,
    }
    if not identity.normalise(number):
        return made
    try:
        found = person_of_number(number)
    except ValueError as error:
        raise CaseFault(f"{made['name']}: {error}") from None
    made |= {"number": identity.mask(number), "digest": identity.search_digest(number).hex()}
    # As the number says: what is asked must not hang on whom the register knows.
    made["born"] = identity.birth_date(number).isoformat()
    made["sex"] = str(Person.Sex(identity.sex(number)).label)
    if found is None:
        return made | {"register": ABSENT}
    if found.name != made["name"]:
        return made | {"register": ANOTHER}
    return made | {"register": FOUND, "person": found.pk}


def otherwise_named(answers: Mapping[str, Any]) -> dict[int, Person]:
    """By number of the member: whom the register knows by the identity number that was given with
    another name. One query, where there is such a member."""
    digests = {
        number: bytes.fromhex(one["digest"])
        for number, one in enumerate(answers.get("members", ()))
        if one.get("register") == ANOTHER and one.get("digest")
    }
    if not digests:
        return {}
    rows = Person.objects.filter(id_digest__in=set(digests.values()))
    there = {bytes(one.id_digest): one for one in rows}
    return {number: there[digest] for number, digest in digests.items() if digest in there}


def waiting(entry: Mapping[str, Any] | None) -> str:
    """Why a name that was left to whoever keeps the register is not settled yet; empty where nobody
    left it to them. One query there. ``entry``: what was decided on it."""
    number = (entry or {}).get(CORRECTION)
    if not number:
        return ""
    if Case.objects.filter(number=number, is_open=True).exists():
        return f"姓名正由登记部门核实(更正件 {number}), 办完了再办这一步"
    return f"更正件 {number} 已经办完, 登记的姓名没有变: 请以登记为准, 或请本人带证件来核对"


def is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two members are one human being. The number alone says so where both came with one:
    an answer that hung on the register would tell whom it knows."""
    if one.get("digest") and other.get("digest"):
        return bool(one["digest"] == other["digest"])
    return bool(one.get("person")) and one.get("person") == other.get("person")
