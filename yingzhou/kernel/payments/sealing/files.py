"""A sealed year is one Parquet file: a line a payment, in order of recipient and month.

In that order a person's lines stand together, and the statistics of each group of rows tell a
reader which few groups to open. A file is never changed: its name holds the beginning of its
SHA-256, so that another content is another file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import SealedYear

if TYPE_CHECKING:  # it takes its time to load, and few pages need it
    import polars as pl

TYPES = {
    "payee": "Int32",
    "month": "Date",
    "since": "Date",
    "benefit": "String",
    "holder": "Int64",
    "division": "Int32",
    "correction": "Int16",
    "persons": "Int16",
    "amount": "Int64",  # fen
    "run": "Int32",  # 0: not of a run of this system
    "why": "String",
}
COLUMNS = list(TYPES)
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


@cache
def schema() -> pl.Schema:
    """:data:`TYPES`, as the library has them."""
    import polars as pl

    return pl.Schema({name: getattr(pl, kind) for name, kind in TYPES.items()})


def root() -> Path:
    return Path(settings.SEALED_ROOT)


def write(year: int, frame: pl.DataFrame, folder: Path | None = None) -> Written:
    """``frame`` has the columns of :data:`TYPES`. On disk for good when this returns; who is
    killed before leaves nothing under a name that anybody reads."""
    import polars as pl

    folder = folder or root()
    folder.mkdir(parents=True, exist_ok=True)
    ordered = frame.select(COLUMNS).cast(schema()).sort("payee", "month", maintain_order=True)
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


@lru_cache(maxsize=64)
def _looked_at(path: Path, size: int, changed: int) -> str:
    """Its digest. ``size`` and ``changed``: when it has to be computed again."""
    del size, changed
    return digest_of(path)


def fault_of(sealed: SealedYear) -> str:
    """Why its file cannot be gone by, or nothing."""
    path = root() / sealed.name
    try:
        there = path.stat()
    except OSError:
        return f"文件 {sealed.name} 不见了"
    if _looked_at(path, there.st_size, there.st_mtime_ns) != sealed.digest:
        return f"文件 {sealed.name} 和封存时不一样"
    return ""


def lazy(sealed: SealedYear) -> pl.LazyFrame:
    """Raises PaymentFault where the file is not what was sealed: no money is paid by it."""
    import polars as pl

    fault = fault_of(sealed)
    if fault:
        raise PaymentFault(f"{sealed}: {fault}, 请系统管理员从备份恢复")
    return pl.scan_parquet(root() / sealed.name)


def summed(frame: pl.LazyFrame) -> pl.DataFrame:
    """Lines, persons and fen by month, benefit and division."""
    import polars as pl

    return (
        frame.group_by("month", "benefit", "division")
        .agg(
            pl.len().alias("lines"),
            pl.col("persons").cast(pl.Int64).sum(),
            pl.col("amount").sum(),
        )
        .collect()
    )
