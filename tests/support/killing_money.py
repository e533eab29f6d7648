"""Runs months of payments while being killed at random moments, and looks at what is left.

    YINGZHOU_VAR=… YINGZHOU_DEMO=1 python -m tests.support.killing_money 200 SEED

On a database of ``yingzhou demo`` that may be spoilt. A child asks for a month, computes it, has
it approved, sends it, takes the bank's answer (some transfers fail) and sends those again; a year
that is over is written to its file and sealed. The child gets SIGKILL after some milliseconds,
and the next child goes on with what it finds. It ends when so many kills have hit a child within
a transaction; then every month is finished and all must agree.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import date, timedelta
from typing import Any

from tests.support.pulse import Pulse, count_transactions

LONGEST = 1.2
FIRST = date(2024, 1, 1)
ACTS = ("idle", "ask", "compute", "approve", "send", "answer", "write", "seal")
FAILS = 0.1
CLERK, BOSS = "经办甲", "审批乙"


def main(times: int, seed: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from yingzhou.core.invariants import check_all
    from yingzhou.kernel.payments.models import Run, RunLine, SealedYear

    _prepare()
    _warm()
    pulse = Pulse(ACTS)
    count_transactions(pulse)
    hits = _kill(times, seed, pulse)
    months = Run.objects.count()
    for run in Run.objects.order_by("month"):
        _finish(run.month, pulse, seed)
    faults = [fault for found in check_all() for fault in found.faults]
    open_runs = Run.objects.exclude(state=Run.State.ANSWERED).count()
    waiting = RunLine.objects.exclude(state=RunLine.State.PAID).count()
    within = sum(number for (act, inside), number in hits.items() if inside and act != "idle")
    found = {
        "kills": hits.total(), "within a transaction": within,
        "hit": {f"{act}{' in its transaction' * inside}": n for (act, inside), n in hits.items()},
        "months": months, "lines": RunLine.objects.count(), "faults": faults,
        "sealed": {one.year: one.lines_count for one in SealedYear.objects.filter(state="sealed")},
        "not finished": open_runs, "still waiting": waiting,
    }  # fmt: skip
    print(json.dumps(found, ensure_ascii=False))
    return 1 if faults or open_runs or waiting or within < times else 0


def _kill(times: int, seed: int, pulse: Pulse) -> Counter[tuple[str, bool]]:
    from django.db import connections

    hits: Counter[tuple[str, bool]] = Counter()
    dice = random.Random(seed)  # noqa: S311
    while sum(n for (act, inside), n in hits.items() if inside and act != "idle") < times:
        if hits.total() > 20 * times + 50:
            break
        connections.close_all()
        pulse.begin()
        child = os.fork()
        if child == 0:
            _live(pulse, seed)
        time.sleep(dice.random() * LONGEST + 0.02)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            raise SystemExit("a child ended by itself: see its traceback above")
        hits[pulse.act, pulse.depth > 0] += 1
    return hits


def _live(pulse: Pulse, seed: int) -> None:
    """One month after the other, for ever; what is begun is finished first."""
    from yingzhou.kernel.payments.models import Run

    try:
        while True:
            last = Run.objects.order_by("-month").first()
            if last is not None:
                _finish(last.month, pulse, seed)
                month = _next(last.month)
            else:
                month = FIRST
            _finish(month, pulse, seed)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)


def _finish(month: date, pulse: Pulse, seed: int) -> None:
    """Whatever of this month is not done yet, as its people and the worker would."""
    from yingzhou.core import audit, clock
    from yingzhou.kernel.payments.faults import PaymentFault
    from yingzhou.kernel.payments.models import BankFile, Run
    from yingzhou.kernel.payments.services import approving, banking, computing

    clerk, boss = audit.Actor(1, CLERK), audit.Actor(2, BOSS)
    run = Run.objects.filter(month=month, number=0).first()
    if run is None or run.state == Run.State.FAILED:
        pulse("ask")
        run = computing.ask(month=month, actor=clerk, at=clock.now())
    if run.state == Run.State.ASKED:
        pulse("compute")
        run = computing.compute(run=run, at=clock.now())
    if run.state == Run.State.COMPUTED:
        pulse("approve")
        run = approving.approve(run=run.pk, total=run.total, actor=boss, at=clock.now())
    for _ in range(3):
        file = BankFile.objects.filter(run=run, answered_at=None).first()
        if file is None:
            _name_accounts(run)
            pulse("send")
            try:
                file = banking.send(run=run.pk, actor=clerk, at=clock.now())
            except PaymentFault:
                break
        pulse("answer")
        banking.answer(text=_answer(file, seed), actor=clerk, at=clock.now())
    if month.month == 12:
        _seal(month.year, pulse)
    pulse("idle")


def _seal(year: int, pulse: Pulse) -> None:
    from yingzhou.core import audit, clock
    from yingzhou.kernel.payments.models import SealedYear
    from yingzhou.kernel.payments.services import sealing

    row = SealedYear.objects.filter(year=year).first()
    if row is None:
        pulse("ask")
        row = sealing.ask(year=year, actor=audit.Actor(1, CLERK), at=clock.now())
    if row.state == SealedYear.State.ASKED:
        pulse("write")
        row = sealing.write(sealed=row)
    if row.state == SealedYear.State.WRITTEN:
        pulse("seal")
        boss = audit.Actor(2, BOSS)
        sealing.seal(year=year, digest=row.digest, actor=boss, at=clock.now())


def _name_accounts(run: Any) -> None:
    """Whose money came back names an account at last."""
    from yingzhou.kernel.payments.models import PayeeAccount

    failed = run.lines.filter(state="failed").values_list("payee", flat=True).distinct()
    made = [_account(person) for person in failed]
    PayeeAccount.objects.bulk_create(made, ignore_conflicts=True)


def _account(person: int) -> Any:
    from yingzhou.kernel.payments.models import PayeeAccount

    number = f"6222{person:012d}"
    return PayeeAccount(
        person_id=person, bank="演示银行", number=number, tail=number[-4:], made_by="演示",
        valid_from=FIRST,
    )  # fmt: skip


def _answer(file: Any, seed: int) -> str:
    """The same for the same file, whoever asks the bank."""
    from yingzhou.kernel.payments import formats

    dice = random.Random(f"{seed} {file.number}")  # noqa: S311
    is_last = file.attempt >= 2
    return formats.from_bank(
        file.number,
        [
            formats.Answer(one.seq, one.amount, is_last or dice.random() > FAILS, "户名不符")
            for one in file.transfers.order_by("seq")
        ],
    )


def _prepare() -> None:
    """Awards for who is on the roll, accounts for most, and no years of before."""
    from yingzhou.core import clock
    from yingzhou.kernel.payments.models import Award, MonthTotal, PayeeAccount, SealedYear
    from yingzhou.kernel.people.models import Enrolment, Membership, Person

    on_roll = Enrolment.objects.on(clock.today()).filter(roll="dibao").values("person")
    homes: dict[int, int] = {}
    rows = Membership.objects.on(clock.today()).filter(person__in=on_roll).order_by("pk")
    for home, person in rows.values_list("household", "person"):
        homes.setdefault(home, person)
    made = [
        Award(
            benefit="relief/dibao", household_id=home, payee_id=person, valid_from=FIRST,
            made_at=clock.now(), made_by="演示",
        )
        for home, person in homes.items()
    ]  # fmt: skip
    Award.objects.bulk_create(made, ignore_conflicts=True)  # some were granted by the demo's cases
    people = Person.objects.order_by("pk").values_list("pk", flat=True)
    accounts = (_account(person) for person in people if person % 7)
    MonthTotal.objects.filter(run=None).delete()
    SealedYear.objects.all().delete()
    PayeeAccount.objects.bulk_create(accounts, ignore_conflicts=True)


def _warm() -> None:
    """Children begin with rules read and compiled, so that they are killed at work."""
    from yingzhou.kernel.payments.benefits import benefits
    from yingzhou.kernel.payments.selectors.due import due_in

    for month in (FIRST, date(2024, 3, 1)):  # one without and one with what goes out by quarters
        due_in(month, [one for one in benefits(month).values() if one.is_due(month)])


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), int(sys.argv[2])))
