"""Takes cases through their lives while being killed at random moments, and looks at what is left.

    YINGZHOU_VAR=… YINGZHOU_DEMO=1 python -m tests.support.killing 200

On a database of ``yingzhou demo`` that may be spoilt. Every life goes on in a child process which
gets SIGKILL after some milliseconds; the next child goes on with what it finds. It ends when so
many kills have hit a child between the beginning and the commit of a transition.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import timedelta
from io import BytesIO
from typing import Any

from tests.support.pulse import Pulse, count_transactions

LONGEST = 0.4
ITEM = "relief/dibao"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
ACTS = ("idle", "intake", "step", "time", "paper", "letter", "message", "event")
MOVES = ("intake", "step", "time")


def main(times: int, seed: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from tests.support import killing_checks as checks
    from yingzhou.kernel.catalogue.items import items

    since = checks.listen()
    _give_telephones()
    _warm(items()[ITEM])
    pulse = Pulse(ACTS)
    count_transactions(pulse)
    hits = _kill(times, seed, pulse)
    checks.settle(pulse.days)
    faults = list(checks.faults(since))
    within = sum(number for (act, inside), number in hits.items() if inside and act in MOVES)
    found = {
        "kills": hits.total(), "within a transition": within,
        "hit": {f"{act}{' in its transaction' * inside}": n for (act, inside), n in hits.items()},
        "days": pulse.days, "faults": faults, **checks.counts(since),
    }  # fmt: skip
    print(json.dumps(found, ensure_ascii=False))
    return 1 if faults or within < times else 0


def _kill(times: int, seed: int, pulse: Pulse) -> Counter[tuple[str, bool]]:
    """Until ``times`` kills have hit a transition: what each of all kills has hit."""
    from django.db import connections

    hits: Counter[tuple[str, bool]] = Counter()
    dice = random.Random(seed)  # noqa: S311
    while sum(n for (act, inside), n in hits.items() if inside and act in MOVES) < times:
        if hits.total() > 20 * times + 50:
            break
        connections.close_all()
        pulse.begin()
        child = os.fork()
        if child == 0:
            _live(random.Random(seed * 1000 + hits.total()), pulse)  # noqa: S311
        time.sleep(dice.random() * LONGEST + 0.03)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            raise SystemExit("a child ended by itself: see its traceback above")
        hits[pulse.act, pulse.depth > 0] += 1
    return hits


def _warm(item: Any) -> None:
    """Children begin with everything read, so that they are killed at work and not at breakfast."""
    from yingzhou.core import clock
    from yingzhou.kernel.cases import known
    from yingzhou.kernel.cases.reckoning import reckon
    from yingzhou.kernel.notices.models import Contact

    person = Contact.objects.select_related("person")[0].person
    answers = known.prefill(item.apply, person, clock.today())
    reckon(item, person, answers, clock.today())


def _give_telephones() -> None:
    from yingzhou.core import clock
    from yingzhou.kernel.notices.models import Contact
    from yingzhou.kernel.people.models import Person, Residence

    here = Residence.objects.on(clock.today()).filter(kind=1).values("person")
    people = Person.objects.filter(pk__in=here, death_date=None).order_by("pk")[:120]
    rows = [
        Contact(person=one, channel="sms", address="13900000000", valid_from=clock.today())
        for one in people
        if not Contact.objects.filter(person=one, channel="sms").exists()
    ]
    Contact.objects.bulk_create(rows)


def _live(dice: random.Random, pulse: Pulse) -> None:
    """Until killed: open cases, take steps, let time pass, deliver."""
    from yingzhou.core import clock, events
    from yingzhou.kernel.cases.faults import CaseFault, NotYours
    from yingzhou.kernel.notices import services as notices

    while True:
        act = dice.choice((_open, _step, _step, _step, _let_time_pass, _paper))
        at = clock.now() + timedelta(days=pulse.days)
        try:
            with clock.stopped_at(at):
                act(dice, at, pulse)
                pulse("message")
                notices.deliver_due(at=at)
                pulse("event")
                events.hand_over_pending()
                if dice.random() < 0.2:
                    pulse("letter")
                    notices.render_waiting(most=1)
        except (CaseFault, NotYours):
            continue
        finally:
            pulse("idle")


def _open(dice: random.Random, at: Any, pulse: Pulse) -> None:
    from yingzhou.kernel.accounts.models import User
    from yingzhou.kernel.cases import known
    from yingzhou.kernel.cases.services.intake import Request, intake
    from yingzhou.kernel.catalogue.items import items
    from yingzhou.kernel.notices.models import Contact

    contact = dice.choice(list(Contact.objects.select_related("person")[:300]))
    answers = known.prefill(items()[ITEM].apply, contact.person, at.date())
    user = User.objects.get(username="counter")
    pulse("intake")
    intake(request=Request(items()[ITEM], contact.person, "counter", answers), user=user, at=at)


def _step(dice: random.Random, at: Any, pulse: Pulse) -> None:
    """A random way on, with whoever may take it; guards are met or refuse, as they will."""
    from yingzhou.kernel.accounts.models import User
    from yingzhou.kernel.cases.services.advance import advance
    from yingzhou.kernel.catalogue.versions import item_of_version

    case = _one_open(dice)
    if case is None:
        return
    ways = item_of_version(case.version).apply.process.ways_from(case.stage)
    way = dice.choice([one for one in ways if one.by != "system"] or ways)
    name = {"counter": "counter", "applicant": "counter"}.get(way.by, "bureau")
    user = None if way.by == "system" else User.objects.get(username=name)
    data = {
        "visited_on": at.date().isoformat(), "visitors": "张三、李四", "living": "平房",
        "matches": "1", "lines": "身份证复印件", "instead": "本岗位的人都在休假, 由上级代办",
    }  # fmt: skip
    pulse("step")
    words = "照章办理, 本人已经到场说明"
    advance(case=case.pk, transition=way.key, user=user, at=at, data=data, words=words)


def _one_open(dice: random.Random) -> Any:
    from yingzhou.kernel.cases.models import Case

    cases = list(Case.objects.filter(is_open=True).select_related("version").order_by("-pk")[:50])
    return dice.choice(cases) if cases else None


def _let_time_pass(dice: random.Random, at: Any, pulse: Pulse) -> None:
    from yingzhou.kernel.cases.services.tend import fire_ended

    pulse.days += dice.randint(1, 6)
    pulse("time")
    fire_ended(at, most=3)


def _paper(dice: random.Random, at: Any, pulse: Pulse) -> None:
    from django.core.files.uploadedfile import InMemoryUploadedFile

    from yingzhou.kernel.accounts.models import User
    from yingzhou.kernel.cases.services import documents

    case = _one_open(dice)
    if case is None:
        return
    file = InMemoryUploadedFile(BytesIO(PDF), "file", "证明.pdf", "", len(PDF), None)
    user = User.objects.get(username="counter")
    pulse("paper")
    documents.add(case=case.pk, material="other", file=file, user=user, at=at)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
