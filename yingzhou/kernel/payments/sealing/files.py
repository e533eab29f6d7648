"""A sealed year is one Parquet file: a line a payment, in order of recipient and month.

In that order a person's lines stand together, and the statistics of each group of rows tell a
reader which few groups to open. A file is never changed: its name holds the beginning of its
SHA-256, so that another content is another file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import polars as pl
from django.conf import settings

from yingzhou.kernel.payments.models import SealedYear

SCHEMA = pl.Schema({
    "payee": pl.Int32,
    "month": pl.Date,
    "since": pl.Date,
    "benefit": pl.String,
    "holder": pl.Int64,
    "division": pl.Int32,
    "correction": pl.Int16,
    "persons": pl.Int16,
    "amount": pl.Int64,  # fen
    "run": pl.Int32,  # 0: not of a run of this system
    "why": pl.String,
})  # fmt: skip
COLUMNS = list(SCHEMA)
GROUP = 50_000
"""Rows that are read for one person, at least."""
CHUNK = 2**22


@dataclass(frozen=True)
class Written:
    name: str
    digest: str
    lines: int
    persons: int
    total: int


def root() -> Path:
    return Path(settings.SEALED_ROOT)


def write(year: int, frame: pl.DataFrame, folder: Path | None = None) -> Written:
    """``frame`` has the columns of :data:`SCHEMA`. On disk for good when this returns; who is
    killed before leaves nothing under a name that anybody reads."""
    folder = folder or root()
    folder.mkdir(parents=True, exist_ok=True)
    ordered = frame.select(COLUMNS).cast(SCHEMA).sort("payee", "month", maintain_order=True)
    draft = folder / f".{year}-{os.getpid()}.parquet"
    ordered.write_parquet(draft, compression="zstd", statistics=True, row_group_size=GROUP)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    digest = digest_of(draft)
    target = folder / f"{year}-{digest[:16]}.parquet"
    draft.replace(target)
    _settle(folder)
    persons, total = ordered["persons"].cast(pl.Int64).sum(), ordered["amount"].sum()
    return Written(target.name, digest, len(ordered), int(persons), int(total))


def _settle(folder: Path) -> None:
    """A new name is on disk when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    found = sha256()
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            found.update(part)
    return found.hexdigest()


def lazy(sealed: SealedYear) -> pl.LazyFrame:
    return pl.scan_parquet(root() / sealed.name)


def summed(frame: pl.LazyFrame) -> pl.DataFrame:
    """Lines, persons and fen by month, benefit and division."""
    return (
        frame.group_by("month", "benefit", "division")
        .agg(
            pl.len().alias("lines"),
            pl.col("persons").cast(pl.Int64).sum(),
            pl.col("amount").sum(),
        )
        .collect()
    )
