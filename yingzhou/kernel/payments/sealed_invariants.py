"""What must hold of sealed years (``yingzhou check``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Sum

from yingzhou.core.invariants import invariant
from yingzhou.core.money import format_fen
from yingzhou.kernel.payments.models import MonthTotal, Run, SealedYear
from yingzhou.kernel.payments.sealing import files
from yingzhou.kernel.payments.services.sealing import lines_of, runs_of
from yingzhou.kernel.payments.services.totals import by_towns

if TYPE_CHECKING:
    import polars as pl

SEALED = SealedYear.State.SEALED


@invariant("封存的年度没有被改动")
def sealed_whole() -> Iterator[str]:
    for year in SealedYear.objects.filter(state=SEALED).order_by("year"):
        path = files.root() / year.name
        if not path.exists():
            yield f"{year}: 文件 {year.name} 不见了"
        elif files.digest_of(path) != year.digest:
            yield f"{year}: 文件 {year.name} 和封存时不一样"
        else:
            yield from _same_sums(year)
            yield from _same_runs(year)
        if year.sealed_by == year.asked_by:
            yield f"{year}: 申请和封存都是{year.asked_by}"
        if lines_of(year.year).exists():
            yield f"{year}: 已封存, 明细表里还有这一年的"


def _same_sums(year: SealedYear) -> Iterator[str]:
    """File, year and kept totals say the same."""
    found = files.summed(_as_counted(year))
    sums = tuple(int(found[name].sum()) for name in ("lines", "persons", "amount"))
    if sums != (year.lines_count, year.persons, year.total):
        yield f"{year}: 文件里 {sums[0]} 笔 {format_fen(sums[2])} 元, 和登记的不符"
    by_town = by_towns(found.iter_rows(), date(year.year, 12, 31))
    if year.origin:
        kept = MonthTotal.objects.filter(year=year)
    else:
        kept = MonthTotal.objects.filter(run__month__year=year.year)
    rows = kept.order_by().values_list("month", "benefit", "division")
    sums_kept = rows.annotate(Sum("lines_count"), Sum("persons"), Sum("amount"))
    if {tuple(row[:3]): list(row[3:]) for row in sums_kept} != by_town:
        yield f"{year}: 各乡镇各月的合计和文件里的不一样"


def _as_counted(year: SealedYear) -> pl.LazyFrame:
    """Corrections of earlier years were counted in the month in which they were paid."""
    import polars as pl

    months = {run.pk: run.month for run in runs_of(year.year)}
    if not months:
        return files.lazy(year)
    paid = pl.col("run").replace_strict(
        list(months), list(months.values()), default=None, return_dtype=pl.Date
    )
    is_own = pl.col("month").dt.year() == year.year
    return files.lazy(year).with_columns(
        pl.when(is_own).then(pl.col("month")).otherwise(paid).alias("month")
    )


def _same_runs(year: SealedYear) -> Iterator[str]:
    """What the file says of each run is what the run and the books say."""
    import polars as pl

    by_run = files.lazy(year).group_by("run").agg(pl.len(), pl.col("amount").sum()).collect()
    found = {run: (lines, fen) for run, lines, fen in by_run.iter_rows() if run}
    for run in runs_of(year.year).exclude(lines_count=0):
        if found.get(run.pk) != (run.lines_count, run.total):
            yield f"{run}: 文件里和批次不一样"


@invariant("各乡镇各月的合计和发放明细一致")
def totals_agree() -> Iterator[str]:
    for run in Run.objects.exclude(approved_by="").exclude(month__year__in=_sealed()):
        kept = run.totals.aggregate(n=Sum("lines_count"), fen=Sum("amount"))
        if ((kept["n"] or 0), (kept["fen"] or 0)) != (run.lines_count, run.total):
            yield f"{run}: 合计 {format_fen(kept['fen'] or 0)} 元, 批次 {format_fen(run.total)} 元"


def _sealed() -> list[int]:
    return list(SealedYear.objects.filter(state=SEALED).values_list("year", flat=True))


@invariant("封存的年度里也没有人领了两次")
def nobody_twice_in_sealed() -> Iterator[str]:
    import polars as pl

    key = ["benefit", "holder", "month", "correction"]
    for year in SealedYear.objects.filter(state=SEALED).order_by("year"):
        path = files.root() / year.name
        if not path.exists() or files.digest_of(path) != year.digest:
            continue  # said above
        twice = files.lazy(year).group_by(key).len().filter(pl.col("len") > 1).collect()
        for benefit, holder, month, *_ in twice.head(100).iter_rows():
            yield f"{year}: {benefit} {holder} {month:%Y-%m} 有两笔"
