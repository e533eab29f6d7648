"""One reader for sealed and open years: what a person got, and what the district paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.db.models.functions import ExtractYear

from yingzhou.core.money import format_fen
from yingzhou.kernel.payments.books import name_of
from yingzhou.kernel.payments.models import MonthTotal, RunLine, SealedYear
from yingzhou.kernel.payments.sealing import files

if TYPE_CHECKING:
    import polars as pl

FIELDS = ("month", "since", "benefit", "persons", "amount", "why")


@dataclass(frozen=True)
class Payment:
    """``amount`` in fen; ``state`` is empty for lines of a sealed year: they were all settled."""

    month: date
    since: date
    benefit: str
    persons: int
    amount: int
    why: str
    state: str = ""


@dataclass(frozen=True)
class Sums:
    """Of a year and a benefit; ``amount`` in fen."""

    year: int
    benefit: str
    persons: int
    amount: int


def sealed_years() -> list[SealedYear]:
    """Those whose lines stand in files, by year. One query."""
    return list(SealedYear.objects.filter(state=SealedYear.State.SEALED).order_by("year"))


def unread(years: Iterable[SealedYear]) -> list[int]:
    """Of which sealed years nothing can be shown, for their files are not what was sealed."""
    return [one.year for one in years if files.fault_of(one)]


def of_person(person: int, years: list[SealedYear] | None = None) -> list[Payment]:
    """Everything that went to a person, the latest first. Two queries and the sealed files, but
    for those that are :func:`unread`; ``years``: :func:`sealed_years`, where they were asked for
    already."""
    found = [*_open(person), *_sealed(person, sealed_years() if years is None else years)]
    return sorted(found, key=lambda one: (one.month, one.benefit), reverse=True)


def _open(person: int) -> Iterable[Payment]:
    rows = RunLine.objects.filter(payee=person).exclude(run__approved_by="")
    return (Payment(*row) for row in rows.values_list(*FIELDS, "state"))


def _sealed(person: int, years: list[SealedYear]) -> Iterable[Payment]:
    import polars as pl

    parts = [
        files.lazy(year).filter(pl.col("payee") == person).select(FIELDS)
        for year in years
        if not files.fault_of(year)
    ]
    if not parts:
        return ()
    return (Payment(*row) for part in pl.collect_all(parts) for row in part.iter_rows())


def last_paid(benefit: str, person: int) -> date | None:
    """The month for which somebody was last paid a benefit. Two queries and the latest file."""
    rows = RunLine.objects.filter(payee=person, benefit=benefit).exclude(run__approved_by="")
    found = list(rows.order_by("-month").values_list("month", flat=True)[:1])
    if found:
        return found[0]
    import polars as pl

    for year in sealed_years()[-1:]:
        if files.fault_of(year):
            return None
        is_wanted = (pl.col("payee") == person) & (pl.col("benefit") == benefit)
        return files.lazy(year).filter(is_wanted).select(pl.col("month").max()).collect().item()
    return None


def by_year(divisions: Iterable[int] | None = None) -> list[Sums]:
    """What was paid a year and benefit, of these towns or of the district. One query over sums."""
    rows = MonthTotal.objects.all()
    if divisions is not None:
        rows = rows.filter(division__in=list(divisions))
    sums = rows.annotate(of=ExtractYear("month")).values("of", "benefit")
    sums = sums.annotate(all=Sum("persons"), fen=Sum("amount")).order_by("of", "benefit")
    return [Sums(row["of"], row["benefit"], row["all"], row["fen"]) for row in sums]


def by_town(year: int) -> dict[tuple[int, str], int]:
    """Fen by town and benefit of one year. One query."""
    rows = MonthTotal.objects.filter(month__range=(date(year, 1, 1), date(year, 12, 31)))
    sums = rows.order_by().values("division", "benefit").annotate(fen=Sum("amount"))
    return {(row["division"], row["benefit"]): row["fen"] for row in sums}


def in_sealed(benefit: str, month: date) -> pl.DataFrame | None:
    """All lines of a month in the files of its own year and of later ones, whose runs corrected it;
    None where its year is open. One query."""
    years = [one for one in sealed_years() if one.year >= month.year]
    if not years or years[0].year != month.year:
        return None
    import polars as pl

    is_wanted = (pl.col("benefit") == benefit) & (pl.col("month") == month)
    return pl.concat(pl.collect_all([files.lazy(one).filter(is_wanted) for one in years]))


def last_sealed(benefit: str, holders: Sequence[int]) -> dict[int, int]:
    """What the last month of each in the last sealed year gave, in fen; who got nothing in it is
    not there."""
    found = _months_of_last(benefit, holders)
    return {} if found is None else dict(found.select("holder", "amount").iter_rows())


def last_sealed_month(
    benefit: str, holder: int, years: list[SealedYear] | None = None
) -> tuple[date, int] | None:
    """Its last month in the last sealed year and what that gave, in fen; None where nothing, or
    where its file cannot be read."""
    last = (sealed_years() if years is None else years)[-1:]
    if unread(last):
        return None
    found = _months_of_last(benefit, [holder], last)
    rows = [] if found is None else found.select("month", "amount").rows()
    return rows[-1] if rows else None


def persons_of_last(benefit: str, holders: Sequence[int]) -> dict[int, int]:
    """For how many people the last month of each in the last sealed year was."""
    found = _months_of_last(benefit, holders)
    return {} if found is None else dict(found.select("holder", "persons").iter_rows())


def _months_of_last(
    benefit: str, holders: Sequence[int], years: list[SealedYear] | None = None
) -> pl.DataFrame | None:
    """Month, fen and persons of each holder in the last sealed year, in order of month."""
    sealed = (sealed_years() if years is None else years)[-1:]
    if not sealed:
        return None
    import polars as pl

    is_theirs = (pl.col("benefit") == benefit) & pl.col("holder").is_in(list(holders))
    lines = files.lazy(sealed[0]).filter(is_theirs)
    sums = (pl.col("amount").sum(), pl.col("persons").max())
    return lines.group_by("holder", "month").agg(*sums).sort("month").collect()


@dataclass(frozen=True)
class Shown:
    """A payment as a page shows it."""

    month: date
    since: date
    name: str
    persons: int
    amount: str
    state: str

    @property
    def is_one_month(self) -> bool:
        return self.month == self.since


@dataclass(frozen=True)
class ShownYear:
    year: int
    total: str
    rows: list[Shown]


def shown(payments: list[Payment]) -> list[ShownYear]:
    """By year, the latest first."""
    words = dict(RunLine.State.choices)
    found: dict[int, list[Payment]] = {}
    for one in payments:
        found.setdefault(one.month.year, []).append(one)
    return [
        ShownYear(
            year,
            format_fen(sum(one.amount for one in rows)),
            [
                Shown(
                    one.month, one.since, name_of(one.benefit), one.persons,
                    format_fen(one.amount), words.get(one.state, "已到账"),
                )
                for one in rows
            ],
        )
        for year, rows in found.items()
    ]  # fmt: skip


def last_numbers(benefit: str, month: date, holders: list[int]) -> Iterable[tuple[int, int]]:
    """The last correction number of each holder's lines of a month in a sealed year."""
    sealed = in_sealed(benefit, month)
    if sealed is None:
        return []
    import polars as pl

    some = sealed.filter(pl.col("holder").is_in(holders)).group_by("holder")
    return [(int(holder), int(n)) for holder, n in some.agg(pl.col("correction").max()).iter_rows()]


def held(benefit: str, month: date) -> dict[int, tuple[int, int]]:
    """Fen and persons by holder of the lines of a month that went on until a decision."""
    why = str(RunLine.Why.HELD)
    rows = RunLine.objects.filter(benefit=benefit, month=month, why=why)
    lines = rows.exclude(run__approved_by="").values_list("holder", "amount", "persons")
    found = {holder: (amount, persons) for holder, amount, persons in lines}
    sealed = in_sealed(benefit, month)
    if sealed is not None:
        import polars as pl

        some = sealed.filter(pl.col("why") == why).select("holder", "amount", "persons")
        found |= {int(holder): (int(fen), int(many)) for holder, fen, many in some.iter_rows()}
    return found
