"""A round of the worker: what is due is sent, side by side, and each answer is kept by itself.

The threads only wait for answers; this one reads and writes the database. A request is claimed (its
next try set, its consent looked at) in a transaction of its own before it goes out, and its answer
kept in another one after. A process that dies in between has asked, and asks again under the same
key. A provider that is silent fills its own lanes only, and after a few failures not even those.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime

from yingzhou.core import clock
from yingzhou.kernel.exchange import client, retrying
from yingzhou.kernel.exchange.client import LANES, Answer, Question
from yingzhou.kernel.exchange.faults import Failed, Kind
from yingzhou.kernel.exchange.models import Line, Request
from yingzhou.kernel.exchange.providers import providers

from . import keeping

log = logging.getLogger("yingzhou.exchange")
MOST = 400
"""So many requests of one provider a round; the rest is due in the next."""
Ask = Callable[[Question], Answer]


@dataclass
class Lane:
    """What is to be asked of one provider in this round."""

    waiting: deque[int]
    health: retrying.Health
    width: int = LANES
    under_way: set[int] = field(default_factory=set)

    def next(self) -> int | None:
        """The next one that may go out now."""
        is_open = self.health.failures < retrying.TRIPS or not self.under_way
        if not self.waiting or len(self.under_way) >= self.width or not is_open:
            return None
        pk = self.waiting.popleft()
        self.under_way.add(pk)
        return pk

    def done(self, pk: int, health: retrying.Health) -> None:
        self.under_way.discard(pk)
        self.health = health
        if health.next_probe is not None:  # down: the others wait where they are
            self.waiting.clear()


def send_due(*, at: datetime, ask: Ask = client.ask) -> int:
    """How many requests were sent. ``at``: what is due then."""
    lanes = _lanes(at)
    if not lanes:
        return 0
    count = 0
    with ThreadPoolExecutor(LANES * len(lanes)) as pool:
        asked: dict[Future[Answer], tuple[str, int]] = {}
        while True:
            for code, lane in lanes.items():
                while (pk := lane.next()) is not None:
                    question = keeping.claim(request=pk, at=clock.now())
                    if question is None:
                        lane.under_way.discard(pk)
                        continue
                    asked[pool.submit(ask, question)] = (code, pk)
                    count += 1
            if not asked:
                return count
            finished, _ = wait(asked, return_when=FIRST_COMPLETED)
            for one in finished:
                code, pk = asked.pop(one)
                lanes[code].done(pk, _kept(one, pk))


def _kept(future: Future[Answer], pk: int) -> retrying.Health:
    now = clock.now()
    try:
        answer = future.result()
    except Failed as fault:
        return keeping.keep_failure(request=pk, fault=fault, at=now)
    except Exception as fault:  # one that cannot be asked must not hold up the others
        log.error("request %s failed: %s", pk, type(fault).__name__)  # its words may name somebody
        unasked = Failed(Kind.OUTAGE, f"没有问成({type(fault).__name__})")
        return keeping.keep_failure(request=pk, fault=unasked, at=now)
    return keeping.keep_answer(request=pk, answer=answer, at=now)


def _lanes(at: datetime) -> dict[str, Lane]:
    health = {row.provider: keeping.health_of(row) for row in Line.objects.all()}
    found = {}
    for code in providers():
        mine = health.get(code, retrying.Health())
        if mine.next_probe is not None and mine.next_probe > at:
            continue
        is_down = mine.next_probe is not None
        due = Request.objects.filter(
            state=Request.State.WAITING, provider=code, next_try__lte=at
        ).order_by("next_try", "pk")
        pks = list(due.values_list("pk", flat=True)[: 1 if is_down else MOST])
        if pks:
            found[code] = Lane(deque(pks), mine)
    return found
