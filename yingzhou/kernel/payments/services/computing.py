"""The month's run: what is due, against what was paid the month before; each change has a reason.

Computing again before approval throws the earlier draft away; after approval nothing is computed
again, and what was wrong is put right by lines of its own (:mod:`.corrections`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sized
from datetime import date, datetime

import numpy as np
from django.db import transaction
from django.db.models import Count, Sum

from yingzhou.core import audit, bulk, clock
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.district import day_of, freshen
from yingzhou.kernel.payments.benefits import Benefit, benefits
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Run, RunLine, SealedYear, Stop
from yingzhou.kernel.payments.selectors import reach
from yingzhou.kernel.payments.selectors.due import Due, due_in, together
from yingzhou.kernel.payments.selectors.holding import hold, paid_before
from yingzhou.kernel.payments.selectors.paid import Paid
from yingzhou.kernel.payments.selectors.recount import Found
from yingzhou.kernel.payments.services import correcting
from yingzhou.policy.law import Moment

LINE = ["run", "benefit", "holder", "payee", "division", "month", "since", "correction", "persons",
        "amount", "before", "why", "state"]  # fmt: skip
STOP = ["run", "benefit", "holder", "payee", "division", "before", "why"]
WHY = np.array([str(one) for one in (
    RunLine.Why.NEW, RunLine.Why.SAME, RunLine.Why.RAISED, RunLine.Why.LOWERED,
    RunLine.Why.HELD,
)])  # fmt: skip


def ask(*, month: date, actor: audit.Actor, at: datetime) -> Run:
    """Have ``month`` (its first day) computed by the worker; anew where it was not approved yet."""
    if month.day != 1:
        raise PaymentFault("月份应是当月 1 日")
    if month > clock.day_of(at):
        raise PaymentFault(f"{month:%Y年%-m月}还没有到, 不能计算")
    if SealedYear.objects.filter(year=month.year).exists():
        raise PaymentFault(f"{month.year}年已经封存, 不能再算; 有错的请在开着的月份更正补发")
    if SealedYear.objects.filter(year__gt=month.year).exists():  # a slip of the finger, mostly
        raise PaymentFault(f"{month.year}年以后的年份已经封存, 不能再算这么早的月份, 请核对月份")
    with transaction.atomic():
        run, is_new = Run.objects.select_for_update().get_or_create(
            month=month, number=0, defaults={"computed_by": actor.name}
        )
        if run.approved_by:
            raise PaymentFault(f"{run}已经审批, 不能重算; 有错的请走更正补发")
        if not is_new and run.state == Run.State.ASKED:
            return run
        run.state, run.computed_by, run.phase, run.done = Run.State.ASKED, actor.name, "排队", 0
        run.save()
        audit.record(actor, "payments.ask", run, {"month": f"{month:%Y-%m}"})
    return run


def compute(*, run: Run, at: datetime) -> Run:
    """What was asked for. Whoever is killed meanwhile leaves it asked for, and it is done again."""
    month = run.month
    wanted = [one for one in benefits(month).values() if one.is_due(month)]
    by_month = _by_month(month, wanted)
    _tell(run, f"读 {len(by_month)} 个月的登记数据", 1, 0, by_month)
    freshen([day_of(Moment(day.year, day.month)) for day in by_month])
    months = []
    for number, (day, some) in enumerate(by_month.items()):
        _tell(run, f"按规则算 {day:%Y 年 %-m 月}的 {len(some)} 项", 25, number, by_month)
        months.append(due_in(day, some))
    _tell(run, "写入明细, 和上次比对", 60, 0, by_month)
    found = [
        together([due for one in months if (due := one.of(benefit))], month) for benefit in wanted
    ]
    _tell(run, "查已经发过的月份有没有要更正的", 80, 0, by_month)
    run.corrected, wrong = correcting.looked_for(run)
    run.seen = min((one.seen for one in months), default=run.corrected or 0)
    run.snapshot = min((one.made_at for one in months), default=None)
    return _keep(run, found, wrong, at)


def _tell(run: Run, phase: str, start: int, number: int, parts: Sized) -> None:
    """For whoever watches; outside of any transaction."""
    done = start + number * 35 // max(len(parts), 1)
    Run.objects.filter(pk=run.pk).update(phase=phase, done=done)


def _by_month(month: date, due: list[Benefit]) -> dict[date, list[Benefit]]:
    """Which benefits are computed for which months: a quarter goes out at its end."""
    found: dict[date, list[Benefit]] = {}
    for benefit in due:
        for one in benefit.months(month):
            found.setdefault(one, []).append(benefit)
    return dict(sorted(found.items()))


@transaction.atomic
def _keep(draft: Run, found: list[Due], wrong: list[Found], at: datetime) -> Run:
    run = Run.objects.select_for_update().get(pk=draft.pk)
    if run.state != Run.State.ASKED:
        raise PaymentFault(f"{run}已经算过")
    run.lines.all()._raw_delete(run.lines.db)  # of a draft that nobody approved
    run.stops.all()._raw_delete(run.stops.db)
    run.corrections.all()._raw_delete(run.corrections.db)
    for due in found:
        _write(run, due)
    correcting.draft(run, wrong)
    sums = run.lines.aggregate(total=Sum("amount"), count=Count("pk"))
    run.lines_count, run.total = sums["count"], sums["total"] or 0
    run.state, run.phase, run.done = Run.State.COMPUTED, "", 100
    run.computed_at, run.rules, run.snapshot = at, book().digest, draft.snapshot
    run.seen, run.corrected, run.laws = draft.seen, draft.corrected, reach.laws(run.month)
    run.save()
    detail = {"month": f"{run.month:%Y-%m}", "lines": run.lines_count, "total": run.total}
    audit.record(audit.Actor(None, run.computed_by), "payments.compute", run, detail)
    return run


def _write(run: Run, due: Due) -> None:
    before = paid_before(due)
    due, held = hold(due, before)
    was = before.of(due.holder)
    changes = np.select(
        [np.isin(due.holder, held), was == 0, due.amount == was, due.amount > was], [4, 0, 1, 2], 3
    )
    bulk.insert(RunLine, LINE, _lines(run, due, was, WHY[changes]))
    bulk.insert(Stop, STOP, _stops(run, due, before))


def _lines(run: Run, due: Due, was: np.ndarray, why: np.ndarray) -> Iterator[tuple]:
    month, code = due.month.isoformat(), due.benefit.code
    since = due.benefit.months(due.month)[0].isoformat()
    waiting = str(RunLine.State.WAITING)
    columns = (due.holder, due.payee, due.division, due.persons, due.amount, was, why)
    for holder, payee, division, persons, amount, before, reason in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        yield (
            run.pk, code, holder, payee, division, month, since, 0, persons, amount, before, reason,
            waiting,
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
