"""Lines of payments as columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from yingzhou.demo.history.source import Source


@dataclass(frozen=True)
class Lines:
    """Of one benefit. ``who`` is the place in the crowd of who gets it, ``holder`` an id (of a
    person or a household); ``amount`` in fen; ``nth`` numbers the lines of a holder and month."""

    benefit: str
    who: np.ndarray
    month: np.ndarray
    since: np.ndarray
    holder: np.ndarray
    persons: np.ndarray
    amount: np.ndarray
    nth: np.ndarray

    def __len__(self) -> int:
        return len(self.who)

    @classmethod
    def of_persons(
        cls, source: Source, benefit: str, who: np.ndarray, month: np.ndarray, amount: np.ndarray
    ) -> Lines:
        """One person a line, of one month."""
        count = len(who)
        return cls(
            benefit, who, month, month, source.person_id[who].astype("int64"),
            np.ones(count, "int16"), amount.astype("int64"), np.zeros(count, "int16"),
        )  # fmt: skip

    def only(self, kept: np.ndarray) -> Lines:
        columns = {one.name: getattr(self, one.name)[kept] for one in fields(self)[1:]}
        return Lines(self.benefit, **columns)

    def frame(self, source: Source) -> pl.DataFrame:
        """In the columns of a sealed file."""
        return pl.DataFrame({
            "payee": source.person_id[self.who].astype("int32"),
            "month": _dates(self.month),
            "since": _dates(self.since),
            "benefit": pl.Series([self.benefit]).new_from_index(0, len(self)),
            "holder": self.holder,
            "division": source.village[source.crowd.reg_div[self.who]].astype("int32"),
            "correction": self.nth,
            "persons": self.persons,
            "amount": self.amount,
            "run": np.zeros(len(self), "int32"),
            "why": pl.Series(["same"]).new_from_index(0, len(self)),
        })  # fmt: skip


def together(parts: Iterable[Lines]) -> Lines:
    found = list(parts)
    columns = {
        one.name: np.concatenate([getattr(part, one.name) for part in found])
        for one in fields(Lines)[1:]
    }
    return Lines(found[0].benefit, **columns)


def _dates(months: np.ndarray) -> np.ndarray:
    return (months - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")
