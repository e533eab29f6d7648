"""A year that is over goes to a file for good: asked for, written and checked by the worker, sealed
by another person. Each step can be done again after a crash and then finds what was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum

from yingzhou.core import audit, clock
from yingzhou.core.money import format_fen
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.selectors import open_months
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Inquiry, Recovery, Run, RunLine, SealedYear
from yingzhou.kernel.payments.sealing import files
from yingzhou.kernel.payments.selectors.grants import waiting_in

State = SealedYear.State
BATCH = 50_000


def runs_of(year: int) -> QuerySet[Run]:
    return Run.objects.filter(month__year=year)


def lines_of(year: int) -> QuerySet[RunLine]:
    return RunLine.objects.filter(run__month__year=year)


@transaction.atomic
def ask(*, year: int, actor: audit.Actor, at: datetime) -> SealedYear:
    """Raises PaymentFault with everything that stands in the way."""
    if faults := list(_in_the_way(year, clock.day_of(at))):
        raise PaymentFault(f"{year}年还不能封存: {'; '.join(faults)}")
    row, is_new = SealedYear.objects.select_for_update().get_or_create(
        year=year, defaults={"asked_by": actor.name, "asked_at": at}
    )
    if row.state == State.SEALED:
        raise PaymentFault(f"{row}已经封存了")
    if not is_new:
        row.state, row.asked_by, row.asked_at, row.fault = State.ASKED, actor.name, at, ""
        row.save()
    audit.record(actor, "payments.seal_ask", row, {"year": year})
    return row


def _in_the_way(year: int, today: date) -> Iterator[str]:
    if year >= today.year:
        yield "这一年还没有过完"
    runs = list(runs_of(year))
    if not runs:
        yield "这一年没有发放"
    ended = (Run.State.ANSWERED, Run.State.CLOSED)
    for run in runs:
        if run.state not in ended:
            yield f"{run}{run.get_state_display()}"
    waiting = lines_of(year).exclude(state=RunLine.State.PAID).count()
    if waiting:
        yield f"有 {waiting} 笔还没有到账"
    waiting_for = (Recovery.State.PROPOSED, Recovery.State.OPEN)
    theirs = Q(lines__run__month__year=year) | Q(months__month__year=year)
    asked_back = Recovery.objects.filter(theirs, state__in=waiting_for)
    if owed := asked_back.distinct().count():
        yield f"有 {owed} 件还在追回"
    if left := waiting_in(year):
        yield f"有 {left} 笔一次性救助决定了还没有发"
    asked = Inquiry.objects.filter(confirmation__run__month__year=year)
    if open_ := asked.filter(state__in=(Inquiry.State.ASKING, Inquiry.State.MISSED)).count():
        yield f"有 {open_} 件说没收到的还没有查清"


def write(*, sealed: SealedYear) -> SealedYear:
    """By the worker: the file, read again and compared with the table."""
    import polars as pl

    rows = lines_of(sealed.year).order_by("pk").values_list(*files.COLUMNS)
    frame = pl.DataFrame(list(rows.iterator(BATCH)), schema=files.schema(), orient="row")
    made = files.write(sealed.year, frame)
    with transaction.atomic():
        row = SealedYear.objects.select_for_update().get(pk=sealed.pk)
        if row.state != State.ASKED:
            return row
        row.name, row.digest = made.name, made.digest
        row.lines_count, row.persons, row.total = made.lines, made.persons, made.total
        _check(row)
        row.state = State.WRITTEN
        row.save()
    return row


@transaction.atomic
def seal(*, year: int, digest: str, actor: audit.Actor, at: datetime) -> SealedYear:
    """The lines leave the table: from now on they stand in the file. ``digest``: what the second
    person saw. Raises PaymentFault where file and table are not the same to the fen."""
    row = SealedYear.objects.select_for_update().filter(year=year).first()
    if row is None or row.state not in (State.WRITTEN, State.SEALED):
        raise PaymentFault(f"{year}年还没有写出, 不能封存")
    if row.state == State.SEALED:
        return row
    if actor.name == row.asked_by:
        raise PaymentFault("申请封存的人自己不能封存, 请另一个人核对后封存")
    if digest != row.digest:
        raise PaymentFault("您看的那份之后又重新写过, 请重新核对")
    if faults := list(_in_the_way(year, clock.day_of(at))):
        raise PaymentFault(f"{year}年还不能封存: {'; '.join(faults)}")
    _check(row)
    _leave(row)
    row.state, row.sealed_by, row.sealed_at = State.SEALED, actor.name, at
    row.save()
    _close_the_books(year, actor, at)
    detail = {"year": year, "lines": row.lines_count, "total": row.total, "digest": row.digest}
    audit.record(actor, "payments.seal", row, detail)
    return row


def _close_the_books(year: int, actor: audit.Actor, at: datetime) -> None:
    """What is sealed is entered no more: its months are locked, with all before them."""
    for month in open_months():
        if month <= f"{year}-12":
            ledger.lock(month=month, actor=actor, at=at)


def _leave(row: SealedYear) -> None:
    """Settled recoveries keep what they were about in words; their lines are in the file."""
    lines = lines_of(row.year)
    through = Recovery.lines.through.objects.filter(runline__in=lines)
    through._raw_delete(through.db)
    keys = RunLine.objects.filter(run__in=runs_of(row.year))
    keys._raw_delete(keys.db)


def _check(row: SealedYear) -> None:
    """File, row and table say the same."""
    path = files.root() / row.name
    if not path.exists() or files.digest_of(path) != row.digest:
        raise PaymentFault(f"{row}的文件不在或与摘要不符, 请重新写出")
    sums = lines_of(row.year).aggregate(n=Count("pk"), all=Sum("persons"), fen=Sum("amount"))
    found = (sums["n"], sums["all"] or 0, sums["fen"] or 0)
    if found != (row.lines_count, row.persons, row.total):
        raise PaymentFault(
            f"{row}文件里是 {row.lines_count} 笔 {format_fen(row.total)} 元,"
            f" 现在是 {found[0]} 笔 {format_fen(found[2])} 元: 写出以后有变动, 请重新写出"
        )
