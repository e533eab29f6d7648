"""People whom an application names beyond the registered household: a bride, a child to be adopted,
a ward. Looked for by the digest of their number; the number itself is not kept.

Whoever applies is not told whether the register knows a number, and nothing that it says of others.
"""

from __future__ import annotations

from typing import Any

from yingzhou.kernel.accounts.selectors import person_of_number
from yingzhou.kernel.cases.faults import CaseFault
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


def is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two members are one human being. The number alone says so where both came with one:
    an answer that hung on the register would tell whom it knows."""
    if one.get("digest") and other.get("digest"):
        return bool(one["digest"] == other["digest"])
    return bool(one.get("person")) and one.get("person") == other.get("person")
