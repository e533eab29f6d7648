"""A hospital's bill settled while the patient stands at its counter, and taken back.

All of one call is one transaction: the person's year is locked (:class:`YearTotal`), the rule
computes, the settlement and its entry in the books are written. The books come last: whoever enters
them waits for everybody else who does, and should not hold them longer than an entry takes.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Sum

from yingzhou.core import clock, crypto
from yingzhou.kernel.accounts.models import ApiClient
from yingzhou.kernel.cases.models import Decision
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.services import By
from yingzhou.kernel.people.models import Person, Residence
from yingzhou.programmes.assistance.relief import books
from yingzhou.programmes.assistance.relief.assistance import Given, given_on
from yingzhou.programmes.assistance.relief.faults import NotSettled, OtherBill
from yingzhou.programmes.assistance.relief.models import (
    Hospital,
    Refusal,
    Settlement,
    Statement,
    YearTotal,
)
from yingzhou.programmes.assistance.relief.selectors.classes import Standing, standing_on

OUTPATIENT = Settlement.Kind.OUTPATIENT
AT_THE_COUNTER = ("relief/medical", "relief/medical_outpatient")


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


@dataclass(frozen=True)
class Settled:
    """``replayed``: it had been settled before, and this is the same answer."""

    row: Settlement
    replayed: bool = False


def settle(
    *, client: ApiClient | None, hospital: Hospital, person: Person, bill: Bill, at: datetime
) -> Settled:
    """The same number and the same bill get the same answer, however often and however many at the
    same moment. Raises NotSettled, OtherBill."""
    check(bill, person, clock.day_of(at))
    try:
        return _settle(client=client, hospital=hospital, person=person, bill=bill, at=at)
    except IntegrityError:
        # Another call with the same number, or of the same stay, was a moment earlier: it is there.
        return _settle(client=client, hospital=hospital, person=person, bill=bill, at=at)


@transaction.atomic
def _settle(
    *, client: ApiClient | None, hospital: Hospital, person: Person, bill: Bill, at: datetime
) -> Settled:
    year = _locked(person, bill.until.year)
    there = Settlement.objects.filter(hospital=hospital, number=bill.number, reverses=None).first()
    if there is not None:
        return Settled(_same(there, bill.digest(person)), replayed=True)
    _check_month(hospital, at)
    _check_stay(hospital, person, bill)
    standing = standing_on(person, _counts_on(person, bill))
    if standing is None:
        raise NotSettled(
            "not-entitled",
            f"登记里这位患者在 {bill.until} 不是特困、低保、低保边缘或支出型(刚性支出)困难家庭成员,"
            " 不能当场结算; 认为登记不对的, 请患者到户籍所在乡镇的受理中心询问",
            "patient",
            person.pk,
        )
    counter = _given_at_the_counter(person, bill.until.year)
    before = year.given + sum(counter.values())
    given = given_on(
        kind=bill.kind,
        own=bill.own,
        standing=standing,
        day=bill.until,
        before=before,
        before_outpatient=year.given_outpatient + counter[AT_THE_COUNTER[1]],
    )
    _add(year, bill.kind, given)
    row = _written(client, hospital, person, bill, standing, given, before, at)
    _enter(row, row.paid, at)
    return Settled(row)


@transaction.atomic
def reverse(
    *, settlement: Settlement, words: str, client: ApiClient | None, at: datetime
) -> Settled:
    """Take a settlement back, in this month's books; what it used of the caps is free again. Asked
    again, the same answer."""
    year = _locked(settlement.person, settlement.year)
    row = Settlement.objects.select_for_update().get(pk=settlement.pk)
    if row.reverses_id is not None:
        raise NotSettled("is-a-reversal", "这是一笔撤销, 不能再撤销; 请按新的单号重新结算")
    if row.reversed_at is not None:
        return Settled(row.reversal, replayed=True)
    _check_month(row.hospital, at)
    row.reversed_at = at
    row.save(update_fields=["reversed_at"])
    before = year.given + sum(_given_at_the_counter(row.person, row.year).values())
    _take_off(year, row)
    kept = {
        field.attname: getattr(row, field.attname)
        for field in Settlement._meta.concrete_fields
        if field.name not in ("id", "reverses", "reversed_at", "why")
    }
    month = clock.day_of(at).replace(day=1)
    kept |= {"paid": -row.paid, "before": before, "made_at": at}
    kept["client_id"] = client.pk if client else None
    made = Settlement.objects.create(
        **kept | {"reverses_id": row.pk, "words": words.strip()[:200], "month": month}
    )
    _enter(made, made.paid, at)
    return Settled(made)


def note_refusal(*, hospital: Hospital, number: str, fault: NotSettled, at: datetime) -> Refusal:
    """What was refused is told to the hospital and kept for the officer."""
    return Refusal.objects.create(
        hospital=hospital,
        number=number[:40],
        person_id=fault.person,
        code=fault.code,
        words=str(fault)[:300],
        made_at=at,
    )


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


def _counts_on(person: Person, bill: Bill) -> date:
    """On which day it counts of what kind the family is: that of the discharge; of who died before
    it, that of the admission."""
    died = person.death_date is not None and person.death_date <= bill.until
    return bill.since if died else bill.until


def _locked(person: Person, year: int) -> YearTotal:
    """Whoever settles for the same person and year comes after this transaction."""
    row, _ = YearTotal.objects.get_or_create(person=person, year=year)
    return YearTotal.objects.select_for_update().get(pk=row.pk)


def _same(there: Settlement, digest: bytes) -> Settlement:
    if bytes(there.bill) != digest:
        raise OtherBill(
            f"单号“{there.number}”已经结算过(回执 {there.receipt}), 内容不同。"
            "要更正请先撤销那一笔, 再用新的单号结算"
        )
    if there.reversed_at is not None:
        raise OtherBill(f"单号“{there.number}”结算以后已经撤销, 请用新的单号重新结算")
    return there


def _check_month(hospital: Hospital, at: datetime) -> None:
    month = clock.day_of(at).replace(day=1)
    if Statement.objects.filter(hospital=hospital, month=month).exclude(closed_at=None).exists():
        raise NotSettled("month-closed", f"{month:%Y-%m} 已经清算, 不能再记")


def _check_stay(hospital: Hospital, person: Person, bill: Bill) -> None:
    rows = Settlement.objects.filter(
        hospital=hospital, person=person, since=bill.since, until=bill.until,
        kind=Settlement.Kind.INPATIENT, reverses=None, reversed_at=None,
    )  # fmt: skip
    there = rows.first() if bill.kind != OUTPATIENT else None
    if there is not None:
        raise NotSettled(
            "stay-settled",
            f"这次住院已经用单号“{there.number}”结算过(回执 {there.receipt}), 不能再结一次",
            "number",
            person.pk,
        )


def _given_at_the_counter(person: Person, year: int) -> dict[str, int]:
    """What was granted on applications of the year counts under the same caps."""
    rows = Decision.objects.filter(
        case__applicant=person, case__item__in=AT_THE_COUNTER, result=Decision.Result.GRANT,
        revoked_at=None, made_at__gte=datetime(year, 1, 1, tzinfo=clock.ZONE),
        made_at__lt=datetime(year + 1, 1, 1, tzinfo=clock.ZONE),
    )  # fmt: skip
    found = dict(rows.order_by().values_list("case__item").annotate(total=Sum("amount")))
    return {one: found.get(one) or 0 for one in AT_THE_COUNTER}


def _add(year: YearTotal, kind: str, given: Given) -> None:
    of_outpatient = given.paid if kind == OUTPATIENT else 0
    year.given += given.paid
    year.given_outpatient += of_outpatient
    if given.cap is not None and given.cap_outpatient is not None:
        year.cap = max(year.cap, given.cap)
        year.cap_outpatient = max(year.cap_outpatient, given.cap_outpatient)
        year.capped += given.paid
        year.capped_outpatient += of_outpatient
    year.save()


def _take_off(year: YearTotal, row: Settlement) -> None:
    of_outpatient = row.paid if row.kind == OUTPATIENT else 0
    year.given -= row.paid
    year.given_outpatient -= of_outpatient
    if row.cap is not None:
        year.capped -= row.paid
        year.capped_outpatient -= of_outpatient
    year.save()


def _written(
    client: ApiClient | None,
    hospital: Hospital,
    person: Person,
    bill: Bill,
    standing: Standing,
    given: Given,
    before: int,
    at: datetime,
) -> Settlement:
    return Settlement.objects.create(
        **asdict(bill),
        hospital=hospital,
        client=client,
        bill=bill.digest(person),
        person=person,
        division_id=_division(person, _counts_on(person, bill)),
        year=bill.until.year,
        category=standing.category,
        paid=given.paid,
        before=before,
        cap=given.cap,
        why=given.why,
        rules=given.rules,
        month=clock.day_of(at).replace(day=1),
        made_at=at,
    )


def _division(person: Person, day: date) -> int:
    """Where they are registered, or live, on the day; the district where neither is known."""
    rows = Residence.objects.on(day).filter(person=person).order_by("kind")
    found = rows.values_list("division", flat=True).first()
    return found if found is not None else tree_on(day).root.id


def _enter(row: Settlement, amount: int, at: datetime) -> None:
    if not amount:
        return
    day = clock.day_of(at)
    town = town_of(tree_on(row.month), row.division_id)
    lines = {
        books.spent(town.code, town.name, day.year): amount,
        books.owed(row.hospital, row.month): -amount,
    }
    word = "撤销医疗救助结算" if amount < 0 else "医疗救助结算"
    ledger.post(
        key=books.settled_key(row.pk),
        lines=lines,
        text=f"{word} {row.receipt}",
        day=day,
        by=By(row.client.user.get_username() if row.client else "系统"),
        at=at,
    )
