"""What must hold of cases, letters, messages, events and files, however often a process was killed.

Nothing here asks the code that moves cases: clocks and letters are worked out anew from the steps.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from yingzhou.core.spells import FOREVER

TABLE = "killing_heard"


@dataclass(frozen=True)
class Since:
    """The last step and the last message before the run."""

    step: int
    message: int


def listen() -> Since:
    """From now on every event of a case is written down by a handler of its own, in its
    transaction."""
    from django.db import connection
    from django.db.models import Max

    from yingzhou.core import events
    from yingzhou.kernel.cases.events import CaseMoved, CaseOpened
    from yingzhou.kernel.cases.models import Step
    from yingzhou.kernel.notices.models import Message

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TABLE {TABLE} (case_id bigint, seq integer)")
    events.subscribe(CaseOpened)(heard)
    events.subscribe(CaseMoved)(heard)
    last = [table.objects.aggregate(last=Max("pk"))["last"] or 0 for table in (Step, Message)]
    return Since(*last)


def heard(event: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        values = [event.case_id, getattr(event, "seq", 1)]
        cursor.execute(f"INSERT INTO {TABLE} VALUES (%s, %s)", values)


def settle(days: int) -> None:
    """The worker is back and does what was left, with time to run out what the dead had claimed."""
    from yingzhou.core import clock, events
    from yingzhou.kernel.notices import services as notices

    start = clock.now() + timedelta(days=days)
    for hour in range(1, 30):
        with clock.stopped_at(start + timedelta(hours=hour)):
            handled = events.hand_over_pending()
            sent = notices.deliver_due(at=clock.now())
        if hour > 2 and not handled and not sent:
            break
    while notices.render_waiting():
        pass


def faults(since: Since) -> Iterator[str]:
    from yingzhou.core import audit

    yield from _histories()
    yield from _numbers()
    yield from _letters_and_messages()
    yield from _arrivals(since)
    yield from _events(since)
    yield from _files()
    for fault in audit.verify()[1]:
        yield f"audit: {fault.reason}"


def _histories() -> Iterator[str]:
    """The history of every case explains its state."""
    from yingzhou.core.models import AuditEntry
    from yingzhou.kernel.cases.models import Case
    from yingzhou.kernel.catalogue.versions import item_of_version

    noted = Counter(
        AuditEntry.objects.filter(
            subject_type="cases.case", action__in=("case.intake", "case.step")
        ).values_list("subject_id", flat=True)
    )
    for case in Case.objects.select_related("version").prefetch_related("steps", "clocks"):
        steps = sorted(case.steps.all(), key=lambda step: step.seq)
        process = item_of_version(case.version).apply.process
        if [step.seq for step in steps] != list(range(1, case.steps_taken + 1)):
            yield f"{case.number}: steps {[step.seq for step in steps]} of {case.steps_taken}"
        for before, after in pairwise(steps):
            if before.target != after.source:
                yield f"{case.number}: step {after.seq} does not follow"
        if not steps or steps[-1].target != case.stage or steps[-1].at != case.stage_since:
            yield f"{case.number}: stands at {case.stage} since {case.stage_since}"
        stage = process.stages[case.stage]
        if stage.is_final == case.is_open or case.is_open == bool(case.outcome):
            yield f"{case.number}: open {case.is_open} at {case.stage} with {case.outcome}"
        if noted[case.pk] != len(steps):
            yield f"{case.number}: {noted[case.pk]} entries for {len(steps)} steps"
        if all(step.seq == 1 or step.transition in process.transitions for step in steps):
            yield from _clocks(case, steps, process)


def _clocks(case: Any, steps: list[Any], process: Any) -> Iterator[str]:
    """Which clocks run and which have ended when, by the steps; the days on the case by them."""
    from yingzhou.kernel.cases.services.clocks import compute

    running, ended = _replayed(steps, process)
    rows = list(case.clocks.all())
    open_ = [row for row in rows if row.ended_at is None]
    if sorted(row.key for row in open_) != sorted(running):
        yield f"{case.number}: clocks {[row.key for row in open_]} run, by its steps {running}"
    found = Counter((row.key, row.ended_at) for row in rows if row.ended_at is not None)
    if found != ended:
        yield f"{case.number}: clocks ended {found}, by its steps {ended}"
    for row in open_:
        if (row.due_on is None) != (row.key in process.stages[case.stage].pauses):
            yield f"{case.number}: {row.key} is due {row.due_on} at {case.stage}"
        if row.due_on != compute(row):
            yield f"{case.number}: {row.key} is due {row.due_on}, computed {compute(row)}"
    days = [row.due_on for row in open_ if row.due_on is not None]
    due = min(days, default=FOREVER) if case.is_open else None
    if case.due_on != due:
        yield f"{case.number}: due {case.due_on}, by its clocks {due}"


def _replayed(steps: list[Any], process: Any) -> tuple[set[str], Counter[tuple[str, Any]]]:
    running: set[str] = set()
    ended: Counter[tuple[str, Any]] = Counter()
    of_stages = {key for stage in process.stages.values() for key in stage.clocks}
    for step in steps:
        stage = process.stages[step.target]
        way = process.transitions.get(step.transition)
        stops = set(way.stops) if way else set()
        gone = {key for key in running & of_stages if key not in (*stage.clocks, *stage.pauses)}
        over = set(running) if stage.is_final else gone | (stops & running)
        ended.update((key, step.at) for key in over)
        running -= over
        if not stage.is_final:
            running |= {*(way.starts if way else ()), *stage.clocks}
    return running, ended


def _numbers() -> Iterator[str]:
    from yingzhou.kernel.cases.models import Case, NumberSeries
    from yingzhou.kernel.notices.models import Letter, LetterSeries

    for series in NumberSeries.objects.all():
        found = Case.objects.filter(place=series.place, year=series.year).order_by("running")
        if list(found.values_list("running", flat=True)) != list(range(1, series.last + 1)):
            yield f"numbers of {series} have a gap"
    for letters in LetterSeries.objects.all():
        given = Letter.objects.filter(number__startswith=f"{letters.series}〔{letters.year}〕")
        numbers = sorted(
            int(re.search(r"(\d+)号$", number)[1])  # type: ignore[index]
            for number in given.values_list("number", flat=True)
        )
        if numbers != list(range(1, letters.last + 1)):
            yield f"letters of {letters}: {len(numbers)}"


def _letters_and_messages() -> Iterator[str]:
    """Each step has said what its process says, once on each way; nothing else was said."""
    from yingzhou.kernel.cases.models import Step
    from yingzhou.kernel.catalogue.versions import item_of_version
    from yingzhou.kernel.notices.models import Contact, Letter, Message

    of_step = re.compile(r"(case:\d+:\d+)(?::\w+)?$")
    letters = Counter(Letter.objects.values_list("key", flat=True))
    messages = Counter(
        found[1]
        for key in Message.objects.values_list("key", flat=True)
        if (found := of_step.match(key))
    )
    steps = Step.objects.select_related("case__version", "case__applicant")
    for step in steps.filter(case__applicant__isnull=False).order_by("pk"):
        key = f"case:{step.case_id}:{step.seq}"
        way = item_of_version(step.case.version).apply.process.transitions.get(step.transition)
        wanted = 1 if way and way.letter else 0
        if letters.pop(key, 0) != wanted:
            yield f"{step.case.number}: step {step.seq} wants {wanted} letters"
        ways = Contact.objects.on(step.at.date()).filter(person=step.case.applicant_id).count()
        wanted = ways if way and way.message else 0
        if messages.pop(key, 0) != wanted:
            yield f"{step.case.number}: step {step.seq} wants {wanted} messages"
    whole = set(Step.objects.values_list("case_id", "seq"))
    for key in [*letters, *messages]:
        if of_step.match(key) and tuple(map(int, key.split(":")[1:3])) not in whole:
            yield f"{key} was written and its step was not taken"


def _arrivals(since: Since) -> Iterator[str]:
    """What a provider took was written before, and is known to have been sent."""
    from yingzhou.kernel.notices.models import DevelopmentOutbox, Message

    arrived = set(DevelopmentOutbox.objects.values_list("key", flat=True))
    written = set(Message.objects.values_list("key", flat=True))
    yield from (f"{key} arrived and was never written" for key in arrived - written)
    of_this_run = Message.objects.filter(pk__gt=since.message)
    for key, status in of_this_run.values_list("key", "status"):
        if (status == Message.Status.SENT) != (key in arrived):
            yield f"{key} is {status}, arrived: {key in arrived}"
        if status in Message.OPEN:
            yield f"{key} still waits"


def _events(since: Since) -> Iterator[str]:
    """Each event of each step was handled once; none is left."""
    from django.db import connection

    from yingzhou.core.models import QueuedEvent
    from yingzhou.kernel.cases.models import Step

    for row in QueuedEvent.objects.all():
        yield f"{row.event} for {row.handler} is left after {row.attempts} tries: {row.error}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT case_id, seq FROM {TABLE}")
        found = Counter(tuple(row) for row in cursor.fetchall())
    wanted = Counter(Step.objects.filter(pk__gt=since.step).values_list("case_id", "seq"))
    yield from (f"event of step {key} handled {found[key]} times" for key in wanted - found)
    yield from (f"event of step {key} handled {found[key]} times" for key in found - wanted)


def _files() -> Iterator[str]:
    """What a row names lies there, whole."""
    from django.conf import settings

    from yingzhou.kernel.cases.models import Document
    from yingzhou.kernel.cases.services.documents import content_of
    from yingzhou.kernel.notices.models import Letter

    for document in Document.objects.filter(case__destroyed_at=None):
        if sha256(content_of(document)).hexdigest() != document.digest:
            yield f"document {document.pk} is not what was handed in"
    for letter in Letter.objects.exclude(file=""):
        content = (Path(settings.MEDIA_ROOT) / letter.file).read_bytes()
        if sha256(content).hexdigest() != letter.digest:
            yield f"letter {letter.number} is not what was made"
    if Letter.objects.filter(file="", revoked_at=None, person__isnull=False).exists():
        yield "a letter was never made"


def counts(since: Since) -> dict[str, int]:
    from yingzhou.kernel.cases.models import Case, Document, Step
    from yingzhou.kernel.notices.models import Letter, Message

    return {
        "cases": Case.objects.count(), "steps": Step.objects.count(),
        "steps of this run": Step.objects.filter(pk__gt=since.step).count(),
        "letters": Letter.objects.count(), "messages": Message.objects.count(),
        "sent": Message.objects.filter(status=Message.Status.SENT).count(),
        "documents": Document.objects.count(),
    }  # fmt: skip
