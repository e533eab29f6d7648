"""Every list, search and board page of the district: milliseconds in the process, and queries.

    .venv/bin/python bench/pages.py [WORD]       # only pages whose name or login contains WORD

Bars: the board's first page under 50 ms; lists and searches under 100 ms and 12 queries; all warm.
``cpu`` is the time of this process alone, which a busy machine disturbs less (on PostgreSQL it
leaves out the server's). Searches and records opened leave their entries in the audit chain.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from _routes import QUERIES, Stop, stops
from _timing import django_setup

TIMES = 7
TIMES_SHOWN = ("median_ms", "best_ms", "cpu_ms", "first_ms")

MARKS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
"""Where a transaction starts and ends: they ask nothing."""


def main() -> None:
    django_setup()
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    visits = Visits()
    chosen = [s for s in stops() if all(w in f"{s.login} {s.name}" for w in words)]
    rows = [visits.row(stop) for stop in chosen]
    rows.sort(key=lambda row: -row["median_ms"] / row["bar_ms"])
    if "--json" in sys.argv:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
        return
    print(f"\n  {'median':>8}{'best':>8}{'cpu':>8}{'first':>8}{'bar':>6}{'queries':>9}  page")
    for row in rows:
        over = row["median_ms"] > row["bar_ms"] or row["queries"] > QUERIES
        mark = "!" if over or row["status"] not in (200, 302) else " "
        times = "".join(f"{row[key]:>8.1f}" for key in TIMES_SHOWN)
        status = "" if row["status"] == 200 else f"  ({row['status']})"
        where = f"{row['login']}: {row['page']}{status}"
        print(f"{mark} {times}{row['bar_ms']:>6}{row['queries']:>9}  {where}")


class Visits:
    """One test client per demo account: middleware, session, view and template all run."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.test import Client

        settings.ALLOWED_HOSTS = ["*"]
        self._make = Client
        self._clients: dict[str, Client] = {}

    def row(self, stop: Stop) -> dict:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        first, answer = self._visit(stop)
        with CaptureQueriesContext(connection) as captured:
            self._visit(stop)
            asked = captured.captured_queries  # what follows empties the log
            queries = sum(not one["sql"].startswith(MARKS) for one in asked)
        began = time.process_time()
        warm = [self._visit(stop)[0] for _ in range(TIMES)]
        cpu = (time.process_time() - began) * 1000 / TIMES
        return {
            "login": stop.login,
            "page": stop.name,
            "status": answer.status_code,
            "bar_ms": stop.bar,
            "median_ms": round(statistics.median(warm), 2),
            "best_ms": round(min(warm), 2),
            "cpu_ms": round(cpu, 2),
            "first_ms": round(first, 2),
            "queries": queries,
        }

    def _visit(self, stop: Stop) -> tuple[float, object]:
        client = self._client(stop.login)
        start = time.perf_counter()
        answer = client.post(stop.address, stop.data) if stop.data else client.get(stop.address)
        answer.getvalue()
        return (time.perf_counter() - start) * 1000, answer

    def _client(self, login: str):
        if login not in self._clients:
            from yingzhou.kernel.accounts.models import User

            client = self._make()
            client.force_login(
                User.objects.get(username=login),
                backend="yingzhou.kernel.accounts.backend.StaffBackend",
            )
            self._clients[login] = client
        return self._clients[login]


if __name__ == "__main__":
    main()
