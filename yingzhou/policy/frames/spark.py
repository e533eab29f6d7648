"""The same pass over a whole city or nation: Spark hands whole households to the same kernel.

    results = on_spark(frame, folders, [("户", "应发低保金")], Moment.read("2025-07"))

``frame`` has one row a household (see :mod:`.arrow`). Every worker loads the book from ``folders``,
which must be readable there, and its kernel from its own cache. ``digest`` equals the local one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from yingzhou.policy.book import Book, Key, load
from yingzhou.policy.digest import digest
from yingzhou.policy.law import Moment
from yingzhou.policy.run import Runner

from .arrow import ID, batch_of, population_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_TYPES = {"flag": "tinyint", "day": "int", "label": "smallint"}


@cache
def _book(folders: tuple[str, ...]) -> Book:
    """Once a worker process."""
    return load([Path(one) for one in folders])


def on_spark(
    frame: DataFrame, folders: Sequence[Path], wanted: Iterable[Key], moment: Moment
) -> DataFrame:
    """One row a household: ``household`` and a column (or list) for every wanted result."""
    places, goals = tuple(str(one) for one in folders), tuple(wanted)

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            results, starts = _computed(places, goals, moment, batch)
            yield batch_of(batch.column(ID), results, starts)

    return frame.mapInArrow(work, _schema(frame, _book(places), goals))


def digest_on_spark(
    frame: DataFrame, folders: Sequence[Path], wanted: Iterable[Key], moment: Moment
) -> int:
    """The digest of all results, summed over the cluster; only one number a batch travels."""
    places, goals = tuple(str(one) for one in folders), tuple(wanted)

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            results, starts = _computed(places, goals, moment, batch)
            ids = np.asarray(batch.column(ID).cast(pa.int64()))
            part = digest(results, ids, starts)
            yield pa.RecordBatch.from_arrays([pa.array([f"{part:d}"])], ["part"])

    rows = frame.mapInArrow(work, "part string").collect()
    return sum(int(row.part) for row in rows) % 2**64


def _computed(
    places: tuple[str, ...], goals: tuple[Key, ...], moment: Moment, batch: pa.RecordBatch
) -> Any:
    people = population_of(_book(places), batch)
    # Spark gives every task one processor.
    results = Runner(people, goals, threads=1).month(moment)
    return results, people.hh_start


def _schema(frame: DataFrame, book: Book, goals: tuple[Key, ...]) -> str:
    columns = [f"`{ID}` {frame.schema[ID].dataType.simpleString()}"]
    for entity, name in goals:
        kind = _TYPES.get(book.rules[entity, name][-1].kind.base, "bigint")
        columns.append(f"`{entity}_{name}` {f'array<{kind}>' if entity == '人' else kind}")
    return ", ".join(columns)
