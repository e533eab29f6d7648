"""The month's run: what is due, against what was paid the month before; each change has a reason.

Computing again before approval throws the earlier draft away; after approval nothing is computed
again, and what was wrong is put right by lines of its own (:mod:`.corrections`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import numpy as np
from django.db import IntegrityError, transaction
from django.db.models import Sum

from yingzhou.core import audit, bulk, clock
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.payments.benefits import Benefit, benefits
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Run, RunLine, Stop
from yingzhou.kernel.payments.selectors.due import Due, due_in, together
from yingzhou.kernel.payments.selectors.paid import Paid, paid_in

LINE = ["run", "benefit", "holder", "payee", "division", "month", "since", "correction", "amount",
        "before", "why", "state"]  # fmt: skip
STOP = ["run", "benefit", "holder", "payee", "division", "before", "why"]
WHY = np.array([str(one) for one in (
    RunLine.Why.NEW, RunLine.Why.SAME, RunLine.Why.RAISED, RunLine.Why.LOWERED
)])  # fmt: skip


def compute(*, month: date, actor: audit.Actor, at: datetime) -> Run:
    """The run of ``month`` (its first day): computed anew where it was not approved yet."""
    if month.day != 1:
        raise PaymentFault("月份应是当月 1 日")
    if month > clock.day_of(at):
        raise PaymentFault(f"{month:%Y年%-m月}还没有到, 不能计算")
    wanted = [one for one in benefits(month).values() if one.is_due(month)]
    months = [due_in(day, some) for day, some in _by_month(month, wanted).items()]
    found = [
        together([due for one in months if (due := one.of(benefit))], month) for benefit in wanted
    ]
    return _keep(month, found, min((one.made_at for one in months), default=None), actor, at)


def _by_month(month: date, due: list[Benefit]) -> dict[date, list[Benefit]]:
    """Which benefits are computed for which months: a quarter goes out at its end."""
    found: dict[date, list[Benefit]] = {}
    for benefit in due:
        for one in benefit.months(month):
            found.setdefault(one, []).append(benefit)
    return dict(sorted(found.items()))


@transaction.atomic
def _keep(
    month: date, found: list[Due], snapshot: datetime | None, actor: audit.Actor, at: datetime
) -> Run:
    earlier = Run.objects.select_for_update().filter(month=month, number=0).first()
    if earlier is not None:
        if earlier.state != Run.State.COMPUTED:
            raise PaymentFault(f"{earlier}已经审批, 不能重算; 有错的请走更正补发")
        _forget(earlier)
    run = _begun(month, snapshot, actor, at)
    for due in found:
        _write(run, due)
    sums = run.lines.aggregate(total=Sum("amount"))
    run.lines_count, run.total = run.lines.count(), sums["total"] or 0
    run.save(update_fields=["lines_count", "total"])
    audit.record(
        actor,
        "payments.compute",
        run,
        {"month": f"{month:%Y-%m}", "lines": run.lines_count, "total": run.total},
    )
    return run


def _begun(month: date, snapshot: datetime | None, actor: audit.Actor, at: datetime) -> Run:
    try:
        with transaction.atomic():
            return Run.objects.create(
                month=month,
                computed_at=at,
                computed_by=actor.name,
                rules=book().digest,
                snapshot=snapshot,
            )
    except IntegrityError as error:
        raise PaymentFault("别人正在计算这个月, 请稍后再看") from error


def _forget(run: Run) -> None:
    """A draft that nobody approved; its lines never were anybody's money."""
    run.lines.all()._raw_delete(run.lines.db)
    run.stops.all()._raw_delete(run.stops.db)
    run.delete()


def _write(run: Run, due: Due) -> None:
    before = paid_in(due.benefit.code, due.benefit.earlier(due.month))
    was = before.of(due.holder)
    changes = np.select([was == 0, due.amount == was, due.amount > was], [0, 1, 2], 3)
    bulk.insert(RunLine, LINE, _lines(run, due, was, WHY[changes]))
    bulk.insert(Stop, STOP, _stops(run, due, before))


def _lines(run: Run, due: Due, was: np.ndarray, why: np.ndarray) -> Iterator[tuple]:
    month, code = due.month.isoformat(), due.benefit.code
    since = due.benefit.months(due.month)[0].isoformat()
    waiting = str(RunLine.State.WAITING)
    columns = (due.holder, due.payee, due.division, due.amount, was, why)
    for holder, payee, division, amount, before, reason in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        yield (
            run.pk, code, holder, payee, division, month, since, 0, amount, before, reason, waiting
        )  # fmt: skip


def _stops(run: Run, due: Due, before: Paid) -> list[tuple]:
    """Who got something and gets nothing now, and whom the rules cannot tell about."""
    gone = ~np.isin(before.holder, due.holder)
    unknown = set(due.unknown.tolist())
    found = {
        holder: (payee, division, amount)
        for holder, payee, division, amount in zip(
            before.holder[gone].tolist(),
            before.payee[gone].tolist(),
            before.division[gone].tolist(),
            before.amount[gone].tolist(),
            strict=True,
        )
    }
    reasons = due.reasons(list(found), unknown)
    rows = [
        (run.pk, due.benefit.code, holder, *found[holder], str(reasons[holder])) for holder in found
    ]
    for holder in unknown - set(found):
        rows.append((run.pk, due.benefit.code, holder, None, due.place_of(holder), 0, "unknown"))
    return rows
