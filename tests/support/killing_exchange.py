"""Asks authorities outside while being killed at random moments, and looks at what is left.

    YINGZHOU_VAR=… YINGZHOU_EXCHANGE_URL=… python -m tests.support.killing_exchange 20 SEED

On a database with requests that wait. A child sends what is due and gets SIGKILL after some
milliseconds; the next one lives hours later and goes on with what it finds. In the end everything
is answered, and what is left is told as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import timedelta

HOURS = 2
LONGEST = 0.35


def main(times: int, seed: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.db import connections

    from yingzhou.core import clock

    start, hit = clock.now(), 0
    dice = random.Random(seed)  # noqa: S311
    for number in range(times):
        connections.close_all()
        child = os.fork()
        if child == 0:
            _live(start + timedelta(hours=HOURS * number))
        time.sleep(dice.random() * LONGEST)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        hit += os.WIFSIGNALED(status)
    for more in range(20):  # nobody kills the last ones
        moment = start + timedelta(hours=HOURS * (times + more))
        with clock.stopped_at(moment):
            from yingzhou.kernel.exchange.services.sending import send_due

            send_due(at=moment)
    print(json.dumps(_left(hit)))
    return 0


def _live(moment) -> None:
    from yingzhou.core import clock
    from yingzhou.kernel.exchange.services.sending import send_due

    try:
        with clock.stopped_at(moment):
            send_due(at=moment)
        time.sleep(60)  # it waits for its killer
    finally:
        os._exit(1)


def _left(hit: int) -> dict[str, object]:
    from yingzhou.core.invariants import INVARIANTS
    from yingzhou.kernel.exchange.models import Inquiry, Request, Response

    ours = [one for one in INVARIANTS if "exchange" in one.__module__]
    return {
        "killed": hit,
        "states": list(Request.objects.values_list("state", flat=True)),
        "keys": [str(key) for key in Request.objects.values_list("key", flat=True)],
        "attempts": max(Request.objects.values_list("attempts", flat=True)),
        "answers": Response.objects.count(),
        "complete": not Inquiry.objects.filter(complete_at=None).exists(),
        "faults": [fault for search in ours for fault in search()],
    }


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), int(sys.argv[2])))
