"""The same month by the local kernel and by Spark: digests must be equal, overhead is printed.

    python3 -m venv spark && spark/bin/pip install -r requirements.lock -r requirements-spark.lock
    spark/bin/python bench/policy/spark.py [--persons 680000 --households 230000]

Needs Java 17 (Debian: default-jre-headless). Spark runs on this machine, one task a processor.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]
# Spark's workers are processes of their own: they find the engine the same way.
os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE.parents[1]), os.environ.get("PYTHONPATH", "")])
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)

from ours import WANTED  # noqa: E402
from people import LABELS, People, made  # noqa: E402

from yingzhou.policy.book import load  # noqa: E402
from yingzhou.policy.digest import digest  # noqa: E402
from yingzhou.policy.frames.arrow import population_of  # noqa: E402
from yingzhou.policy.frames.spark import digest_on_spark  # noqa: E402
from yingzhou.policy.law import Moment  # noqa: E402
from yingzhou.policy.run import Runner  # noqa: E402

LAW = [HERE / "law"]
MOMENT = Moment(2025, 7)


def batch_of(people: People) -> pa.RecordBatch:
    """One row a household, its members as a list."""
    starts = np.concatenate(
        [[0], np.cumsum(np.bincount(people.household_of, minlength=people.households))]
    )
    own, members = {}, {}
    for name, values in people.columns.items():
        entity, word = name.split(".")
        array = pa.array(values)
        if name == "人.残疾类别":
            array = pa.array(np.array(LABELS)[values])
        (own if entity == "户" else members)[word] = array
    lists = pa.ListArray.from_arrays(
        pa.array(starts, pa.int32()),
        pa.StructArray.from_arrays(list(members.values()), list(members)),
    )
    ids = pa.array(np.arange(people.households))
    return pa.RecordBatch.from_arrays([ids, *own.values(), lists], ["household", *own, "members"])


def local(batch: pa.RecordBatch) -> tuple[int, float]:
    book = load(LAW)
    Runner(population_of(book, batch.slice(0, 10)), WANTED)  # compiled before the clock starts
    start = time.perf_counter()
    people = population_of(book, batch)
    results = Runner(people, WANTED).month(MOMENT)
    seconds = time.perf_counter() - start
    return digest(results, np.arange(people.households), people.hh_start), seconds


def nothing(batches):  # type: ignore[no-untyped-def]
    """What Spark needs for handing every batch over and back."""
    for batch in batches:
        yield pa.RecordBatch.from_arrays([pa.array([str(len(batch))])], ["part"])


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--persons", type=int, default=680_000)
    arguments.add_argument("--households", type=int, default=230_000)
    asked = arguments.parse_args()
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory() as folder:
        os.environ["YINGZHOU_POLICY_CACHE"] = folder
        batch = batch_of(made(asked.persons, asked.households))
        path = f"{folder}/households.parquet"
        pq.write_table(pa.Table.from_batches([batch]), path, row_group_size=30_000)
        here, seconds = local(batch)
        spark = (
            SparkSession.builder.master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "16000")
            .getOrCreate()
        )
        spark.sparkContext.setLogLevel("ERROR")
        frame = spark.read.parquet(path).repartition(os.cpu_count() or 1).cache()
        frame.count()
        _, batches = best(lambda: frame.mapInArrow(nothing, "part string").collect())
        found, month = best(lambda: digest_on_spark(frame, LAW, WANTED, MOMENT))
        spark.stop()
    print(f"local digest {here}")
    print(f"Spark digest {found}  {'equal' if found == here else 'DIFFERENT'}")
    print(f"{'local, loading and month':<28}{seconds * 1000:10.1f} ms")
    for name, took in (("Spark, batches only", batches), ("Spark, the month", month)):
        print(f"{name:<28}{took * 1000:10.1f} ms  {took / seconds:8.2f} x local")
    print(f"{'what the rules add to Spark':<28}{(month - batches) * 1000:10.1f} ms")


def best(work: Callable[[], Any], times: int = 4) -> tuple[Any, float]:
    """What ``work`` gives, and the shortest time it took."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        found = work()
        took.append(time.perf_counter() - start)
    return found, min(took)


if __name__ == "__main__":
    main()
