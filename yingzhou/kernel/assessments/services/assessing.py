"""An assessment is put down, signed by the other, and counts; a newer one takes its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yingzhou.core import audit, clock, crypto, events
from yingzhou.core.periods import Unit, deadline
from yingzhou.core.workdays import add_months
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.assessments.events import AssessmentMade
from yingzhou.kernel.assessments.faults import AssessmentFault, NotYours
from yingzhou.kernel.assessments.files import Instrument, Term
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.scoring import Scored, score
from yingzhou.kernel.assessments.selectors import rights

OLDEST = 60
"""Days after which nobody enters any more what they found."""


@dataclass(frozen=True)
class Sheet:
    """One assessment as it was filled in. ``place``: where it was done."""

    uuid: UUID
    assessed_on: date
    values: Mapping[str, str]
    place: str
    words: str = ""
    second: User | None = None


@transaction.atomic
def assess(*, task: int, sheet: Sheet, user: User, at: datetime) -> Assessment:
    """Keeps it; it counts at once where one assesses, and with the other's signature where two do.
    :class:`AssessmentFault` names everything that is wrong, and nothing is kept."""
    row = locked(task)
    before = Assessment.objects.filter(uuid=sheet.uuid).first()
    if before is not None:
        if before.first_id != user.pk:
            raise NotYours("这份评估是另一位同事的")
        return before
    if why := rights.why_not(user, row):
        raise NotYours(why)
    if row.state != Task.State.OPEN:
        raise AssessmentFault(f"这次评估现在是“{row.get_state_display()}”")
    said = rights.instrument_of(row)
    values = _checked(said, row, sheet, user, at)
    scored = score(said, values, sheet.assessed_on)
    content = _content(said, values, scored, sheet)
    made = Assessment.objects.create(
        uuid=sheet.uuid,
        task=row,
        instrument=said.key,
        version=said.version,
        person_id=row.person_id,
        household_id=row.household_id,
        division_id=row.division_id,
        assessed_on=sheet.assessed_on,
        valid_until=last_day(sheet.assessed_on, said.valid),
        content=content,
        result=scored.result,
        rules=scored.rules,
        digest=digest_of(said.key, said.version, content),
        first=user,
        second=sheet.second if said.assessors > 1 else None,
        made_at=at,
        state=Assessment.State.WAITING,
    )
    audit.record(audit.Actor.of(user), "assessments.assess", made, {"what": said.name})
    if said.assessors > 1:
        row.state, row.user = Task.State.WAITING, user
        row.save(update_fields=["state", "user"])
    else:
        _count(row, made, user, at)
    return made


def locked(task: int) -> Task:
    return Task.objects.select_for_update(of=("self",)).get(pk=task)


def last_day(since: date, term: Term) -> date:
    if term.period.unit is Unit.MONTHS:
        return add_months(since, term.period.length)
    return deadline(since, term.period) or since


def digest_of(key: str, version: int, content: Mapping[str, object]) -> str:
    """Of everything that was asked and answered, keyed, so that a changed sheet shows."""
    text = json.dumps([key, version, content], ensure_ascii=False, sort_keys=True)
    return crypto.digest(text).hex()


def _checked(said: Instrument, row: Task, sheet: Sheet, user: User, at: datetime) -> dict[str, str]:
    """The answers; raises with everything that is wrong."""
    today, wrong, values = clock.day_of(at), [], {}
    for item in said.items:
        answer = sheet.values.get(item.key, "")
        if item.option(answer) is None:
            wrong.append(f"请选: {item.label}")
        values[item.key] = answer
    if sheet.assessed_on > today:
        wrong.append("哪天评的: 还没有到这一天")
    elif (today - sheet.assessed_on).days > OLDEST:
        wrong.append(f"哪天评的: 已经过去 {OLDEST} 天以上, 请核对")
    if not sheet.place.strip():
        wrong.append("请写在哪里评的")
    if said.assessors > 1:
        wrong += _second(row, sheet.second, user, today)
    if wrong:
        raise AssessmentFault(*wrong)
    return values


def _second(row: Task, second: User | None, user: User, today: date) -> list[str]:
    if second is None:
        return ["要两个人一起评: 请选另一位"]
    if second.pk == user.pk:
        return ["另一位不能是您自己"]
    if rights.is_shut(second, row):
        return [f"{second}: {rights.RECUSED}"]
    if second.pk not in {one.pk for one in rights.colleagues(row, user, today)}:
        return [f"{second}不能评这一份: 请选本乡镇或区里能评的、上次没有评过的人"]
    return []


def _content(
    said: Instrument, values: Mapping[str, str], scored: Scored, sheet: Sheet
) -> dict[str, object]:
    labels = {item.key: item.label for item in said.items}
    return {
        "values": dict(values),
        "asked": [[item.label, values[item.key]] for item in said.items],
        "needs": [[key, labels[key], answer] for key, answer in scored.needs],
        "lines": list(scored.lines),
        "place": sheet.place.strip()[:80],
        "words": sheet.words.strip()[:1000],
    }


@transaction.atomic
def confirm(*, assessment: int, user: User, agrees: bool, words: str, at: datetime) -> Assessment:
    """By the second assessor, with their own login; or back, with what is not right. The first may
    take it back to make it anew."""
    found = Assessment.objects.get(pk=assessment)
    row = locked(found.task_id)
    found.refresh_from_db()
    if found.state != Assessment.State.WAITING:
        raise AssessmentFault("这份评估已经处理过了")
    if user.pk != found.second_id and (agrees or user.pk != found.first_id):
        raise NotYours("由一起评的那位用自己的账号确认")
    if why := rights.why_not(user, row):
        raise NotYours(why)
    if agrees:
        _count(row, found, user, at)
        audit.record(audit.Actor.of(user), "assessments.confirm", found, {})
        return found
    if not words.strip():
        raise AssessmentFault("请写明哪里不对")
    found.state, found.words = Assessment.State.SENT_BACK, words.strip()[:200]
    found.settled_at, found.settled_by = at, user.username
    found.save(update_fields=["state", "words", "settled_at", "settled_by"])
    row.state = Task.State.OPEN
    row.save(update_fields=["state"])
    detail = {"reason": found.words}
    audit.record(audit.Actor.of(user), "assessments.send_back", found, detail)
    return found


def _count(row: Task, made: Assessment, user: User, at: datetime) -> None:
    """It counts from now on, and the one before it does not any more."""
    before = (
        Assessment.objects.select_for_update(of=("self",))
        .filter(
            instrument=made.instrument,
            person=made.person_id,
            household=made.household_id,
            state=Assessment.State.COUNTS,
        )
        .first()
    )
    if before is not None:
        before.state = Assessment.State.SUPERSEDED
        before.save(update_fields=["state"])
    made.state, made.supersedes = Assessment.State.COUNTS, before
    made.settled_at, made.settled_by = at, user.username
    made.save(update_fields=["state", "supersedes", "settled_at", "settled_by"])
    row.state, row.closed_at = Task.State.DONE, at
    row.save(update_fields=["state", "closed_at"])
    events.publish(
        AssessmentMade(
            assessment_id=made.pk,
            instrument=made.instrument,
            asked_by=row.asked_by,
            result=made.result,
            person_id=made.person_id,
            household_id=made.household_id,
        )
    )
