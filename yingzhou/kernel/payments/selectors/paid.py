"""What everybody got for a month, as columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Max, Sum

from yingzhou.kernel.payments.models import RunLine
from yingzhou.kernel.payments.selectors.history import in_sealed

if TYPE_CHECKING:
    import polars as pl


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
    """By all runs that were approved; two queries, and the file of a sealed year."""
    sealed = in_sealed(benefit, month)
    if sealed is not None:
        return _from_file(sealed)
    rows = RunLine.objects.filter(benefit=benefit, month=month).exclude(run__approved_by="")
    grouped = rows.values("holder").annotate(
        to=Max("payee"), at=Max("division"), many=Max("persons"), total=Sum("amount")
    )
    found = grouped.exclude(total=0).order_by("holder")
    table = np.array(list(found.values_list("holder", "to", "at", "many", "total")), "int64")
    return Paid(*table.reshape(-1, 5).T)


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
