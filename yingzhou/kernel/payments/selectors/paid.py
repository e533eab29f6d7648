"""What everybody got for a month, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Max, Sum

from yingzhou.kernel.payments.models import Award, RecoveryMonth, RunLine
from yingzhou.kernel.payments.selectors.history import in_sealed, last_sealed

if TYPE_CHECKING:
    import polars as pl


MANY = 5_000
"""So many ids go into one question."""


@dataclass(frozen=True)
class Paid:
    """One holder a place, in order of holder; corrections of the month are added up."""

    holder: np.ndarray
    payee: np.ndarray
    division: np.ndarray
    persons: np.ndarray
    amount: np.ndarray

    def of(self, holders: np.ndarray) -> np.ndarray:
        """The amount of each of ``holders``; 0 where there was none."""
        return self._column(self.amount, holders)

    def persons_of(self, holders: np.ndarray) -> np.ndarray:
        """For how many people each got it; 0 where there was nothing."""
        return self._column(self.persons, holders)

    def division_of(self, holders: np.ndarray) -> np.ndarray:
        return self._column(self.division, holders)

    def _column(self, values: np.ndarray, holders: np.ndarray) -> np.ndarray:
        if not len(self.holder):
            return np.zeros(len(holders), "int64")
        place = np.minimum(np.searchsorted(self.holder, holders), len(self.holder) - 1)
        return np.where(self.holder[place] == holders, values[place], 0)


def paid_in(benefit: str, month: date) -> Paid:
    """By all runs that were approved; two queries, and the files of sealed years."""
    sealed, there = in_sealed(benefit, month), _in_table(benefit, month)
    if sealed is None:
        return there
    found = _from_file(sealed)
    return _added([found, there]) if len(there.holder) else found


def paid_last(award: Award) -> int:
    """What its last month gave, in fen; of an open year, or of the last sealed one."""
    return last_of(award.benefit, [award.holder]).get(award.holder, 0)


def last_of(benefit: str, holders: Sequence[int]) -> dict[int, int]:
    """The same of many; who never got anything is not there. Two queries, and the last sealed
    year."""
    rows = RunLine.objects.filter(benefit=benefit, holder__in=holders).exclude(run__approved_by="")
    months = rows.values("holder", "month").annotate(total=Sum("amount")).order_by("month")
    found = {row["holder"]: row["total"] for row in months}
    rest = [one for one in holders if one not in found]
    return last_sealed(benefit, rest) | found if rest else found


def net_in(benefit: str, month: date, among: Sequence[int] | None = None) -> Paid:
    """The same less what of the month is asked back, or was and is left to them; of ``among``, or
    of everybody. Holders come with nothing left too."""
    parts = [_in_table(benefit, month, among)]
    sealed = in_sealed(benefit, month)
    if sealed is not None:
        found = _from_file(sealed)
        wanted = np.ones(len(found.holder), bool) if among is None else np.isin(
            found.holder, np.asarray(among, "int64")
        )  # fmt: skip
        parts.append(_only(found, wanted))
    claims = RecoveryMonth.objects.filter(benefit=benefit, month=month)
    grouped = claims.values("holder").annotate(total=Sum("amount")).order_by("holder")
    asked = dict(grouped.exclude(total=0).values_list("holder", "total"))
    net = _added(parts)
    if asked:
        less = np.array([asked.get(one, 0) for one in net.holder.tolist()], "int64")
        net = replace(net, amount=net.amount - less)
    return net


def _in_table(benefit: str, month: date, among: Sequence[int] | None = None) -> Paid:
    rows = RunLine.objects.filter(benefit=benefit, month=month).exclude(run__approved_by="")
    grouped = rows.values("holder").annotate(
        to=Max("payee"), at=Max("division"), many=Max("persons"), total=Sum("amount")
    )
    found = grouped.exclude(total=0).values_list("holder", "to", "at", "many", "total")
    parts = [found] if among is None else [
        found.filter(holder__in=among[low : low + MANY]) for low in range(0, len(among), MANY)
    ]  # fmt: skip
    table = np.array([row for part in parts for row in part], "int64").reshape(-1, 5)
    return Paid(*table[np.argsort(table[:, 0], kind="stable")].T)


def _only(paid: Paid, wanted: np.ndarray) -> Paid:
    return Paid(*(getattr(paid, one.name)[wanted] for one in fields(Paid)))


def _added(parts: Sequence[Paid]) -> Paid:
    """Together; payee, division and persons as in the last part that has the holder."""
    joined = {one.name: np.concatenate([getattr(part, one.name) for part in parts])[::-1]
              for one in fields(Paid)}  # fmt: skip
    kept, first, place = np.unique(joined["holder"], return_index=True, return_inverse=True)
    total = np.zeros(len(kept), "int64")
    np.add.at(total, place, joined["amount"])
    return Paid(
        kept, joined["payee"][first], joined["division"][first], joined["persons"][first], total
    )


def _from_file(lines: pl.DataFrame) -> Paid:
    import polars as pl

    grouped = lines.group_by("holder").agg(
        pl.col("payee").max(),
        pl.col("division").max(),
        pl.col("persons").max(),
        pl.col("amount").sum(),
    )
    found = grouped.filter(pl.col("amount") != 0).sort("holder")
    names = ("holder", "payee", "division", "persons", "amount")
    return Paid(*(found[name].cast(pl.Int64).to_numpy() for name in names))
