"""Building the district, held against putting as many rows into one plain table.

    .venv/bin/python bench/build.py [SCALE]      # default 1, all 649,000 people

Bars: within 90 s and 2 GiB on two cores; at SCALE=0.1 within 15 s. Builds on SQLite in a temporary
folder, whatever ``DATABASE_URL`` says. The ratio is what the district costs beyond writing rows:
people, kinship, encryption, indexes, ten years of indicators.
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = 7
"""About the width of the largest table (residences)."""


def main() -> None:
    given = [word for word in sys.argv[1:] if not word.startswith("-")]
    scale = given[0] if given else "1"
    with tempfile.TemporaryDirectory(prefix="yingzhou-bench-") as folder:
        built = build(Path(folder), scale)
        rows = rows_of(Path(folder) / "yingzhou.sqlite3")
        plain = plain_rows(Path(folder) / "plain.sqlite3", rows)
        file_mb = (Path(folder) / "yingzhou.sqlite3").stat().st_size / 2**20
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    figures = {
        "scale": float(scale),
        "seconds": round(built, 1),
        "largest_process_mib": round(peak),
        "file_mib": round(file_mb),
        "rows": rows,
        "plain_seconds": round(plain, 1),
        "ratio": round(built / plain, 1),
    }
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    print(f"\nbuild at scale {scale}: {built:.1f} s, the largest process {peak:,.0f} MiB,")
    print(f"  {rows:,} rows in a file of {file_mb:,.0f} MiB")
    print(f"as many rows into one table by executemany: {plain:.1f} s")
    print(f"ratio {built / plain:.1f}x")


def build(folder: Path, scale: str) -> float:
    """Seconds of ``yingzhou demo --no-serve``, interpreter and migrations included."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment["YINGZHOU_VAR"] = str(folder)
    command = [sys.executable, "-m", "config.cli", "demo", "--no-serve", "--scale", scale]
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def rows_of(file: Path) -> int:
    """Rows of all tables of the product."""
    with sqlite3.connect(file) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        ).fetchall()
        counts = [
            connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for (name,) in tables
        ]
    return sum(counts)


def plain_rows(file: Path, rows: int) -> float:
    """Seconds to write ``rows`` rows of the same kind of values, without an index."""
    columns = ", ".join(f"c{i}" for i in range(COLUMNS - 1))
    marks = ", ".join("?" * COLUMNS)
    start = time.perf_counter()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"CREATE TABLE plain (id INTEGER PRIMARY KEY, {columns})")
        connection.executemany(
            f"INSERT INTO plain VALUES ({marks})",
            ((i, i % 358, 1, "2016-01-01", "9999-12-31", i // 3, "新河路1号") for i in range(rows)),
        )
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
