"""A hospital's bill settled while the patient stands at its counter.

What the registers know is read first. Then all is one transaction: the person's year is locked
(:class:`YearTotal`), the rule computes, the settlement and its entry in the books are written. The
books come last: whoever enters them waits for everybody else who does, and should not hold them
longer than an entry takes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Sum

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import ApiClient
from yingzhou.kernel.cases.known import note_uses
from yingzhou.kernel.cases.models import Decision
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.divisions.tree import Node, tree_on
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.services import By
from yingzhou.kernel.people.models import Person, Residence
from yingzhou.programmes.assistance.relief import books
from yingzhou.programmes.assistance.relief.assistance import Given, given_on
from yingzhou.programmes.assistance.relief.bill import Bill, check, counts_on
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
class Settled:
    """``replayed``: it had been settled before, and this is the same answer."""

    row: Settlement
    replayed: bool = False


@dataclass(frozen=True)
class _Known:
    """What the registers say, read before anything is locked. ``at_counter``: what was granted on
    applications of the year, by item; ``town``: where it is spent."""

    standing: Standing | None
    at_counter: dict[str, int]
    division: int
    town: Node


@dataclass(frozen=True)
class _Call:
    """One call. ``known`` stays apart: another try reads it anew."""

    client: ApiClient | None
    hospital: Hospital
    person: Person
    bill: Bill
    at: datetime


def settle(
    *, client: ApiClient | None, hospital: Hospital, person: Person, bill: Bill, at: datetime
) -> Settled:
    """The same number and the same bill get the same answer, however often and however many at the
    same moment. Raises NotSettled, OtherBill."""
    check(bill, person, clock.day_of(at))
    call = _Call(client, hospital, person, bill, at)
    there = _there(call)
    if there is not None:
        return there
    try:
        return _settle(call, _known(call))
    except IntegrityError:
        # Another call with the same number, or of the same stay, was a moment earlier: it is there.
        return _settle(call, _known(call))


@transaction.atomic
def _settle(call: _Call, known: _Known) -> Settled:
    bill, person = call.bill, call.person
    year = locked(person, bill.until.year)
    there = _there(call)
    if there is not None:
        return there
    check_month(call.hospital, call.at)
    _check_stay(call.hospital, person, bill)
    if known.standing is None:
        raise NotSettled(
            "not-entitled",
            f"登记里这位患者在 {bill.until} 不是特困、低保、低保边缘或支出型(刚性支出)困难家庭成员,"
            " 不能当场结算; 认为登记不对的, 请患者到户籍所在乡镇的受理中心询问",
            "patient",
            person.pk,
        )
    before = year.given + sum(known.at_counter.values())
    given = given_on(
        kind=bill.kind,
        own=bill.own,
        standing=known.standing,
        day=bill.until,
        before=before,
        before_outpatient=year.given_outpatient + known.at_counter[AT_THE_COUNTER[1]],
    )
    _add(year, bill.kind, given)
    row = _written(call, known, given, before)
    _note_use(row, known.standing)
    enter(row, known.town)
    return Settled(row)


def _known(call: _Call) -> _Known:
    day = counts_on(call.person, call.bill)
    division = _division(call.person, day)
    return _Known(
        standing_on(call.person, day),
        given_at_the_counter(call.person, call.bill.until.year),
        division,
        town_of(tree_on(clock.day_of(call.at)), division),
    )


def _there(call: _Call) -> Settled | None:
    rows = Settlement.objects.select_related("hospital", "reversal")
    found = rows.filter(hospital=call.hospital, number=call.bill.number, reverses=None).first()
    if found is None:
        return None
    return Settled(_same(found, call.bill.digest(call.person)), replayed=True)


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


def locked(person: Person, year: int) -> YearTotal:
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


def check_month(hospital: Hospital, at: datetime) -> None:
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


def given_at_the_counter(person: Person, year: int) -> dict[str, int]:
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


def _written(call: _Call, known: _Known, given: Given, before: int) -> Settlement:
    bill, standing = call.bill, known.standing
    assert standing is not None  # noqa: S101 - or it was refused
    return Settlement.objects.create(
        **asdict(bill),
        hospital=call.hospital,
        client=call.client,
        bill=bill.digest(call.person),
        person=call.person,
        division_id=known.division,
        year=bill.until.year,
        category=standing.category,
        paid=given.paid,
        before=before,
        cap=given.cap,
        why=given.why,
        rules=given.rules,
        month=clock.day_of(call.at).replace(day=1),
        made_at=call.at,
    )


def _note_use(row: Settlement, standing: Standing) -> None:
    """The patient can read who asked of what kind their family is, and for what."""
    note_uses(
        case=None,
        known={"category": f"救助登记: {standing.words}"},
        labels={"category": "救助对象类别"},
        persons=[row.person_id],
        user_name=row.hospital.name,
        at=row.made_at,
        purpose=f"当场结算医疗救助 {row.receipt}",
    )


def _division(person: Person, day: date) -> int:
    """Where they are registered, or live, on the day; the district where neither is known."""
    rows = Residence.objects.on(day).filter(person=person).order_by("kind")
    found = rows.values_list("division", flat=True).first()
    return found if found is not None else tree_on(day).root.id


def enter(row: Settlement, town: Node) -> None:
    """Last of all: the accounts first, for an entry holds up everybody else's until the end."""
    if not row.paid:
        return
    day = clock.day_of(row.made_at)
    lines = {
        books.spent(town.code, town.name, day.year): row.paid,
        books.owed(row.hospital, row.month): -row.paid,
    }
    word = "撤销医疗救助结算" if row.paid < 0 else "医疗救助结算"
    ledger.post(
        key=books.settled_key(row.pk),
        lines=lines,
        text=f"{word} {row.receipt}",
        day=day,
        by=By(row.client.user.get_username() if row.client else "系统"),
        at=row.made_at,
    )
