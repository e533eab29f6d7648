"""Takes cases through their lives while being killed at random moments, and looks at what is left.

    YINGZHOU_VAR=… python -m tests.support.killing 200

On a database of ``yingzhou demo`` that may be spoilt. Every life goes on in a child process which
gets SIGKILL after some milliseconds; the next child goes on with what it finds.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

LONGEST = 0.4
ITEM = "relief/dibao"


def main(times: int, seed: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.db import connections

    from yingzhou.kernel.catalogue.items import items

    _give_telephones()
    _warm(items()[ITEM])
    random.seed(seed)
    kills = 0
    for number in range(times):
        connections.close_all()
        child = os.fork()
        if child == 0:
            _live(random.Random(seed * 1000 + number))  # noqa: S311
        time.sleep(random.random() * LONGEST + 0.03)  # noqa: S311
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        kills += os.WIFSIGNALED(status)
    faults = list(_faults())
    print(json.dumps({"kills": kills, "faults": faults, **_counts()}, ensure_ascii=False))
    return 1 if faults or kills < times else 0


def _warm(item) -> None:
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
    ]
    Contact.objects.bulk_create(rows, ignore_conflicts=True)


def _live(dice: random.Random) -> None:
    """Until killed: open cases, take steps, let time pass, deliver."""
    from yingzhou.core import clock, events
    from yingzhou.kernel.cases.faults import CaseFault, NotYours
    from yingzhou.kernel.notices import services as notices

    days = 0
    while True:
        days += dice.randint(0, 3)
        at = clock.now() + timedelta(days=days)
        try:
            with clock.stopped_at(at):
                dice.choice((_open, _step, _step, _step, _let_time_pass))(dice, at)
                notices.deliver_due(at=at)
                events.hand_over_pending()
        except (CaseFault, NotYours):
            continue


def _open(dice: random.Random, at) -> None:
    from yingzhou.kernel.accounts.models import User
    from yingzhou.kernel.cases import known
    from yingzhou.kernel.cases.services.intake import Request, intake
    from yingzhou.kernel.catalogue.items import items
    from yingzhou.kernel.notices.models import Contact

    contact = dice.choice(list(Contact.objects.select_related("person")[:300]))
    answers = known.prefill(items()[ITEM].apply, contact.person, at.date())
    user = User.objects.get(username="counter")
    intake(request=Request(items()[ITEM], contact.person, "counter", answers), user=user, at=at)


def _step(dice: random.Random, at) -> None:
    """A random way on, with whoever may take it; guards are met or refuse, as they will."""
    from yingzhou.kernel.accounts.models import User
    from yingzhou.kernel.cases.models import Case
    from yingzhou.kernel.cases.services.advance import advance
    from yingzhou.kernel.catalogue.versions import item_of_version

    cases = list(Case.objects.filter(is_open=True).select_related("version")[:50])
    if not cases:
        return
    case = dice.choice(cases)
    ways = item_of_version(case.version).apply.process.ways_from(case.stage)
    way = dice.choice([one for one in ways if one.by != "system"] or ways)
    name = {"counter": "counter", "applicant": "counter"}.get(way.by, "bureau")
    user = None if way.by == "system" else User.objects.get(username=name)
    data = {
        "visited_on": at.date().isoformat(), "visitors": "张三、李四", "living": "平房",
        "matches": "1", "lines": "身份证复印件",
    }  # fmt: skip
    advance(case=case.pk, transition=way.key, user=user, at=at, data=data, words="照章办理")


def _let_time_pass(_: random.Random, at) -> None:
    from yingzhou.kernel.cases.services.tend import fire_ended

    fire_ended(at + timedelta(days=20), most=3)


def _faults() -> Iterator[str]:
    yield from _histories()
    yield from _numbers()
    yield from _letters_and_messages()
    from yingzhou.core import audit

    for fault in audit.verify()[1]:
        yield f"audit: {fault.reason}"


def _histories() -> Iterator[str]:
    """The history of every case explains its state."""
    from yingzhou.core.models import AuditEntry
    from yingzhou.kernel.cases.models import Case, Clock
    from yingzhou.kernel.catalogue.versions import item_of_version

    for case in Case.objects.select_related("version").prefetch_related("steps"):
        steps = sorted(case.steps.all(), key=lambda step: step.seq)
        process = item_of_version(case.version).apply.process
        if [step.seq for step in steps] != list(range(1, case.steps_taken + 1)):
            yield f"{case.number}: steps {[step.seq for step in steps]} of {case.steps_taken}"
        for before, after in pairwise(steps):
            if before.target != after.source:
                yield f"{case.number}: step {after.seq} does not follow"
        if not steps or steps[-1].target != case.stage:
            yield f"{case.number}: stands at {case.stage}"
        stage = process.stages[case.stage]
        if stage.is_final == case.is_open or case.is_open == bool(case.outcome):
            yield f"{case.number}: open {case.is_open} at {case.stage} with {case.outcome}"
        running = set(Clock.objects.filter(case=case, ended_at=None).values_list("key", flat=True))
        if stage.is_final and running:
            yield f"{case.number}: clocks run on after the end: {running}"
        if not set(stage.clocks) <= running:
            yield f"{case.number}: clocks of {case.stage} do not run"
        noted = AuditEntry.objects.filter(subject_type="cases.case", subject_id=case.pk).count()
        if noted != len(steps):
            yield f"{case.number}: {noted} entries for {len(steps)} steps"


def _numbers() -> Iterator[str]:
    from yingzhou.kernel.cases.models import Case, NumberSeries
    from yingzhou.kernel.notices.models import Letter, LetterSeries

    for series in NumberSeries.objects.all():
        found = Case.objects.filter(place=series.place, year=series.year).order_by("running")
        if list(found.values_list("running", flat=True)) != list(range(1, series.last + 1)):
            yield f"numbers of {series} have a gap"
    for letters in LetterSeries.objects.all():
        count = Letter.objects.filter(issued_at__year=letters.year).count()
        if count != letters.last:
            yield f"letters of {letters.year}: {count} of {letters.last}"


def _letters_and_messages() -> Iterator[str]:
    """Nothing was said twice, nothing that should be said is lost."""
    from django.db.models import Count

    from yingzhou.kernel.cases.models import Step
    from yingzhou.kernel.notices.models import DevelopmentOutbox, Message

    arrived = DevelopmentOutbox.objects.values("key").annotate(n=Count("pk")).filter(n__gt=1)
    yield from (f"{row['key']} arrived {row['n']} times" for row in arrived)
    keys = set(DevelopmentOutbox.objects.values_list("key", flat=True))
    for message in Message.objects.filter(status=Message.Status.SENT):
        if message.key not in keys:
            yield f"{message.key} was sent and did not arrive"
    for step in Step.objects.filter(transition="ask").select_related("case"):
        told = Message.objects.filter(key__startswith=f"case:{step.case_id}:{step.seq}:")
        if step.case.applicant and not told.exists():
            yield f"{step.case.number}: nobody was told of step {step.seq}"


def _counts() -> dict[str, int]:
    from yingzhou.kernel.cases.models import Case, Step
    from yingzhou.kernel.notices.models import Letter, Message

    return {
        "cases": Case.objects.count(), "steps": Step.objects.count(),
        "letters": Letter.objects.count(), "messages": Message.objects.count(),
        "sent": Message.objects.filter(status=Message.Status.SENT).count(),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
