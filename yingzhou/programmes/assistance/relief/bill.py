"""A hospital's bill as it is sent, and what one must be, whoever it is about."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

from yingzhou.core import crypto
from yingzhou.kernel.people.models import Person
from yingzhou.programmes.assistance.relief.faults import NotSettled
from yingzhou.programmes.assistance.relief.models import Settlement

OUTPATIENT = Settlement.Kind.OUTPATIENT


@dataclass(frozen=True)
class Bill:
    """As the hospital says it, after all insurances; money in fen."""

    number: str
    kind: str
    since: date
    until: date
    total: int
    basic: int
    supplementary: int
    commercial: int
    own: int

    def digest(self, person: Person) -> bytes:
        said = {key: str(value) for key, value in asdict(self).items()}
        return crypto.digest(json.dumps([person.pk, said], ensure_ascii=False, sort_keys=True))


def check(bill: Bill, person: Person, today: date) -> None:
    """What a bill must be, whoever it is about."""
    if bill.until > today:
        raise NotSettled("in-future", "出院(就诊)日期在今天以后, 请核对", "until")
    if bill.since > bill.until:
        raise NotSettled("dates", "入院日期在出院日期以后, 请核对", "since")
    if bill.kind == OUTPATIENT and bill.since != bill.until:
        raise NotSettled("dates", "门急诊的起止日期应是同一天, 请核对", "until")
    covered = bill.basic + bill.supplementary + bill.commercial
    if covered + bill.own > bill.total:
        raise NotSettled(
            "sums", "各项保险支付加目录内自负超过了总费用, 请核对金额", "total", person.pk
        )
    if person.birth_date > bill.until:
        raise NotSettled("dates", "出院(就诊)日期在患者出生以前, 请核对", "until", person.pk)
    if person.death_date is not None and person.death_date < bill.since:
        raise NotSettled(
            "dead", "登记里这位患者在入院(就诊)以前已经去世, 请核对身份", "patient", person.pk
        )


def counts_on(person: Person, bill: Bill) -> date:
    """On which day it counts of what kind the family is: that of the discharge; of who died before
    it, that of the admission."""
    died = person.death_date is not None and person.death_date <= bill.until
    return bill.since if died else bill.until
