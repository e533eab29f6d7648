"""Visits of last month and this one, most of them made; some for the demo's own logins to do."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import numpy as np
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max

from yingzhou.core import bulk, clock, crypto
from yingzhou.core.periods import Period, Unit
from yingzhou.core.workdays import add_months
from yingzhou.demo.rng import rng
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.models import Household, Residence
from yingzhou.kernel.visits.files import plans
from yingzhou.kernel.visits.models import Record, Visit
from yingzhou.kernel.visits.places import staff_of
from yingzhou.kernel.visits.services import ask_for_visit, closing, planning, reporting
from yingzhou.kernel.visits.services.asking import Law
from yingzhou.kernel.visits.whom import subjects

OLD = 75
DONE, LATE, MISSED = 0.93, 0.04, 0.015
"""Of those whose time is over: made in time; late; not at all. The rest were not met."""
WELL = {"met": "本人", "health": "好", "living": ["都好"], "state": "平安"}
HOUSE = {"met": "申请人", "members": "2", "work": "一人打零工, 收入不固定", "living": "住房安全",
         "changed": "没有变化"}  # fmt: skip
TOLD = {
    "care": [
        ["见到的人", "本人"],
        ["身体和精神", "好"],
        ["吃住安全", "都好"],
        ["总的情况", "平安"],
    ],
    "household": [["见到的人", "申请人"], ["共同生活人数", "2"], ["变化", "没有变化"]],
    "child": [["见到孩子", "是"], ["上学", "在上学"], ["总的情况", "平安"]],
}
FIELDS = ["visit", "uuid", "form", "version", "how", "visited_on", "content", "user", "second",
          "state", "seen", "device", "made_offline", "received_at", "settled_at", "settled_by",
          "words"]  # fmt: skip


def seed() -> None:
    """The whole district this month; last month only the town of the demo's own login."""
    now = clock.now()
    this = now.date().replace(day=1)
    generator, done = rng("door"), []
    about = {plan.key: subjects(plan.whom, now.date()) for plan in plans().values()}
    town = _town(now.date())
    near = {key: [one for one in rows if one.division in town] for key, rows in about.items()}
    with transaction.atomic():
        for first, whom in ((add_months(this, -1), near), (this, about)):
            moment = datetime.combine(first, time(6), clock.ZONE)
            planned = (planning.prepared(one, moment, whom[one.key]) for one in plans().values())
            rows = [row for some in planned for row in some]
            _live(rows, generator, now)
            done += _inserted(rows)
        bulk.insert(Record, FIELDS, _records(done))
    _reset_sequences()
    closing.miss_overdue(now)
    for_the_logins(now)


def _town(day: date) -> set[int]:
    login = User.objects.filter(username="town").first()
    held = login.assignments_now() if login else []
    return tree_on(day).within(held[0].division_id) if held else set()


COLUMNS = [one for one in Visit._meta.concrete_fields if one.name != "left_by"]
ATTRIBUTES = [one.attname for one in COLUMNS]


def _inserted(rows: list[Visit]) -> list[Visit]:
    """Fast, with keys of our own; those that were made."""
    last = Visit.objects.aggregate(last=Max("pk"))["last"] or 0
    for number, row in enumerate(rows, last + 1):
        row.pk = number
    bulk.insert(Visit, [one.name for one in COLUMNS], map(_plain, rows))
    return [row for row in rows if row.state == Visit.State.DONE]


def _plain(row: Visit) -> tuple:
    found = row.__dict__.copy()
    for name in ("due_on", "done_on"):
        found[name] = found[name] and found[name].isoformat()
    for name in ("made_at", "closed_at", "answered_at"):
        found[name] = found[name] and _moment(found[name])
    return tuple([found[name] for name in ATTRIBUTES])


@cache
def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _reset_sequences() -> None:
    """PostgreSQL goes on counting after the keys that we gave."""
    for statement in connection.ops.sequence_reset_sql(no_style(), [Visit]):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _live(rows: list[Visit], generator: np.random.Generator, now: datetime) -> None:
    """What became of each until today. Where no village has an account, the town's people went."""
    today, staff = now.date(), staff_of(None, now.date())
    tree = tree_on(today)
    luck, days = generator.random(len(rows)), generator.integers(1, 27, len(rows))
    towns: dict[int, list[User]] = {}
    for row, chance, day in zip(rows, luck.tolist(), days.tolist(), strict=True):
        if row.desk_id not in towns:
            path = [node.id for node in tree.path(row.desk_id)]
            towns[row.desk_id] = [one for pk in reversed(path) for one in staff.get(pk, ())]
        went = min(row.due_on, row.due_on.replace(day=day))
        people = [one for one in towns[row.desk_id] if not one.is_demo] or towns[row.desk_id]
        if len(people) < 2 or went >= today:
            continue
        if chance < DONE:
            _done(row, people, went)
        elif chance < DONE + LATE and row.due_on + timedelta(days=3) < today:
            _done(row, people, row.due_on + timedelta(days=3))
        elif row.due_on + timedelta(days=20) < today:
            _lost(row, chance < DONE + LATE + MISSED, people[0])


def _done(row: Visit, people: list[User], on: date) -> None:
    row.user, row.state, row.done_on, row.changes = people[0], Visit.State.DONE, on, 1
    row.second = people[1] if row.people > 1 else None
    row.closed_at = _evening(on)
    row.outcome = "没有变化" if row.kind == "dibao_review" else "平安"


def _lost(row: Visit, missed: bool, user: User) -> None:
    row.state, row.closed_at, row.changes = Visit.State.MISSED, _evening(row.due_on), 1
    if not missed:
        row.answered_at, row.answered_by = row.closed_at, str(user)
        row.answer = "当月人手不足, 已改由下个月一并走访"


@cache
def _evening(day: date) -> datetime:
    return datetime.combine(day, time(17), clock.ZONE)


def _records(rows: list[Visit]) -> Iterator[tuple]:
    sealed = {form: _sealed(asked) for form, asked in TOLD.items()}
    forms = {"dibao_review": "household", "left_behind": "child"}
    for row in rows:
        form = forms.get(row.kind, "care")
        assert row.done_on is not None and row.user is not None  # noqa: S101, PT018 - they are done
        at = _moment(_evening(row.done_on))
        signed = (at, row.second.username) if row.second else (None, "")
        yield (
            row.pk, uuid.uuid4().hex, form, "1", "done", row.done_on.isoformat(), sealed[form],
            row.user_id, row.second_id, "taken", 0, "手机", False, at, *signed, "",
        )  # fmt: skip


def _sealed(asked: list[list[str]]) -> bytes:
    content: dict[str, Any] = {
        "values": {},
        "asked": asked,
        "outcome": asked[-1][1],
        "why": "",
        "place": None,
    }
    return crypto.seal(json.dumps(content, ensure_ascii=False).encode())


def for_the_logins(now: datetime) -> None:
    """A village officer and a town with something to do, to confirm and to choose."""
    village, town = (User.objects.filter(username=name).first() for name in ("village", "town"))
    if village is None or town is None:
        return
    asked = list(_neighbours(village, now))
    for visit in asked[-2:]:
        _report(visit, village, WELL, now)
    if len(asked) > 3:
        begun = asked[0].changes
        _report(asked[0], town, WELL, now)
        _report(asked[0], village, WELL | {"health": "比上次差"}, now, seen=begun)
    _reviews(town, now)


def _neighbours(village: User, now: datetime) -> Iterator[Visit]:
    """Old people of the village, each to be looked in on within some days."""
    place = village.assignments_now()[0].division_id
    born = add_months(now.date(), -12 * OLD)
    rows = Residence.objects.on(now.date()).filter(
        kind=Residence.Kind.RESIDENT, division=place, person__birth_date__lte=born,
        person__death_date=None,
    )  # fmt: skip
    old = rows.select_related("person").order_by("person__birth_date", "person")[:8]
    for number, person in enumerate(one.person for one in old):
        made = ask_for_visit(
            kind="back",
            subject=person,
            asked_by=f"demo:{number}",
            reason="出院以后看看吃住有没有人照料",
            law=Law(now.date() + timedelta(days=2 * number), "内部规定(待核实)"),
            at=now - timedelta(days=3),
            user=village,
        )
        if made is not None:
            yield made


def _reviews(town: User, now: datetime) -> None:
    """Reviews of the town: one in its hands, one that a colleague wants it to sign."""
    place = town.assignments_now()[0].division_id
    colleague = next((one for one in staff_of({place}, now.date())[place] if one != town), None)
    inside = Division.objects.filter(pk__in=tree_on(now.date()).within(place))
    homes = Household.objects.on(now.date()).filter(division__in=inside).order_by("pk")[:2]
    for number, home in enumerate(homes):
        made = ask_for_visit(
            kind="review",
            subject=home,
            asked_by=f"demo:review:{home.pk}",
            reason="家里有人新找到工作, 复核收入",
            law=Law(Period(10, Unit.WORKDAYS), "内部规定(待核实)"),
            at=now - timedelta(days=3),
            user=colleague if number and colleague else town,
        )
        if made is not None and number and colleague is not None:
            _report(made, colleague, HOUSE, now, second=town)


def _report(visit: Visit, user: User, values: dict, now: datetime, **more: object) -> None:
    known: dict[str, Any] = {"seen": visit.changes, "made_offline": True, "device": "手机"} | more
    told = reporting.Told(
        uuid=uuid.uuid4(), how="done", visited_on=now.date(), values=values, **known
    )
    reporting.report(visit=visit.pk, told=told, user=user, at=now)
    visit.refresh_from_db()
