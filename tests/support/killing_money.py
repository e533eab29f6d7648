"""Runs months of payments while being killed at random moments, and looks at what is left.

    YINGZHOU_VAR=… YINGZHOU_DEMO=1 python -m tests.support.killing_money 200 SEED

On a database of ``yingzhou demo`` that may be spoilt. A child asks for a month, computes it, has
it approved, sends it, takes the bank's answer (some transfers fail) and sends those again; a year
that is over is written to its file and sealed. The child gets SIGKILL after a random time, and the
next child goes on with what it finds. How long a child may live grows with what an act takes here,
so that some get through at any scale; where kills of a kind (run, import, seal) are scarce, a child
that begins it is killed somewhere within. When the months run out, every month is finished, all
must agree, and it begins again with the database as it was. It ends so when so many kills have hit
a child within a transaction, with some of each kind.
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

from tests.support.fresh_copy import FreshCopy, until_nobody_is_left
from tests.support.pulse import Pulse, count_transactions

LONGEST = 1.2
"""Seconds that a child lives at most, until one has come to nothing."""
LOOKS = 0.002
FIRST = date(2024, 1, 1)
KINDS = {
    "run": ("ask", "compute", "approve"),
    "import": ("send", "answer"),
    "seal": ("ask for the seal", "write", "seal"),
}
ACTS = ("idle", *(act for acts in KINDS.values() for act in acts))
KIND = {act: kind for kind, acts in KINDS.items() for act in acts}
SHARE = 20
"""Of every so many kills at least one is of each kind."""
FAILS = 0.1
CLERK, BOSS = "经办甲", "审批乙"
NO_MORE_MONTHS = 3
Hits = Counter[tuple[str, bool]]


def main(times: int, seed: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    _prepare()
    _warm()
    pulse = Acts(ACTS)
    count_transactions(pulse)
    copy = FreshCopy()
    killer = Killer(pulse, times, seed)
    left: list[dict[str, Any]] = []
    while not killer.is_done:
        if left:
            copy.restore()
        killer.one_copy()
        left.append(_finished(pulse, seed))
    copy.remove()
    print(json.dumps({**killer.told(), "copies": left}, ensure_ascii=False))
    is_bad = any(one["faults"] or one["not finished"] or one["still waiting"] for one in left)
    return 1 if is_bad or killer.lacks else 0


def _finished(pulse: Acts, seed: int) -> dict[str, Any]:
    """Every month to its end, and what the invariants say then."""
    from yingzhou.core.invariants import check_all
    from yingzhou.kernel.payments.models import Run, RunLine, SealedYear

    for run in Run.objects.order_by("month"):
        _finish(run.month, pulse, seed)
    sealed = SealedYear.objects.filter(state="sealed")
    return {
        "months": Run.objects.count(),
        "lines": RunLine.objects.count(),
        "sealed": {one.year: one.lines_count for one in sealed},
        "faults": [fault for found in check_all() for fault in found.faults],
        "not finished": Run.objects.exclude(state=Run.State.ANSWERED).count(),
        "still waiting": RunLine.objects.exclude(state=RunLine.State.PAID).count(),
    }


class Acts(Pulse):
    """Its ``days`` are the acts that were done: what follows another act ends it."""

    def __call__(self, act: str) -> None:
        if self.act != "idle":
            self.days += 1
        super().__call__(act)

    def nothing(self) -> None:
        """Nothing was left to do: that is no act, or children would be killed early for ever."""
        super().__call__("idle")


class Killer:
    """``lasted``: how long each act was seen to take, or is given."""

    def __init__(self, pulse: Acts, times: int, seed: int) -> None:
        self.pulse, self.times, self.seed = pulse, times, seed
        self.dice = random.Random(seed)  # noqa: S311
        self.hits: Hits = Counter()
        self.lasted = dict.fromkeys(ACTS, 0.3)
        self.patience = LONGEST

    def within(self, kind: str) -> int:
        """Kills inside a transaction."""
        return sum(n for (act, inside), n in self.hits.items() if inside and KIND.get(act) == kind)

    @property
    def lacks(self) -> bool:
        found = [self.within(kind) for kind in KINDS]
        return sum(found) < self.times or min(found) < max(1, self.times // SHARE)

    @property
    def is_done(self) -> bool:
        return not self.lacks or self.hits.total() > 20 * self.times + 50

    def one_copy(self) -> None:
        """Until it is enough, or this copy of the database has no month left."""
        from django.db import connections

        while not self.is_done:
            connections.close_all()
            self.pulse.begin()
            self.pulse.days = 0
            child = os.fork()
            if child == 0:
                _live(self.pulse, self.seed)
            self._wait(child)
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            until_nobody_is_left()
            if os.WIFEXITED(status):
                if os.WEXITSTATUS(status) == NO_MORE_MONTHS:
                    return
                raise SystemExit("a child ended by itself: see its traceback above")
            act, inside = self.pulse.act, self.pulse.depth > 0
            self.hits[act, inside] += 1
            if not inside:  # what it writes at the end may lie behind the time it was given
                self.lasted[act] *= 1.15
            self.patience = LONGEST if self.pulse.days else self.patience * 1.5

    def _wait(self, child: int) -> None:
        """Until the child's time is up, or it has ended."""
        now = begun = time.monotonic()
        until = now + self.dice.random() * self.patience + 0.02
        act = self.pulse.act
        while (
            now < until and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        ):
            time.sleep(LOOKS)
            now, is_ = time.monotonic(), self.pulse.act
            if is_ == act:
                continue
            self.lasted[act] = max(self.lasted[act], now - begun)
            act, begun = is_, now
            if self._is_scarce(act):
                until = min(until, now + self.dice.random() * self.lasted[act] * 1.2)

    def _is_scarce(self, act: str) -> bool:
        kind = KIND.get(act)
        if kind is None:
            return False
        found = {one: self.within(one) for one in KINDS}
        return found[kind] == min(found.values()) and found[kind] * SHARE < self.times * 2

    def told(self) -> dict[str, Any]:
        found = {kind: self.within(kind) for kind in KINDS}
        return {
            "kills": self.hits.total(), "within a transaction": sum(found.values()), **found,
            "hit": {f"{act}{' in its transaction' * inside}": n
                    for (act, inside), n in sorted(self.hits.items())},
        }  # fmt: skip


def _live(pulse: Acts, seed: int) -> None:
    """One month after the other, as long as there are some; what is begun is finished first."""
    from yingzhou.core import clock
    from yingzhou.kernel.payments.models import Run

    try:
        while True:
            last = Run.objects.order_by("-month").first()
            if last is not None:
                _finish(last.month, pulse, seed)
                month = _next(last.month)
            else:
                month = FIRST
            if month > clock.today():
                os._exit(NO_MORE_MONTHS)
            _finish(month, pulse, seed)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)


def _finish(month: date, pulse: Acts, seed: int) -> None:
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
                pulse.nothing()
                break
        pulse("answer")
        banking.answer(text=_answer(file, seed), actor=clerk, at=clock.now())
    if month.month == 12:
        _seal(month.year, pulse)
    pulse("idle")


def _seal(year: int, pulse: Acts) -> None:
    from yingzhou.core import audit, clock
    from yingzhou.kernel.payments.models import SealedYear
    from yingzhou.kernel.payments.services import sealing

    row = SealedYear.objects.filter(year=year).first()
    if row is None:
        pulse("ask for the seal")
        row = sealing.ask(year=year, actor=audit.Actor(1, CLERK), at=clock.now())
    if row.state == SealedYear.State.ASKED:
        pulse("write")
        row = sealing.write(sealed=row)
    if row.state == SealedYear.State.WRITTEN:
        pulse("seal")
        boss = audit.Actor(2, BOSS)
        sealing.seal(year=year, digest=row.digest, actor=boss, at=clock.now())


def _name_accounts(run: Any) -> None:
    """Whose money came back names an account at last; or another than the one it came back from."""
    from django.db import transaction

    from yingzhou.core.spells import FOREVER
    from yingzhou.kernel.payments.models import PayeeAccount
    from yingzhou.kernel.payments.selectors.waiting import stuck

    failed = run.lines.filter(state="failed").values_list("payee", flat=True).distinct()
    made = [_account(person) for person in failed]
    PayeeAccount.objects.bulk_create(made, ignore_conflicts=True)
    same = stuck(run).values("payee")
    for one in PayeeAccount.objects.filter(person__in=same, valid_to=FOREVER):
        one.valid_to = one.valid_from + timedelta(days=1)
        with transaction.atomic():
            one.save(update_fields=["valid_to"])
            _account(one.person_id, one.valid_to).save()


def _account(person: int, since: date = FIRST) -> Any:
    from yingzhou.kernel.payments.models import PayeeAccount

    number = f"6222{person:012d}"
    return PayeeAccount(
        person_id=person, bank="演示银行", number=number, tail=number[-4:], made_by="演示",
        valid_from=since,
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
