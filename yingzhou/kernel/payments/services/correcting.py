"""Corrections of earlier months: drafted with the run that computes a later one, in force when that
run is approved. What is owed is a line that names the month; what was too much is proposed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Max, QuerySet

from yingzhou.core import bulk
from yingzhou.kernel.catalogue import district
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Correction, Run, RunLine
from yingzhou.kernel.payments.selectors import history, recount
from yingzhou.kernel.payments.selectors.paid import net_in
from yingzhou.kernel.payments.selectors.recount import Found
from yingzhou.kernel.payments.services import claiming
from yingzhou.kernel.payments.services.recovering import Part

Outcome = Correction.Outcome
LINE = ["run", "benefit", "holder", "payee", "division", "month", "since", "correction", "persons",
        "amount", "before", "why", "state"]  # fmt: skip


def waiting_elsewhere(run: Run) -> Run | None:
    """Another run that nobody has approved yet and that corrects something: one at a time."""
    rows = Correction.objects.filter(run__approved_by="").exclude(run=run)
    found = rows.select_related("run").order_by("pk").first()
    return found.run if found else None


def looked_for(run: Run) -> tuple[int | None, list[Found]]:
    """Up to which audit entry earlier months were looked at, and what is to be put right; None
    where another draft has to be approved first."""
    if waiting_elsewhere(run) is not None:
        return None, []
    seen = district.head()
    return seen, list(recount.found_for(run))


def draft(run: Run, found: Iterable[Found]) -> None:
    """As lines and corrections of a run that nobody has approved."""
    some = list(found)
    numbers = _numbers(some)
    made = [_correction(run, one, numbers) for one in some]
    Correction.objects.bulk_create(made, batch_size=1000)
    bulk.insert(RunLine, LINE, (
        _line(run, one, row)
        for one, row in zip(some, made, strict=True)
        if row.outcome == Outcome.ARREARS and row.difference > row.reduced
    ))  # fmt: skip


def _correction(run: Run, one: Found, numbers: dict[tuple[str, date, int], int]) -> Correction:
    row = Correction(
        run=run, benefit=one.benefit.code, holder=one.holder, payee_id=one.payee or None,
        division_id=one.division, month=one.month, paid=one.paid, due=one.due,
        outcome=Outcome.UNKNOWN, because=one.because,
    )  # fmt: skip
    if one.due is None:
        row.because = [*one.because, {"kind": "needs", "what": "、".join(one.needs)}]
        return row
    row.outcome = Outcome.ARREARS if row.difference > 0 else Outcome.CLAWBACK
    if row.outcome == Outcome.ARREARS:
        row.number = numbers.get((row.benefit, row.month, row.holder), 0) + 1
        owed = claiming.claimable(row.benefit, row.holder, row.month)
        row.reduced = min(row.difference, sum(amount for _, amount in owed))
    return row


def _line(run: Run, one: Found, row: Correction) -> tuple:
    since = one.benefit.months(one.month)[0].isoformat()
    # Who was paid for the month is counted there already.
    persons = 0 if one.paid else one.persons
    return (
        run.pk, row.benefit, row.holder, one.payee, one.division, one.month.isoformat(), since,
        row.number, persons, row.difference - row.reduced, row.paid, str(RunLine.Why.ARREARS),
        str(RunLine.State.WAITING),
    )  # fmt: skip


def _numbers(found: Iterable[Found]) -> dict[tuple[str, date, int], int]:
    """The last number of the lines of each month, in the table and in the files."""
    asked: dict[tuple[str, date], list[int]] = {}
    for one in found:
        asked.setdefault((one.benefit.code, one.month), []).append(one.holder)
    made: dict[tuple[str, date, int], int] = {}
    for (benefit, month), holders in asked.items():
        lines = RunLine.objects.filter(benefit=benefit, month=month)
        for holder, number in _last(lines, holders):
            made[benefit, month, holder] = number
        for holder, number in history.last_numbers(benefit, month, holders):
            there = made.get((benefit, month, holder), 0)
            made[benefit, month, holder] = max(there, number)
    return made


def _last(lines: QuerySet[RunLine], holders: list[int]) -> Iterable[tuple[int, int]]:
    for low in range(0, len(holders), 5_000):
        some = lines.filter(holder__in=holders[low : low + 5_000]).values("holder")
        yield from some.annotate(n=Max("correction")).values_list("holder", "n").order_by("holder")


def apply(run: Run, at: datetime) -> None:
    """With the approval: claims shrink, claims are proposed. Raises PaymentFault where what was
    paid or claimed of a month is by now another sum than when it was computed."""
    rows = list(run.corrections.select_related("payee").order_by("benefit", "holder", "month"))
    _still_so(rows)
    claims: dict[tuple[str, int], list[Correction]] = {}
    for row in rows:
        if row.outcome == Outcome.CLAWBACK:
            claims.setdefault((row.benefit, row.holder), []).append(row)
        elif row.reduced:
            left = claiming.reduce(
                benefit=row.benefit, holder=row.holder, month=row.month, amount=row.reduced,
                run=run, at=at,
            )  # fmt: skip
            if left:
                raise _moved(row)
    for (benefit, holder), some in claims.items():
        made = claiming.propose(
            run=run,
            benefit=benefit,
            holder=holder,
            payee=int(some[-1].payee_id or 0),
            parts=[Part(row.month, row.division_id, -row.difference) for row in some],
            why=words(some[-1].because),
            at=at,
        )
        Correction.objects.filter(pk__in=[row.pk for row in some]).update(recovery=made)


def words(because: list[dict]) -> str:
    """The last of the reasons, in a few words."""
    return str(because[-1]["what"]) if because else ""


def _still_so(rows: Iterable[Correction]) -> None:
    asked: dict[tuple[str, date], list[Correction]] = {}
    for row in rows:
        asked.setdefault((row.benefit, row.month), []).append(row)
    for (benefit, month), some in asked.items():
        net = net_in(benefit, month, [row.holder for row in some])
        now = dict(zip(net.holder.tolist(), net.amount.tolist(), strict=True))
        for row in some:
            if now.get(row.holder, 0) != row.paid:
                raise _moved(row)


def _moved(row: Correction) -> PaymentFault:
    return PaymentFault(
        f"{row.month:%Y年%-m月}的更正在计算以后又有变动(编号 {row.holder}), 请重新计算后再审批"
    )
