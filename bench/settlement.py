"""One thousand calls of a hospital at the same moment for one person whose cap is nearly used up.

    YINGZHOU_VAR=… [DATABASE_URL=postgres://…] .venv/bin/python -m bench.settlement [calls] [lanes]

On a district that `yingzhou demo` built. Starts the product's own server (granian, two processes),
calls it over HTTP from many threads, and then looks into the database: the cap holds to the fen, a
bill asked twice is settled once, the books agree. Prints how long a call takes. Then, within one
process, how long a settlement holds the row that all entries of the books wait for.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta

CALLS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
LANES = int(sys.argv[2]) if len(sys.argv) > 2 else 64
OWN = 10_000
"""Yuan of a bill; 90 % of it is given, so that fourteen and a part have room in 130,000."""
AGAIN = 10
"""Every tenth call is the one before once more."""


def _setup() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("YINGZHOU_DEMO", "1")
    import django

    django.setup()


@contextmanager
def served():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "config.cli", "serve", "--port", str(port), "--no-worker"]
    process = subprocess.Popen(command, env=os.environ.copy(), stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def prepared():
    """A hospital with its token, and somebody on the roll of 低保 who was given nothing this
    year."""
    from yingzhou.core import clock
    from yingzhou.core.audit import SYSTEM
    from yingzhou.kernel.accounts import services as accounts
    from yingzhou.kernel.people.models import Enrolment
    from yingzhou.programmes.assistance.relief.models import YearTotal
    from yingzhou.programmes.assistance.relief.services import hospitals

    now, today = clock.now(), clock.today()
    name = f"压测医院 {secrets.token_hex(3)}"
    code = f"B{secrets.token_hex(4).upper()}"
    hospital = hospitals.register(code=code, name=name, actor=SYSTEM, at=now)
    token = accounts.create_client(
        name="压测", organisation=name, scopes=["medical.settle"], per_minute=6000,
        valid_until=now + timedelta(days=2), actor=SYSTEM, at=now,
    ).token  # fmt: skip
    used = YearTotal.objects.values("person")
    roll = Enrolment.objects.on(today).filter(roll="dibao", valid_from__lt=date(2025, 1, 1))
    row = roll.exclude(person__in=used).select_related("person").order_by("person").first()
    return hospital, token, row.person, today


def bills(person, today: date) -> list[dict]:
    """Stays of different days, and some of them twice."""
    made: list[dict] = []
    for number in range(CALLS):
        if number % AGAIN == AGAIN - 1:
            made.append(made[-1])
            continue
        since = today - timedelta(days=number + 1)
        made.append(
            {
                "number": f"Z{number}", "kind": "住院",
                "patient": {"id_number": str(person.id_number), "name": person.name},
                "since": str(since), "until": str(today),
                "total": "30500", "basic": "18000", "supplementary": "2000", "own": str(OWN),
            }
        )  # fmt: skip
    return made


_lane = threading.local()


def call(port: int, token: str, bill: dict) -> tuple[int, float, str]:
    line = getattr(_lane, "line", None) or http.client.HTTPConnection(
        "127.0.0.1", port, timeout=300
    )
    _lane.line = line
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    begun = time.perf_counter()
    line.request("POST", "/api/medical/settlements/", json.dumps(bill), headers)
    answer = line.getresponse()
    body = json.loads(answer.read())
    took = time.perf_counter() - begun
    return answer.status, took, body.get("assistance", body.get("detail", ""))


def checked(hospital, person, year: int) -> None:
    from django.db.models import Sum

    from yingzhou.kernel.ledger import selectors as ledger
    from yingzhou.programmes.assistance.relief import invariants
    from yingzhou.programmes.assistance.relief.models import Settlement, YearTotal

    rows = Settlement.objects.filter(hospital=hospital)
    paid = rows.aggregate(total=Sum("paid"))["total"]
    total = YearTotal.objects.get(person=person, year=year)
    owed = -sum(ledger.balances(f"hospital/{hospital.code}/").values())
    print(f"  settled {rows.count()}, paid {paid / 100:,.2f} of a cap of {total.cap / 100:,.2f}")
    print(f"  year {total.given / 100:,.2f}, books {owed / 100:,.2f}")
    assert paid == total.given == owed == total.cap, "the cap does not hold to the fen"
    faults = [*invariants.caps_hold(), *invariants.settlements_agree_with_the_books()]
    faults += invariants.no_bill_twice()
    assert not faults, faults[:5]


def held(hospital, person, today: date) -> None:
    """Within one process: all of a settlement, and the part of it that holds the books."""
    from yingzhou.core import clock
    from yingzhou.kernel.ledger import services as ledger
    from yingzhou.programmes.assistance.relief.bill import Bill
    from yingzhou.programmes.assistance.relief.services import settling

    inside: list[float] = []
    real = ledger.post

    def timed(**asked):
        begun = time.perf_counter()
        try:
            return real(**asked)
        finally:
            inside.append(time.perf_counter() - begun)

    ledger.post = timed
    whole: list[float] = []
    for number in range(60):
        day = today - timedelta(days=number)
        bill = Bill(f"H{number}", "outpatient", day, day, 3_000, 0, 0, 0, 2_000)
        begun = time.perf_counter()
        settling.settle(client=None, hospital=hospital, person=person, bill=bill, at=clock.now())
        whole.append(time.perf_counter() - begun)
    ledger.post = real
    middle = sorted(whole)[len(whole) // 2] * 1000
    books = sorted(inside)[len(inside) // 2] * 1000
    print(f"  one process: a settlement {middle:.1f} ms, of which {books:.1f} ms hold the books")


def main() -> None:
    _setup()
    from django.db import connection, connections

    hospital, token, person, today = prepared()
    asked = bills(person, today)
    print(f"\n{CALLS} calls for one person in {LANES} lanes, {connection.vendor}")
    connections.close_all()
    with served() as port, ThreadPoolExecutor(LANES) as pool:
        call(port, token, {})  # the first of a process imports
        begun = time.perf_counter()
        answers = list(pool.map(lambda bill: call(port, token, bill), asked))
        took = time.perf_counter() - begun
    times = sorted(one[1] for one in answers)
    print(f"  {CALLS / took:.0f} a second; answers {dict(Counter(one[0] for one in answers))}")
    print(
        f"  p50 {times[len(times) // 2] * 1000:.0f} ms,"
        f" p99 {times[int(len(times) * 0.99)] * 1000:.0f} ms (waiting for a lane's turn included)"
    )
    checked(hospital, person, today.year)
    other = prepared()[2]
    held(hospital, other, today)


if __name__ == "__main__":
    main()
